package io.atomic.reconcile.cli;

import io.atomic.reconcile.manifest.Settings;
import io.atomic.reconcile.policy.MassDeletion;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Options that lift guards against removing by accident, and against disturbing at a bad time. */
final class GuardOptions {
  static final String PURGE_DATA = "--purge-data";
  static final String PURGE_DATA_MEANING =
      "Where an app is removed whose manifest says 'purgeData: true', remove its directories and"
          + " volumes with all that is in them.";

  @Option(
      names = "--allow-empty",
      description = "Having not one manifest is meant, although apps are recorded.")
  boolean allowEmpty;

  @Option(
      names = "--max-delete",
      paramLabel = "N",
      description = "Up to N apps may be removed because their manifests are gone.")
  @Nullable Integer maxDelete;

  @Option(names = PURGE_DATA, description = PURGE_DATA_MEANING)
  boolean purgeData;

  @Option(
      names = "--ignore-window",
      description =
          "Windows that are closed count as open, those of reboots included; it is noted.")
  boolean ignoreWindow;

  Wiring wiring(CommonOptions options, Settings settings) {
    return new Wiring(options, settings, purgeData, ignoreWindow);
  }

  MassDeletion massDeletion() {
    return new MassDeletion(allowEmpty, maxDelete);
  }
}
