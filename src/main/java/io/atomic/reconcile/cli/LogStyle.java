package io.atomic.reconcile.cli;

import io.atomic.reconcile.cli.LogLine.Severity;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.JsonNodeFactory;

/** How standard error is written. */
enum LogStyle {
  /** For people. */
  TEXT,
  /** {@code <n>message}: a priority for each line, and no time, which the journal knows better. */
  JOURNAL,
  /** One object on each line. */
  JSON;

  private static final String OUTPUT = "/proc/self/fd/1";
  private static final String ERROR = "/proc/self/fd/2";

  /** {@code --log-format}. */
  enum Choice {
    text,
    json
  }

  /**
   * What was asked for, for where standard error leads.
   *
   * @param choice null = nothing was asked for
   */
  static LogStyle of(@Nullable Choice choice) {
    if (choice == Choice.json) {
      return JSON;
    }
    return isJournal(ERROR) ? JOURNAL : TEXT;
  }

  /** How lines have to be written that go where results are expected. */
  static LogStyle ofOutput() {
    return isJournal(OUTPUT) ? JOURNAL : TEXT;
  }

  /** Whether a stream leads to the journal: what systemd says, unless redirected since. */
  private static boolean isJournal(String descriptor) {
    var stream = System.getenv("JOURNAL_STREAM");
    if (stream == null || stream.isEmpty()) {
      return false;
    }
    try {
      var file = Files.readAttributes(Path.of(descriptor), "unix:dev,ino");
      return stream.equals(file.get("dev") + ":" + file.get("ino"));
    } catch (IOException | UnsupportedOperationException _) {
      return false;
    }
  }

  /** An error that is about no file and no app, such as a typing mistake. */
  String error(String message) {
    // Programs have the level.
    var text = this == JSON ? message : "error: " + message;
    return lines(new LogLine(Severity.ERROR, text, null, null, null));
  }

  /** With a line end after each line. */
  String lines(LogLine line) {
    return switch (this) {
      case TEXT -> line.message() + "\n";
      case JOURNAL ->
          line.message()
              .lines()
              .map(one -> "<%d>%s\n".formatted(line.severity().priority(), one))
              .collect(Collectors.joining());
      case JSON -> json(line);
    };
  }

  private static String json(LogLine line) {
    var object =
        JsonNodeFactory.instance
            .objectNode()
            .put("ts", Instant.now().truncatedTo(ChronoUnit.MILLIS).toString())
            .put("level", line.severity().word())
            .put("msg", line.message());
    if (line.run() != null) {
      object.put("run", line.run());
    }
    if (line.app() != null) {
      object.put("app", line.app());
    }
    if (line.step() != null) {
      object.put("step", line.step());
    }
    return object + "\n";
  }
}
