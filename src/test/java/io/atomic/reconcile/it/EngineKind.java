package io.atomic.reconcile.it;

import java.util.List;
import java.util.Locale;

/** The engines that everything must work on. */
enum EngineKind {
  DOCKER,
  PODMAN;

  /** The words by which the engine's command line talks to a socket. */
  List<String> commandLine(String socketUrl) {
    return switch (this) {
      case DOCKER -> List.of("docker", "-H", socketUrl);
      case PODMAN -> List.of("podman", "--url", socketUrl);
    };
  }

  EngineKind other() {
    return this == DOCKER ? PODMAN : DOCKER;
  }

  /** Where {@link TestServers} says that its socket is. */
  String variable() {
    return "ATOMIC_IT_" + name();
  }

  @Override
  public String toString() {
    return name().toLowerCase(Locale.ROOT);
  }
}
