package io.atomic.reconcile.cli;

import static java.util.stream.Collectors.joining;

import io.atomic.reconcile.cli.LogLine.Severity;
import io.atomic.reconcile.model.Printable;
import java.util.List;
import java.util.logging.ConsoleHandler;
import java.util.logging.Formatter;
import java.util.logging.Level;
import java.util.logging.LogManager;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * How the log of libraries looks on standard error; this program itself says what it has to say in
 * reports and through {@link Console}, in the same style.
 */
final class LogFormat extends Formatter {
  /**
   * Where docker-java logs each request. Held, since the log manager forgets a logger, and its
   * level, that nobody holds on to.
   */
  private static final Logger REQUESTS = Logger.getLogger("com.github.dockerjava.core.exec");

  private static final Pattern REQUEST = Pattern.compile("(?:GET|HEAD|POST|PUT|DELETE): .*");

  private final LogStyle style;
  private final boolean stackTraces;

  LogFormat(LogStyle style, boolean stackTraces) {
    this.style = style;
    this.stackTraces = stackTraces;
  }

  /**
   * Makes all logging of this process look so.
   *
   * @param style of each line
   * @param verbose whether the requests to the engine are wanted, and stack traces. Not all that
   *     docker-java could log: what it sends and gets holds secrets.
   */
  static void install(LogStyle style, boolean verbose) {
    LogManager.getLogManager().reset();
    var handler = new ConsoleHandler();
    handler.setFormatter(new LogFormat(style, verbose));
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

  @Override
  public String format(LogRecord event) {
    var severity = severity(event.getLevel());
    var lines = lines(formatMessage(event), event.getThrown());
    return switch (style) {
      case TEXT ->
          lines.stream().map(line -> severity.word() + ": " + line + "\n").collect(joining());
      case JOURNAL, JSON ->
          style.lines(new LogLine(severity, String.join("\n", lines), null, null, null));
    };
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

  private static Severity severity(Level level) {
    if (level.intValue() >= Level.SEVERE.intValue()) {
      return Severity.ERROR;
    }
    if (level.intValue() >= Level.WARNING.intValue()) {
      return Severity.WARNING;
    }
    return level.intValue() >= Level.INFO.intValue() ? Severity.INFO : Severity.DEBUG;
  }
}
