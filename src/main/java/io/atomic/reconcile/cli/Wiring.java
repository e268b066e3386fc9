package io.atomic.reconcile.cli;

import io.atomic.reconcile.cycle.Cycle;
import io.atomic.reconcile.cycle.Cycle.Look;
import io.atomic.reconcile.cycle.Cycle.Ports;
import io.atomic.reconcile.cycle.Cycle.Proposal;
import io.atomic.reconcile.cycle.EffectException;
import io.atomic.reconcile.cycle.Interruptions;
import io.atomic.reconcile.cycle.Progress;
import io.atomic.reconcile.cycle.Reports;
import io.atomic.reconcile.cycle.Request;
import io.atomic.reconcile.cycle.RequestedState;
import io.atomic.reconcile.cycle.Secrets;
import io.atomic.reconcile.cycle.Symptoms;
import io.atomic.reconcile.cycle.Targets;
import io.atomic.reconcile.cycle.Updates;
import io.atomic.reconcile.host.FileSystems;
import io.atomic.reconcile.host.SecretFiles;
import io.atomic.reconcile.manifest.Settings;
import io.atomic.reconcile.model.Grant;
import io.atomic.reconcile.plan.Situation.Caller;
import io.atomic.reconcile.plan.Situation.Surroundings;
import io.atomic.reconcile.policy.DiskPreflight;
import io.atomic.reconcile.policy.MassDeletion;
import io.atomic.reconcile.policy.SitePolicy;
import io.atomic.reconcile.policy.Timetable;
import io.atomic.reconcile.state.FileJournal;
import io.atomic.reconcile.state.FileRunLock;
import io.atomic.reconcile.state.FileStateStore;
import io.atomic.reconcile.state.FileStateVitals;
import io.atomic.reconcile.state.StateDirectory;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/** Puts the parts together; nobody but it and its parts makes adapters. */
final class Wiring implements AutoCloseable {
  private static final Path ROOT = Path.of("/");

  private final CommonOptions options;
  private final Settings settings;
  private final boolean purgesData;
  private final boolean ignoresWindows;
  private final Path root;
  private final Secrets secrets;
  private final StateAccess state;
  private final RegistryAccess registries;
  private final EngineAccess engine;
  private final HostAccess host;

  Wiring(CommonOptions options, Settings settings) {
    this(options, settings, false, false);
  }

  /**
   * The same.
   *
   * @param purgesData whether data may go with apps whose manifests want that
   * @param ignoresWindows whether windows that are closed count as open
   */
  Wiring(CommonOptions options, Settings settings, boolean purgesData, boolean ignoresWindows) {
    this.purgesData = purgesData;
    this.ignoresWindows = ignoresWindows;
    this.options = options;
    this.settings = settings;
    this.root = options.rootOrDefault();
    this.secrets = secrets(root, settings.policy().secretPaths());
    this.state =
        new StateAccess(
            new StateDirectory(options.stateOrDefault()), settings.retention().history());
    this.registries = new RegistryAccess(root, settings.engine().registryTimeout());
    this.engine = new EngineAccess(options, settings.engine(), secrets, registries.logins());
    this.host = new HostAccess(root, engine.childEnvironment(), secrets, engine.socket());
  }

  /**
   * The same, of which nothing is connected yet, for who looks now and then and hangs up between.
   */
  Wiring anew() {
    return new Wiring(options, settings, purgesData, ignoresWindows);
  }

  private static Secrets secrets(Path root, List<String> allowed) {
    var credentials = System.getenv("CREDENTIALS_DIRECTORY");
    return new SecretFiles(root, allowed, credentials == null ? null : Path.of(credentials));
  }

  EngineAccess engine() {
    return engine;
  }

  HostAccess host() {
    return host;
  }

  StateAccess state() {
    return state;
  }

  /** Where the daemon is asked for something. */
  Path controlSocket() {
    return root.resolve(settings.control().socket().substring(1));
  }

  /** What is seen from outside, as the settings want it. */
  Outlets outlets() {
    return new Outlets(
        root, state.directory(), settings, engine.childEnvironment(), secrets, this::lookAtAll);
  }

  private @Nullable Proposal lookAtAll() throws EffectException, InterruptedException {
    try (var now = anew()) {
      return now.looking(new MassDeletion(false, null), Console.SILENCE).look(Targets.ALL)
              instanceof Look.Seen(var proposal)
          ? proposal
          : null;
    }
  }

  /** What looks at all that runs depend on. */
  Symptoms.Ports vitals() {
    return new Symptoms.Ports(
        new FileStateVitals(state.directory()),
        engine.vitals(),
        host.vitals(),
        host.operatingSystem(host.rebootWatch()),
        host.rebootWatch());
  }

  private Timetable timetable() {
    return new Timetable(Sources.windows(settings), settings.policy().windows(), ignoresWindows);
  }

  /** A cycle that looks at this host, and asks nobody else. */
  Cycle looking(MassDeletion massDeletion, Progress progress) throws EffectException {
    return cycle(
        lookingPorts(progress).withUpdates(Updates.RECORDED),
        massDeletion,
        timetable(),
        Caller.nobody(Invocation.home()));
  }

  /** A cycle that looks at everything that a run would look at. */
  Cycle planning(MassDeletion massDeletion, Progress progress) throws EffectException {
    return cycle(
        lookingPorts(progress), massDeletion, timetable(), Caller.nobody(Invocation.home()));
  }

  /** A cycle that looks at what somebody asks for. */
  Cycle looking(Request request, Progress progress, Caller caller) throws EffectException {
    var ports = requesting(request, lookingPorts(progress));
    return cycle(ports, MassDeletion.NONE, timetable().byHand(), caller);
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
      Interruptions interruptions,
      Updates updates)
      throws EffectException {
    return cycle(
        applyingPorts(progress, detailedExitCode, interruptions, ROOT).withUpdates(updates),
        massDeletion,
        timetable(),
        Caller.nobody(Invocation.home()));
  }

  /** A cycle that does what somebody asks for. */
  Cycle requested(Request request, Progress progress, Interruptions interruptions, Caller caller)
      throws EffectException {
    var ports =
        requesting(request, applyingPorts(progress, false, interruptions, Path.of(caller.pwd())));
    return cycle(ports, MassDeletion.NONE, timetable().byHand(), caller);
  }

  private Ports lookingPorts(Progress progress) throws EffectException {
    return ports(progress, state.hashForLooking(), _ -> {}, () -> "not a run", ROOT);
  }

  private Ports applyingPorts(
      Progress progress, boolean detailedExitCode, Interruptions interruptions, Path directory)
      throws EffectException {
    return ports(
        progress,
        state.hashForRecording(),
        state.reports(detailedExitCode),
        interruptions,
        directory);
  }

  private static Ports requesting(Request request, Ports ports) {
    return ports
        .withManifests(new RequestedState(ports.manifests(), request))
        .withUpdates(Updates.IGNORED);
  }

  /**
   * The ports.
   *
   * @param directory in which label commands run
   */
  private Ports ports(
      Progress progress,
      UnaryOperator<String> hash,
      Reports reports,
      Interruptions interruptions,
      Path directory) {
    var watch = host.rebootWatch();
    return new Ports(
        _ -> Sources.desired(options, settings),
        new FileStateStore(state.directory()),
        new FileJournal(state.directory()),
        new FileRunLock(state.directory(), "atomic-reconcile", options.lockTimeout),
        engine.engine(hash),
        registries.ofApps(),
        Updates.ASKED,
        new FileSystems(state.directory().path()),
        engine.commands(directory),
        host.probes(),
        host.files(hash),
        host.operatingSystem(watch),
        registries.ofHost(),
        watch,
        host.rebootLocks(),
        progress,
        reports,
        interruptions);
  }

  private Cycle cycle(Ports ports, MassDeletion massDeletion, Timetable timetable, Caller caller) {
    return new Cycle(
        ports,
        new Surroundings(
            engine.commandWords(),
            host.prefix(),
            caller,
            settings.engine().commandTimeout(),
            settings.retention().images(),
            settings.health(),
            settings.flapping(),
            purgesData),
        massDeletion,
        site(),
        new DiskPreflight(settings.disk().reserve()),
        timetable,
        options.parallelism == null ? settings.parallelism() : options.parallelism,
        Clock.systemUTC());
  }

  private SitePolicy site() {
    var policy = settings.policy();
    return new SitePolicy(
        policy.grants() == null ? null : Grant.findAll(policy.grants()), policy.registries());
  }

  /** Hangs up where this process goes on. */
  @Override
  public void close() {
    engine.close();
    registries.close();
  }
}
