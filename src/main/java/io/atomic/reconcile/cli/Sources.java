package io.atomic.reconcile.cli;

import io.atomic.reconcile.cycle.ManifestChanges;
import io.atomic.reconcile.daemon.QuartzCalendar;
import io.atomic.reconcile.manifest.DirectoryChanges;
import io.atomic.reconcile.manifest.HostChecks;
import io.atomic.reconcile.manifest.ManifestDirectories;
import io.atomic.reconcile.manifest.Settings;
import io.atomic.reconcile.manifest.SettingsFiles;
import io.atomic.reconcile.manifest.Trust;
import io.atomic.reconcile.model.CronCalendar;
import io.atomic.reconcile.model.Desired;
import io.atomic.reconcile.policy.Windows;
import java.time.Clock;
import java.time.ZoneId;

/** The part of the wiring by which is read what people want: settings and manifests. */
final class Sources {
  /** There is one dialect of cron. */
  private static final CronCalendar CALENDAR = new QuartzCalendar(Clock.systemUTC());

  private Sources() {}

  static SettingsFiles.Loaded settings(CommonOptions options) {
    var trust = Trust.ofThisProcess();
    return (options.settings == null
            ? SettingsFiles.below(options.rootOrDefault(), trust, CALENDAR)
            : SettingsFiles.named(options.settings, trust, CALENDAR))
        .read();
  }

  static ManifestDirectories manifests(CommonOptions options) {
    var trust = Trust.ofThisProcess();
    var named = options.manifestDirectories();
    return named.isEmpty()
        ? ManifestDirectories.below(options.rootOrDefault(), trust)
        : ManifestDirectories.named(named, trust);
  }

  /** Changes of the manifests. */
  static ManifestChanges manifestChanges(CommonOptions options) {
    return new DirectoryChanges(manifests(options).directories());
  }

  /** The settings' windows, by the clock of this machine. */
  static Windows windows(Settings settings) {
    return new Windows(settings.windows(), ZoneId.systemDefault(), CALENDAR);
  }

  /** What the manifests say, held against what else there is on this host. */
  static Desired desired(CommonOptions options, Settings settings) {
    return NamedWindows.in(
        checked(CommandOverrides.in(manifests(options).read())), windows(settings));
  }

  /** The same for who only looks, also at settings that are wrong: what those have is not known. */
  static Desired desired(CommandOverrides read, SettingsFiles.Loaded settings) {
    return settings.hasErrors()
        ? checked(read)
        : NamedWindows.in(checked(read), windows(settings.settings()));
  }

  private static Desired checked(CommandOverrides read) {
    return HostChecks.in(read.desired());
  }
}
