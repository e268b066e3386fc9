package io.atomic.reconcile.engine;

import io.atomic.reconcile.model.Observed.EngineKind;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Where the engine listens.
 *
 * @param path of a Unix socket
 */
public record EngineSocket(Path path) {
  private static final String SCHEME = "unix://";

  /** Whether a socket was found, or why not. */
  public sealed interface Search {
    record Found(EngineSocket socket) implements Search {}

    record NotFound(String message, String remedy) implements Search {}
  }

  /**
   * Looks where engines listen: the one that was named, {@code DOCKER_HOST}, the system's docker
   * and podman, the user's own.
   *
   * @param named path or {@code unix://} URL; null = none was named
   * @param wanted which engine's places are looked at; null = all
   */
  public static Search find(
      @Nullable String named, @Nullable EngineKind wanted, Map<String, String> environment) {
    if (named != null) {
      return fromUrl(named, "--engine");
    }
    var dockerHost = wanted == EngineKind.PODMAN ? null : environment.get("DOCKER_HOST");
    if (dockerHost != null && !dockerHost.isBlank()) {
      return fromUrl(dockerHost, "DOCKER_HOST");
    }
    var places =
        usualPlaces(environment).stream()
            .filter(place -> wanted == null || place.endsWith(socketName(wanted)))
            .toList();
    for (var place : places) {
      if (Files.exists(place)) {
        return new Search.Found(new EngineSocket(place));
      }
    }
    return new Search.NotFound(
        "tried to find a container engine, but there is no socket at '%s'"
            .formatted(String.join("', '", places.stream().map(Path::toString).toList())),
        "start one (systemctl start docker, or systemctl start podman.socket), or name its socket"
            + " with --engine");
  }

  private static String socketName(EngineKind kind) {
    return switch (kind) {
      case DOCKER -> "docker.sock";
      case PODMAN -> "podman.sock";
    };
  }

  private static List<Path> usualPlaces(Map<String, String> environment) {
    var places = new ArrayList<Path>();
    places.add(Path.of("/run/docker.sock"));
    places.add(Path.of("/run/podman/podman.sock"));
    var runtime = environment.get("XDG_RUNTIME_DIR");
    if (runtime != null && !runtime.isBlank()) {
      places.add(Path.of(runtime, "docker.sock"));
      places.add(Path.of(runtime, "podman", "podman.sock"));
    }
    return places;
  }

  private static Search fromUrl(String text, String origin) {
    var path = text.startsWith(SCHEME) ? text.substring(SCHEME.length()) : text;
    if (!path.startsWith("/")) {
      return new Search.NotFound(
          "%s is '%s', but only Unix sockets on this host are supported".formatted(origin, text),
          "give an absolute path or unix:///path");
    }
    return new Search.Found(new EngineSocket(Path.of(path)));
  }

  String url() {
    return SCHEME + path;
  }

  /** Whether {@code docker} without options talks to it. */
  boolean isDockerDefault() {
    return path.equals(Path.of("/run/docker.sock")) || path.equals(Path.of("/var/run/docker.sock"));
  }
}
