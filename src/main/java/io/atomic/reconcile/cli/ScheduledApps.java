package io.atomic.reconcile.cli;

import io.atomic.reconcile.manifest.SettingsFiles;
import io.atomic.reconcile.model.Desired;
import io.atomic.reconcile.model.Problem;
import io.atomic.reconcile.model.ResourceId;
import java.util.List;

/** Holds the apps that the settings' schedule names against those that manifests declare. */
final class ScheduledApps {
  private ScheduledApps() {}

  /** A warning for each that no manifest declares. */
  static List<Problem> undeclared(SettingsFiles.Loaded settings, Desired desired) {
    if (!desired.named() || desired.source() instanceof Desired.Source.Unreadable) {
      // What cannot be read may declare it.
      return List.of();
    }
    return settings.settings().schedules().apps().keySet().stream()
        .filter(app ->
            !desired.apps().containsKey(app) && !desired.invalid().contains(ResourceId.app(app)))
        .map(app -> warning(settings, app))
        .toList();
  }

  private static Problem warning(SettingsFiles.Loaded settings, String app) {
    var setting = "schedule.apps." + app;
    return new Problem(
        Problem.Severity.WARNING,
        null,
        settings.places().get(setting),
        "%s has no effect: no manifest declares an app '%s'".formatted(setting, app),
        "name one that is declared, or take it out");
  }
}
