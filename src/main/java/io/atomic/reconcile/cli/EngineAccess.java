package io.atomic.reconcile.cli;

import io.atomic.reconcile.cycle.CommandRunner;
import io.atomic.reconcile.cycle.EngineEvents;
import io.atomic.reconcile.cycle.Inspections;
import io.atomic.reconcile.cycle.RegistryLogins;
import io.atomic.reconcile.cycle.Secrets;
import io.atomic.reconcile.engine.DockerEngine;
import io.atomic.reconcile.engine.DockerEngineEvents;
import io.atomic.reconcile.engine.DockerEngineVitals;
import io.atomic.reconcile.engine.DockerInspections;
import io.atomic.reconcile.engine.EngineCommandLine;
import io.atomic.reconcile.engine.EngineCommandRunner;
import io.atomic.reconcile.engine.EngineProgram;
import io.atomic.reconcile.engine.EngineSocket;
import io.atomic.reconcile.manifest.Settings;
import io.atomic.reconcile.model.Observed.EngineKind;
import io.atomic.reconcile.model.Observed.EngineView;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/** The part of the wiring by which the container engine is reached. */
final class EngineAccess implements AutoCloseable {
  private final Settings.Engine settings;
  private final EngineSocket.Search search;
  private final Secrets secrets;
  private final RegistryLogins logins;
  private final List<DockerEngine> connected = new ArrayList<>();

  /**
   * Looks where the engine is, and connects to nothing yet.
   *
   * @param secrets of the apps
   * @param logins for what is fetched
   */
  EngineAccess(
      CommonOptions options, Settings.Engine settings, Secrets secrets, RegistryLogins logins) {
    this.settings = settings;
    this.search = search(options, settings);
    this.secrets = secrets;
    this.logins = logins;
  }

  private static EngineSocket.Search search(CommonOptions options, Settings.Engine settings) {
    return EngineSocket.find(
        options.engine == null ? settings.socket() : options.engine,
        settings.kind().wanted(),
        System.getenv());
  }

  /** What happens in the engine, wherever the settings say by then that it is. */
  static EngineEvents events(CommonOptions options, Supplier<Settings> settings) {
    return new DockerEngineEvents(
        () -> search(options, settings.get().engine()), settings.get().engine().timeout());
  }

  /**
   * The engine itself.
   *
   * @param hash of secrets
   */
  DockerEngine engine(UnaryOperator<String> hash) {
    var engine =
        new DockerEngine(
            search,
            settings.timeout(),
            settings.pullTimeout(),
            new EngineProgram(
                EngineCommandLine.podman(search, settings.command()), childEnvironment()),
            secrets,
            logins,
            hash);
    connected.add(engine);
    return engine;
  }

  /** What the engine has, for verbs that look at nothing else. */
  EngineView view() throws InterruptedException {
    return withoutSecrets().view();
  }

  private DockerEngine withoutSecrets() {
    return engine(_ -> "");
  }

  /** What looks at single containers. */
  Inspections inspections() {
    return new DockerInspections(search, settings.timeout());
  }

  /** What looks at the engine's own health. */
  DockerEngineVitals vitals() {
    return new DockerEngineVitals(
        withoutSecrets(), search, settings.timeout(), commandWords(), childEnvironment());
  }

  /**
   * What runs label commands.
   *
   * @param directory in which they run
   */
  CommandRunner commands(Path directory) {
    return new EngineCommandRunner(childEnvironment(), secrets, directory);
  }

  /** By which label commands call the engine. */
  Map<EngineKind, List<String>> commandWords() {
    return EngineCommandLine.words(search, settings.command());
  }

  /** Where it listens; null = no engine was found. */
  @Nullable Path socket() {
    return search instanceof EngineSocket.Search.Found(var socket) ? socket.path() : null;
  }

  /** With which children find it. */
  SortedMap<String, String> childEnvironment() {
    var environment = Invocation.childEnvironment();
    environment.putAll(EngineCommandLine.environment(search));
    return environment;
  }

  /** Hangs up where this process goes on. */
  @Override
  public void close() {
    connected.forEach(DockerEngine::close);
    connected.clear();
  }
}
