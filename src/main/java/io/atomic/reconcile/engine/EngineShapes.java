package io.atomic.reconcile.engine;

import com.github.dockerjava.api.command.InspectVolumeResponse;
import com.github.dockerjava.api.model.ContainerMount;
import com.github.dockerjava.api.model.Version;
import io.atomic.reconcile.model.Container;
import io.atomic.reconcile.model.Container.Status;
import io.atomic.reconcile.model.Image;
import io.atomic.reconcile.model.Observed.EngineKind;
import io.atomic.reconcile.model.Volume;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** The engines' answers in our terms; what docker and podman spell differently ends here. */
final class EngineShapes {
  private static final Pattern EXITED = Pattern.compile("Exited \\((-?\\d+)\\).*", Pattern.DOTALL);
  private static final Pattern HEALTH =
      Pattern.compile(".*\\((?:health: )?([a-z]+)\\)", Pattern.DOTALL);

  private static final String SHA = "sha256:";

  private EngineShapes() {}

  static Container container(com.github.dockerjava.api.model.Container listed) {
    var status = status(listed.getState());
    return new Container(
        listed.getId(),
        name(listed.getNames()),
        imageId(listed.getImageId()),
        Instant.ofEpochSecond(listed.getCreated() == null ? 0 : listed.getCreated()),
        status,
        status == Status.EXITED ? exitCode(listed.getStatus()) : null,
        labels(listed.getLabels()),
        status == Status.RUNNING ? healthAtEndOf(listed.getStatus()) : null,
        volumes(listed.getMounts()),
        null);
  }

  /** Only volumes have a name, be it one that the engine has thought out. */
  private static SortedSet<String> volumes(@Nullable List<ContainerMount> mounts) {
    var names = new TreeSet<String>();
    for (var mount : mounts == null ? List.<ContainerMount>of() : mounts) {
      if (mount.getName() != null && !mount.getName().isEmpty()) {
        names.add(mount.getName());
      }
    }
    return names;
  }

  static Image image(com.github.dockerjava.api.model.Image listed) {
    return new Image(
        imageId(listed.getId()),
        list(listed.getRepoTags()),
        list(listed.getRepoDigests()),
        labels(listed.getLabels()));
  }

  static Volume volume(InspectVolumeResponse seen) {
    return new Volume(
        Objects.requireNonNullElse(seen.getName(), ""),
        Objects.requireNonNullElse(seen.getDriver(), ""),
        labels(seen.getOptions()));
  }

  static EngineKind kind(Version version) {
    var components = version.getComponents();
    var podman =
        components != null
            && components.stream()
                .anyMatch(component ->
                    component.getName() != null
                        && component.getName().toLowerCase(Locale.ROOT).contains("podman"));
    return podman ? EngineKind.PODMAN : EngineKind.DOCKER;
  }

  /** Podman lists some IDs without the algorithm. */
  static String imageId(@Nullable String id) {
    if (id == null) {
      return "";
    }
    return id.startsWith(SHA) ? id : SHA + id;
  }

  private static String name(String @Nullable [] names) {
    if (names == null || names.length == 0) {
      return "";
    }
    // Docker lists links to other containers as /OTHER/ALIAS beside the name of its own.
    for (var name : names) {
      if (name.indexOf('/', 1) < 0) {
        return name.startsWith("/") ? name.substring(1) : name;
      }
    }
    return names[0];
  }

  static Status status(@Nullable String state) {
    return switch (state == null ? "" : state.toLowerCase(Locale.ROOT)) {
      case "running" -> Status.RUNNING;
      case "paused" -> Status.PAUSED;
      case "restarting" -> Status.RESTARTING;
      // Podman's `stopping` is a container on its way out, like one being removed.
      case "removing", "stopping" -> Status.REMOVING;
      case "dead" -> Status.DEAD;
      case "created", "configured", "initialized" -> Status.CREATED;
      default -> Status.EXITED;
    };
  }

  private static @Nullable Integer exitCode(@Nullable String status) {
    var matcher = EXITED.matcher(status == null ? "" : status);
    return matcher.matches() ? Integer.valueOf(matcher.group(1)) : null;
  }

  /** A list tells it in words only: {@code Up 5 seconds (healthy)}; podman does since version 5. */
  static Container.@Nullable Health healthAtEndOf(@Nullable String status) {
    var matcher = HEALTH.matcher(status == null ? "" : status);
    return matcher.matches() ? health(matcher.group(1)) : null;
  }

  /** Null = it is no word for the outcome of a HEALTHCHECK. */
  static Container.@Nullable Health health(String word) {
    return switch (word) {
      case "starting" -> Container.Health.STARTING;
      case "healthy" -> Container.Health.HEALTHY;
      case "unhealthy" -> Container.Health.UNHEALTHY;
      default -> null;
    };
  }

  private static List<String> list(String @Nullable [] values) {
    return values == null ? List.of() : List.of(values);
  }

  private static SortedMap<String, String> labels(@Nullable Map<String, String> labels) {
    return labels == null ? new TreeMap<>() : new TreeMap<>(labels);
  }
}
