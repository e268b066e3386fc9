package io.atomic.reconcile.cli;

import io.atomic.reconcile.manifest.WrittenPlace;
import io.atomic.reconcile.model.Declared;
import io.atomic.reconcile.model.Desired;
import io.atomic.reconcile.model.Problem;
import io.atomic.reconcile.model.Resource;
import io.atomic.reconcile.policy.Windows;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Holds the windows that manifests name against those that the settings have. */
final class NamedWindows {
  private static final List<String> REBOOT = List.of("spec", "reboot", "window");
  private static final List<String> UPDATE = List.of("spec", "update", "window");

  private final Windows windows;
  private final List<Problem> problems = new ArrayList<>();

  private NamedWindows(Windows windows) {
    this.windows = windows;
  }

  /** The same; a manifest is invalid that names a window that there is not. */
  static Desired in(Desired read, Windows windows) {
    var named = new NamedWindows(windows);
    for (var app : read.apps().values()) {
      named.check(app, UPDATE, app.resource().spec().update().window());
    }
    var host = read.host();
    if (host != null) {
      named.check(host, UPDATE, host.resource().spec().update().window());
      named.check(host, REBOOT, host.resource().spec().reboot().window());
    }
    return named.problems.isEmpty() ? read : read.with(named.problems);
  }

  private void check(
      Declared<? extends Resource> declared, List<String> field, @Nullable String name) {
    if (name == null || windows.has(name)) {
      return;
    }
    var place = declared.place();
    problems.add(
        new Problem(
            Problem.Severity.ERROR,
            declared.resource().id(),
            place == null ? null : WrittenPlace.of(place, field, -1),
            "%s is '%s', a window that the settings do not have"
                .formatted(String.join(".", field), name),
            windows.names().isEmpty()
                ? "describe it in them, below 'windows'"
                : "they have " + String.join(", ", windows.names())));
  }
}
