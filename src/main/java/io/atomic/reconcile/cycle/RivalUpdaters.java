package io.atomic.reconcile.cycle;

import io.atomic.reconcile.cycle.Diagnosis.Subject;
import io.atomic.reconcile.model.Container;
import io.atomic.reconcile.model.Image;
import io.atomic.reconcile.model.OsView;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * Judges who else starts or replaces containers of ours, or updates the host: each would undo what
 * the other does.
 */
final class RivalUpdaters {
  /** What podman replaces when its timer runs, unless it says {@code disabled}. */
  private static final String PODMAN_LABEL = "io.containers.autoupdate";

  private static final String WATCHTOWER_LABEL = "com.centurylinklabs.watchtower";
  private static final String WATCHTOWER_ENABLE = WATCHTOWER_LABEL + ".enable";

  /** Images that replace other containers; those that only tell of updates do no harm. */
  private static final Pattern UPDATER =
      Pattern.compile("(^|.*[/_-])(watchtower|ouroboros|wud|whats-up-docker)([:@_-].*|$)");

  private final Symptoms symptoms;
  private final List<Container> own;
  private final List<Diagnosis> found = new ArrayList<>();

  RivalUpdaters(Symptoms symptoms) {
    this.symptoms = symptoms;
    this.own = symptoms.ownContainers();
  }

  List<Diagnosis> diagnose() {
    podman();
    updaters();
    quadlets();
    host();
    if (found.isEmpty()) {
      found.add(
          Diagnosis.ok(
              Subject.RIVALS,
              symptoms.hostSpec() == null
                  ? "nobody else updates the apps"
                  : "nobody else updates the apps or the host"));
    }
    return found;
  }

  private void podman() {
    var updated =
        own.stream()
            .filter(container -> {
              var policy = container.labels().getOrDefault(PODMAN_LABEL, "disabled");
              return !policy.isBlank() && !policy.equals("disabled");
            })
            .toList();
    if (!updated.isEmpty() && symptoms.autoUpdate().isOn()) {
      found.add(
          Diagnosis.problem(
              Subject.RIVALS,
              "%s is on, and %s the label '%s'"
                  .formatted(Symptoms.AUTO_UPDATE, bear(updated), PODMAN_LABEL),
              "systemctl disable --now " + Symptoms.AUTO_UPDATE));
    }
  }

  private void updaters() {
    if (!(symptoms.engine() instanceof Told.Known<EngineVitals.Seen>(var seen))) {
      return;
    }
    var running =
        seen.view().containers().stream()
            .filter(container ->
                container.status() == Container.Status.RUNNING
                    && isUpdater(container, seen.view().images()))
            .toList();
    for (var updater : running) {
      var touched =
          own.stream()
              .filter(container ->
                  !container.id().equals(updater.id())
                      && !container.labels().getOrDefault(WATCHTOWER_ENABLE, "").equals("false"))
              .toList();
      var stop = String.join(" ", seen.command()) + " stop " + updater.name();
      found.add(
          touched.isEmpty()
              ? Diagnosis.warning(
                  Subject.RIVALS,
                  "container '%s' updates containers, though none of an app"
                      .formatted(updater.name()),
                  stop)
              : Diagnosis.problem(
                  Subject.RIVALS,
                  "container '%s' updates containers, %s among them"
                      .formatted(updater.name(), named(touched)),
                  stop));
    }
    if (running.isEmpty()) {
      invited();
    }
  }

  /** No watchtower runs now; should one come, it takes what asks for it. */
  private void invited() {
    var inviting =
        own.stream()
            .filter(container ->
                container.labels().getOrDefault(WATCHTOWER_ENABLE, "false").equals("true"))
            .toList();
    if (!inviting.isEmpty()) {
      found.add(
          Diagnosis.warning(
              Subject.RIVALS,
              "%s the label '%s=true', though no watchtower runs"
                  .formatted(bear(inviting), WATCHTOWER_ENABLE),
              "take it from the image or the manifest, or say false"));
    }
  }

  private static boolean isUpdater(Container container, List<Image> images) {
    return container.labels().getOrDefault(WATCHTOWER_LABEL, "").equals("true")
        || images.stream()
            .filter(image -> image.id().equals(container.imageId()))
            .flatMap(image -> image.tags().stream())
            .anyMatch(tag -> UPDATER.matcher(tag).matches());
  }

  private void quadlets() {
    var names = new TreeSet<>(symptoms.apps());
    own.forEach(container -> names.add(container.name()));
    symptoms
        .quadlets()
        .forEach((file, container) -> {
          if (names.contains(container)) {
            found.add(
                Diagnosis.problem(
                    Subject.RIVALS,
                    "'%s' makes a service of container '%s', which an app has as well"
                        .formatted(file, container),
                    "mv %s %s.off && systemctl daemon-reload".formatted(file, file)));
          }
        });
  }

  /** Who would stage or boot something else; a manifest may say that it knows. */
  private void host() {
    var spec = symptoms.hostSpec();
    if (spec == null || spec.bypassDriver() || !(symptoms.os() instanceof OsView.Seen seen)) {
      return;
    }
    var driver = seen.driver();
    if (driver != null) {
      var unit = driver.unit();
      found.add(
          Diagnosis.problem(
              Subject.RIVALS,
              "%s%s drives the updates of the host"
                  .formatted(driver.name(), unit == null ? "" : " (" + unit + ")"),
              unit == null ? null : "systemctl disable --now " + unit));
    }
    for (var rival : seen.rivals()) {
      found.add(
          Diagnosis.problem(
              Subject.RIVALS,
              "%s is on, and %s by itself".formatted(rival.unit(), rival.does()),
              "systemctl disable --now " + rival.unit()));
    }
  }

  private static String bear(Collection<Container> containers) {
    return named(containers) + (containers.size() == 1 ? " bears" : " bear");
  }

  private static String named(Collection<Container> containers) {
    return containers.stream()
        .map(container -> "'" + container.name() + "'")
        .sorted()
        .collect(Collectors.joining(", "));
  }
}
