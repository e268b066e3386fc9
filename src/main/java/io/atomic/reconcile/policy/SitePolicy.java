package io.atomic.reconcile.policy;

import io.atomic.reconcile.model.Grant;
import io.atomic.reconcile.model.ImageReference;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The most that this host's administrator lets manifests have.
 *
 * @param grants that manifests may give; null = all
 * @param registries registries, or beginnings of their repositories, that images may come from;
 *     null = anywhere
 */
public record SitePolicy(@Nullable List<Grant> grants, @Nullable List<String> registries) {
  /** Everything that a manifest says goes. */
  public static final SitePolicy OPEN = new SitePolicy(null, null);

  private static final String DOCKER_HUB = "docker.io";

  /** What engines may take for the ID of an image, which says nothing of where it is from. */
  private static final Pattern ID = Pattern.compile("(sha256:)?[0-9a-f]+");

  public SitePolicy {
    grants = grants == null ? null : List.copyOf(grants);
    registries = registries == null ? null : List.copyOf(registries);
  }

  /** Whether an image of that name may be used. */
  boolean allowsImage(String reference) {
    if (registries == null) {
      return true;
    }
    if (ID.matcher(reference).matches()) {
      return false;
    }
    try {
      var repository = repository(ImageReference.parse(reference));
      return registries.stream()
          .map(SitePolicy::prefix)
          .anyMatch(prefix -> repository.equals(prefix) || repository.startsWith(prefix + "/"));
    } catch (IllegalArgumentException _) {
      return false;
    }
  }

  /** In full, as the engines complete it: a name without a registry is one of Docker Hub. */
  private static String repository(ImageReference reference) {
    var registry =
        Objects.requireNonNullElse(reference.registry(), DOCKER_HUB).toLowerCase(Locale.ROOT);
    var name = reference.repository();
    var hub = registry.equals(DOCKER_HUB) || registry.equals("index.docker.io");
    return hub
        ? DOCKER_HUB + "/" + (name.contains("/") ? name : "library/" + name)
        : registry + "/" + name;
  }

  private static String prefix(String registry) {
    var end = registry.endsWith("/") ? registry.length() - 1 : registry.length();
    var slash = registry.indexOf('/');
    var host = registry.substring(0, slash < 0 ? end : slash).toLowerCase(Locale.ROOT);
    var rest = slash < 0 || slash >= end ? "" : registry.substring(slash, end);
    return (host.equals("index.docker.io") ? DOCKER_HUB : host) + rest;
  }
}
