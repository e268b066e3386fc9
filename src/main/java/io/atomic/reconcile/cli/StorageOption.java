package io.atomic.reconcile.cli;

import io.atomic.reconcile.manifest.Settings;
import io.atomic.reconcile.model.Observed.EngineKind;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Which engine's images and containers are meant, as Project Atomic spelled it. */
final class StorageOption {
  @Option(
      names = "--storage",
      paramLabel = "ENGINE",
      description = "Use this engine where both are there: docker or podman.")
  @Nullable EngineKind kind;

  /** The settings with the engine that was asked for. */
  Settings over(Settings settings) {
    return kind == null
        ? settings
        : settings.withEngineKind(Settings.Engine.Kind.valueOf(kind.name()));
  }
}
