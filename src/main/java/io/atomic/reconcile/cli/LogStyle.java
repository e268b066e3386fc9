package io.atomic.reconcile.cli;

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
    return LogFormat.isJournal() ? JOURNAL : TEXT;
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
