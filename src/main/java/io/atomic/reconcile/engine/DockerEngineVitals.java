package io.atomic.reconcile.engine;

import io.atomic.reconcile.cycle.EffectException;
import io.atomic.reconcile.cycle.EngineVitals;
import io.atomic.reconcile.cycle.Told;
import io.atomic.reconcile.model.Observed.EngineKind;
import io.atomic.reconcile.model.Observed.EngineView;
import io.atomic.reconcile.process.ProgramSearch;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** An engine that speaks Docker's API, and the program that talks to it. */
public final class DockerEngineVitals implements EngineVitals {
  private static final Path ROOT = Path.of("/");

  private final DockerEngine engine;
  private final EngineSocket.Search search;
  private final EngineCalls calls;
  private final Map<EngineKind, List<String>> words;
  private final SortedMap<String, String> environment;

  /**
   * Does not connect yet.
   *
   * @param engine at the same socket
   * @param timeout of one call
   * @param words by which label commands call each engine
   * @param environment with the PATH in which they are found
   */
  public DockerEngineVitals(
      DockerEngine engine,
      EngineSocket.Search search,
      Duration timeout,
      Map<EngineKind, List<String>> words,
      SortedMap<String, String> environment) {
    this.engine = engine;
    this.search = search;
    this.calls = new EngineCalls(search, timeout);
    this.words = Map.copyOf(words);
    this.environment = Collections.unmodifiableSortedMap(new TreeMap<>(environment));
  }

  @Override
  public Told<Seen> look() throws InterruptedException {
    return switch (engine.view()) {
      case EngineView.Reached view -> reached(view);
      case EngineView.Unreachable(var message, var remedy) -> new Told.Unknown<>(message, remedy);
      case EngineView.NotAsked _ -> new Told.Unknown<>("nobody asked the engine", null);
    };
  }

  private Told<Seen> reached(EngineView.Reached view) throws InterruptedException {
    try {
      var version =
          calls.look("ask the engine for its version", client -> client.versionCmd().exec());
      var info = calls.look("ask the engine about itself", client -> client.infoCmd().exec());
      var command = Objects.requireNonNull(words.get(view.kind()));
      return new Told.Known<>(
          new Seen(
              search instanceof EngineSocket.Search.Found(var socket)
                  ? socket.path().toString()
                  : "",
              Objects.requireNonNullElse(version.getVersion(), "of no version"),
              info.getDockerRootDir(),
              view,
              command,
              missing(command.getFirst())));
    } catch (EffectException e) {
      return Told.Unknown.of(e);
    }
  }

  private @Nullable String missing(String program) {
    return switch (ProgramSearch.find(program, environment, ROOT)) {
      case ProgramSearch.Found.Program _ -> null;
      case ProgramSearch.Found.Nothing(var reason) -> reason;
    };
  }
}
