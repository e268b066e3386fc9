package io.atomic.reconcile.cli;

import io.atomic.reconcile.cycle.Cycle;
import io.atomic.reconcile.cycle.EffectException;
import io.atomic.reconcile.cycle.Interruptions;
import io.atomic.reconcile.cycle.Progress;
import io.atomic.reconcile.cycle.Reports;
import io.atomic.reconcile.engine.DockerEngine;
import io.atomic.reconcile.engine.EngineCommandLine;
import io.atomic.reconcile.engine.EngineCommandRunner;
import io.atomic.reconcile.engine.EngineSocket;
import io.atomic.reconcile.host.LocalHostFiles;
import io.atomic.reconcile.host.SecretFiles;
import io.atomic.reconcile.manifest.ManifestDirectories;
import io.atomic.reconcile.manifest.Settings;
import io.atomic.reconcile.manifest.SettingsFiles;
import io.atomic.reconcile.manifest.Trust;
import io.atomic.reconcile.plan.Situation.Surroundings;
import io.atomic.reconcile.policy.MassDeletion;
import io.atomic.reconcile.report.ExitStatus;
import io.atomic.reconcile.report.Format;
import io.atomic.reconcile.report.RunJson;
import io.atomic.reconcile.state.FileJournal;
import io.atomic.reconcile.state.FileRunLock;
import io.atomic.reconcile.state.FileStateStore;
import io.atomic.reconcile.state.RunHistory;
import io.atomic.reconcile.state.Salt;
import io.atomic.reconcile.state.StateDirectory;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Map;
import java.util.Objects;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.UnaryOperator;

/** Puts the parts together; nobody else makes adapters. */
final class Wiring {
  /** For children, where our own environment has none. */
  private static final String DEFAULT_PATH =
      "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin";

  private final GlobalOptions options;
  private final Settings settings;
  private final Path root;
  private final StateDirectory state;
  private final EngineSocket.Search search;

  Wiring(GlobalOptions options, Settings settings) {
    this.options = options;
    this.settings = settings;
    this.root = options.rootOrDefault();
    this.state = new StateDirectory(options.stateOrDefault());
    this.search =
        EngineSocket.find(
            options.engine == null ? settings.engine().socket() : options.engine, System.getenv());
  }

  static SettingsFiles.Loaded settings(GlobalOptions options) {
    var trust = Trust.ofThisProcess();
    return (options.settings == null
            ? SettingsFiles.below(options.rootOrDefault(), trust)
            : SettingsFiles.named(options.settings, trust))
        .read();
  }

  static ManifestDirectories manifests(GlobalOptions options) {
    var trust = Trust.ofThisProcess();
    var named = options.manifestDirectories();
    return named.isEmpty()
        ? ManifestDirectories.below(options.rootOrDefault(), trust)
        : ManifestDirectories.named(named, trust);
  }

  /** A cycle that looks: where there is no salt yet, no secret was recorded either. */
  Cycle looking(MassDeletion massDeletion, Progress progress) throws EffectException {
    var salt = Salt.find(state);
    return cycle(
        massDeletion, progress, salt == null ? _ -> "" : salt::hash, _ -> {}, () -> "not a run");
  }

  /**
   * A cycle that changes the host.
   *
   * @param detailedExitCode which exit status its reports tell
   */
  Cycle applying(
      MassDeletion massDeletion,
      Progress progress,
      boolean detailedExitCode,
      Interruptions interruptions)
      throws EffectException {
    state.create();
    Reports reports =
        report ->
            history()
                .add(
                    report.runId(),
                    report.startedAt(),
                    Format.json(RunJson.of(report, ExitStatus.of(report, detailedExitCode)))
                        .getBytes(StandardCharsets.UTF_8));
    return cycle(massDeletion, progress, Salt.obtain(state)::hash, reports, interruptions);
  }

  RunHistory history() {
    return new RunHistory(state);
  }

  private Cycle cycle(
      MassDeletion massDeletion,
      Progress progress,
      UnaryOperator<String> hash,
      Reports reports,
      Interruptions interruptions) {
    var engineSettings = settings.engine();
    var credentials = System.getenv("CREDENTIALS_DIRECTORY");
    var secrets =
        new SecretFiles(
            root,
            settings.policy().secretPaths(),
            credentials == null ? null : Path.of(credentials));
    var ports =
        new Cycle.Ports(
            manifests(options)::read,
            new FileStateStore(state),
            new FileJournal(state),
            new FileRunLock(state, "atomic-reconcile", options.lockTimeout),
            new DockerEngine(search, engineSettings.timeout(), engineSettings.pullTimeout()),
            new EngineCommandRunner(childEnvironment(), secrets),
            new LocalHostFiles(root, secrets, hash),
            progress,
            reports,
            interruptions);
    return new Cycle(
        ports,
        new Surroundings(
            EngineCommandLine.words(search, engineSettings.command()),
            root.equals(Path.of("/")) ? "" : root.toString(),
            home(),
            engineSettings.commandTimeout()),
        massDeletion,
        options.parallelism == null ? settings.parallelism() : options.parallelism,
        Clock.systemUTC());
  }

  private SortedMap<String, String> childEnvironment() {
    Map<String, String> ours = System.getenv();
    var environment = new TreeMap<String, String>();
    environment.put("PATH", Objects.requireNonNullElse(ours.get("PATH"), DEFAULT_PATH));
    environment.put("HOME", home());
    environment.putAll(EngineCommandLine.environment(search));
    return environment;
  }

  /** From the user database, as the JVM reads it: under systemd there is no HOME. */
  private static String home() {
    return System.getProperty("user.home", "/root");
  }
}
