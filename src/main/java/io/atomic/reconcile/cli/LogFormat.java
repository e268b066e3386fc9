package io.atomic.reconcile.cli;

import io.atomic.reconcile.model.Printable;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.logging.ConsoleHandler;
import java.util.logging.Formatter;
import java.util.logging.Level;
import java.util.logging.LogManager;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * How the log of libraries looks on standard error; this program itself says what it has to say in
 * reports.
 *
 * <p>For people a line is {@code level: message}. For the journal it is {@code <n>message}, with a
 * priority for each line and no time, which the journal knows better.
 */
final class LogFormat extends Formatter {
  /**
   * Where docker-java logs each request. Held, since the log manager forgets a logger, and its
   * level, that nobody holds on to.
   */
  private static final Logger REQUESTS = Logger.getLogger("com.github.dockerjava.core.exec");

  private static final Pattern REQUEST = Pattern.compile("(?:GET|HEAD|POST|PUT|DELETE): .*");

  private static final String DESCRIPTOR = "/proc/self/fd/2";

  private final boolean journal;
  private final boolean stackTraces;

  LogFormat(boolean journal, boolean stackTraces) {
    this.journal = journal;
    this.stackTraces = stackTraces;
  }

  /**
   * Makes all logging of this process look so.
   *
   * @param verbose whether the requests to the engine are wanted, and stack traces. Not all that
   *     docker-java could log: what it sends and gets holds secrets.
   */
  static void install(boolean verbose) {
    LogManager.getLogManager().reset();
    var handler = new ConsoleHandler();
    handler.setFormatter(new LogFormat(isJournal(), verbose));
    handler.setLevel(Level.ALL);
    handler.setFilter(LogFormat::isFitToShow);
    var root = Logger.getLogger("");
    root.setLevel(verbose ? Level.INFO : Level.WARNING);
    root.addHandler(handler);
    REQUESTS.setLevel(verbose ? Level.ALL : null);
  }

  /** Of what is logged for debugging only the lines that name a request; never its content. */
  static boolean isFitToShow(LogRecord event) {
    return event.getLevel().intValue() >= Level.INFO.intValue()
        || REQUEST.matcher(event.getMessage()).matches();
  }

  /** Whether standard error leads to the journal: what systemd says, unless redirected since. */
  static boolean isJournal() {
    var stream = System.getenv("JOURNAL_STREAM");
    if (stream == null || stream.isEmpty()) {
      return false;
    }
    try {
      var file = Files.readAttributes(Path.of(DESCRIPTOR), "unix:dev,ino");
      return stream.equals(file.get("dev") + ":" + file.get("ino"));
    } catch (IOException | UnsupportedOperationException _) {
      return false;
    }
  }

  @Override
  public String format(LogRecord event) {
    return lines(formatMessage(event), event.getThrown()).stream()
        .map(line -> prefix(event.getLevel()) + line + "\n")
        .collect(Collectors.joining());
  }

  private List<String> lines(String message, @Nullable Throwable thrown) {
    var text = message;
    if (thrown != null && stackTraces) {
      text += "\n" + Console.trace(thrown);
    } else if (thrown != null) {
      text += ": " + thrown;
    }
    // What the engine has answered may stand in it, and must not steer a terminal.
    return text.lines().map(Printable::lines).filter(line -> !line.isBlank()).toList();
  }

  private String prefix(Level level) {
    var severity = Severity.of(level);
    return journal
        ? "<" + severity.priority + ">"
        : severity.name().toLowerCase(Locale.ROOT) + ": ";
  }

  /** The levels as people and syslog know them. */
  private enum Severity {
    ERROR(3),
    WARNING(4),
    INFO(6),
    DEBUG(7);

    private final int priority;

    Severity(int priority) {
      this.priority = priority;
    }

    static Severity of(Level level) {
      if (level.intValue() >= Level.SEVERE.intValue()) {
        return ERROR;
      }
      if (level.intValue() >= Level.WARNING.intValue()) {
        return WARNING;
      }
      return level.intValue() >= Level.INFO.intValue() ? INFO : DEBUG;
    }
  }
}
