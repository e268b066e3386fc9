package io.atomic.reconcile.engine;

import io.atomic.reconcile.model.Observed.EngineKind;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/** The engine's command line and how it is told which socket to use. */
public final class EngineCommandLine {
  private EngineCommandLine() {}

  /**
   * The words that stand for {@code docker} or {@code podman} in label commands.
   *
   * @param configured words from the settings; empty = the engine's own program
   */
  public static Map<EngineKind, List<String>> words(
      EngineSocket.Search search, List<String> configured) {
    var words = new EnumMap<EngineKind, List<String>>(EngineKind.class);
    for (var kind : EngineKind.values()) {
      words.put(kind, configured.isEmpty() ? words(search, kind) : configured);
    }
    return words;
  }

  /** The words that start podman, whatever the engine is. */
  public static List<String> podman(EngineSocket.Search search, List<String> configured) {
    return configured.isEmpty() ? words(search, EngineKind.PODMAN) : configured;
  }

  private static List<String> words(EngineSocket.Search search, EngineKind kind) {
    var program = kind == EngineKind.PODMAN ? "podman" : "docker";
    if (!(search instanceof EngineSocket.Search.Found(var socket))) {
      return List.of(program);
    }
    return switch (kind) {
      case DOCKER ->
          socket.isDockerDefault() ? List.of(program) : List.of(program, "-H", socket.url());
      // Without it, podman works on its own, beside the service that we look at.
      case PODMAN -> List.of(program, "--url", socket.url());
    };
  }

  /** Variables by which a label command that is not the engine's finds the same engine. */
  public static SortedMap<String, String> environment(EngineSocket.Search search) {
    var environment = new TreeMap<String, String>();
    if (search instanceof EngineSocket.Search.Found(var socket)) {
      environment.put("DOCKER_HOST", socket.url());
      environment.put("CONTAINER_HOST", socket.url());
    }
    return environment;
  }
}
