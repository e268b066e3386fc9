package io.atomic.reconcile.cli;

import io.atomic.reconcile.manifest.WrittenPlace;
import io.atomic.reconcile.model.Desired;
import io.atomic.reconcile.model.Problem;
import io.atomic.reconcile.policy.Windows;
import java.util.List;

/** Holds the windows that manifests name against those that the settings have. */
final class NamedWindows {
  private static final List<String> REBOOT_WINDOW = List.of("spec", "reboot", "window");

  private NamedWindows() {}

  /** The same; a manifest is invalid that names a window that there is not. */
  static Desired in(Desired read, Windows windows) {
    var host = read.host();
    var name = host == null ? null : host.resource().spec().reboot().window();
    if (host == null || name == null || windows.has(name)) {
      return read;
    }
    var place = host.place();
    return read.with(
        List.of(
            new Problem(
                Problem.Severity.ERROR,
                host.resource().id(),
                place == null ? null : WrittenPlace.of(place, REBOOT_WINDOW, -1),
                "spec.reboot.window is '%s', a window that the settings do not have"
                    .formatted(name),
                windows.names().isEmpty()
                    ? "describe it in them, below 'windows'"
                    : "they have " + String.join(", ", windows.names()))));
  }
}
