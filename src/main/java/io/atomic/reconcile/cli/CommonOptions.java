package io.atomic.reconcile.cli;

import io.atomic.reconcile.report.Format;
import io.atomic.reconcile.report.Style;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** Options that every verb has; each can be set in the environment as well. */
@SuppressWarnings("NullAway.Init") // picocli fills the fields in
class CommonOptions {
  /** As in the settings. */
  private static final int MOST_PARALLEL = 64;

  @Spec(Spec.Target.MIXEE)
  CommandSpec spec;

  @Option(
      names = "--manifest-dir",
      paramLabel = "DIR",
      description = {
        "Read manifests from DIR instead of /usr/lib/atomic.d, /run/atomic.d and /etc/atomic.d.",
        "Repeatable: later directories override earlier ones. [ATOMIC_MANIFEST_DIR]"
      })
  List<Path> manifestDirectories = new ArrayList<>();

  @Option(
      names = "--state-dir",
      paramLabel = "DIR",
      defaultValue = "${env:ATOMIC_STATE_DIR}",
      description = "Keep the record in DIR instead of /var/lib/atomic. [ATOMIC_STATE_DIR]")
  @Nullable Path stateDirectory;

  @Option(
      names = "--root",
      paramLabel = "DIR",
      defaultValue = "${env:ATOMIC_ROOT}",
      description = "Put DIR before every host path, for tests and image builds. [ATOMIC_ROOT]")
  @Nullable Path root;

  @Option(
      names = "--settings",
      paramLabel = "FILE",
      defaultValue = "${env:ATOMIC_SETTINGS}",
      description =
          "Read settings from FILE instead of /etc/atomic/reconcile.yaml. [ATOMIC_SETTINGS]")
  @Nullable Path settings;

  @Option(
      names = "--engine",
      paramLabel = "SOCKET",
      defaultValue = "${env:ATOMIC_ENGINE}",
      description =
          "Unix socket of the container engine, as a path or unix:// URL. [ATOMIC_ENGINE]")
  @Nullable String engine;

  @Option(
      names = "--parallelism",
      paramLabel = "N",
      defaultValue = "${env:ATOMIC_PARALLELISM}",
      description = "Work on at most N apps at a time. [ATOMIC_PARALLELISM]")
  void parallelism(@Nullable Integer apps) {
    if (apps != null && (apps < 1 || apps > MOST_PARALLEL)) {
      throw new ParameterException(
          spec.commandLine(),
          "--parallelism is %d, but must be 1 to %d".formatted(apps, MOST_PARALLEL));
    }
    parallelism = apps;
  }

  @Nullable Integer parallelism;

  @Option(
      names = "--timeout",
      paramLabel = "DURATION",
      converter = DurationConverter.class,
      defaultValue = "${env:ATOMIC_TIMEOUT}",
      description = "End the run after DURATION, such as 30m. [ATOMIC_TIMEOUT]")
  @Nullable Duration timeout;

  @Option(
      names = "--lock-timeout",
      paramLabel = "DURATION",
      converter = DurationConverter.class,
      defaultValue = "${env:ATOMIC_LOCK_TIMEOUT:-60s}",
      description =
          "Wait that long for another run to end (default: ${DEFAULT-VALUE})."
              + " [ATOMIC_LOCK_TIMEOUT]")
  Duration lockTimeout;

  @Option(
      names = "--color",
      paramLabel = "WHEN",
      defaultValue = "auto",
      description =
          "Use colours: ${COMPLETION-CANDIDATES} (default: ${DEFAULT-VALUE}; NO_COLOR is"
              + " respected).")
  ColourChoice colour;

  @Option(
      names = {"-q", "--quiet"},
      description = "Say nothing but results and problems.")
  boolean quiet;

  @Option(
      names = {"-v", "--verbose"},
      description = "Show what goes on underneath, and stack traces.")
  boolean verbose;

  @Option(
      names = "--log-format",
      paramLabel = "FORMAT",
      defaultValue = "${env:ATOMIC_LOG_FORMAT}",
      description =
          "Write what is said on standard error as text, or as one json object on each line."
              + " [ATOMIC_LOG_FORMAT]")
  LogStyle.@Nullable Choice logFormat;

  /** {@code --color}. */
  enum ColourChoice {
    auto,
    always,
    never
  }

  /** How results are printed. */
  Format format() {
    return Format.TEXT;
  }

  /** As named, or as the environment names them, separated by colons; none = the usual ones. */
  List<Path> manifestDirectories() {
    var variable = System.getenv("ATOMIC_MANIFEST_DIR");
    if (!manifestDirectories.isEmpty() || variable == null || variable.isBlank()) {
      return manifestDirectories;
    }
    return Pattern.compile(":").splitAsStream(variable).map(Path::of).toList();
  }

  Path rootOrDefault() {
    return (root == null ? Path.of("/") : root).toAbsolutePath().normalize();
  }

  Path stateOrDefault() {
    return stateDirectory == null
        ? rootOrDefault().resolve("var/lib/atomic")
        : stateDirectory.toAbsolutePath().normalize();
  }

  Style style(boolean terminal) {
    var coloured =
        switch (colour) {
          case always -> true;
          case never -> false;
          case auto -> {
            var noColour = System.getenv("NO_COLOR");
            yield terminal && (noColour == null || noColour.isEmpty());
          }
        };
    return coloured ? Style.COLOURED : Style.PLAIN;
  }
}
