package io.atomic.reconcile.cli;

import io.atomic.reconcile.cli.LogLine.Severity;
import io.atomic.reconcile.cycle.EffectException;
import io.atomic.reconcile.cycle.Progress;
import io.atomic.reconcile.model.Kind;
import io.atomic.reconcile.model.Printable;
import io.atomic.reconcile.model.Problem;
import io.atomic.reconcile.model.ResourceId;
import io.atomic.reconcile.plan.Step;
import io.atomic.reconcile.report.Format;
import io.atomic.reconcile.report.PlanText;
import io.atomic.reconcile.report.ProblemText;
import io.atomic.reconcile.report.ProgressText;
import io.atomic.reconcile.report.ShownProgress;
import io.atomic.reconcile.report.Style;
import java.io.OutputStream;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.Collection;
import java.util.List;
import java.util.Objects;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** Results on standard output, progress and problems on standard error. */
final class Console {
  /** Progress that nobody sees. */
  static final Progress SILENCE =
      new ProgressText(
          new PrintStream(OutputStream.nullOutputStream()), Style.PLAIN, false, Terminal.width());

  private final CommonOptions options;
  private final boolean terminal = Terminal.isInteractive();
  private final LogStyle log;
  private final PrintStream err;
  private final @Nullable String run;

  Console(CommonOptions options) {
    this(options, LogStyle.of(options.logFormat), Objects.requireNonNull(System.err), null);
    LogFormat.install(log, options.verbose);
  }

  /**
   * The same, without a word of how libraries log.
   *
   * @param err standard error
   * @param run that everything is about; null = none
   */
  Console(CommonOptions options, LogStyle log, PrintStream err, @Nullable String run) {
    this.options = options;
    this.log = log;
    this.err = err;
    this.run = run;
  }

  /** The same, for what is about that run: what is logged through it bears the run's ID. */
  Console in(String runId) {
    return new Console(options, log, err, runId);
  }

  boolean isText() {
    return options.format() == Format.TEXT;
  }

  Style style() {
    return options.style(terminal);
  }

  PlanText.Detail detail() {
    return options.verbose ? PlanText.Detail.WHOLE : PlanText.Detail.BRIEF;
  }

  ShownProgress progress() {
    if (log != LogStyle.TEXT) {
      return new LogProgress(options.quiet ? _ -> {} : this::log);
    }
    var out = options.quiet ? new PrintStream(OutputStream.nullOutputStream()) : err;
    return new ProgressText(out, style(), Terminal.isLive() && !options.quiet, Terminal.width());
  }

  private void log(LogLine line) {
    err.print(log.lines(inRun(line)));
    err.flush();
  }

  private LogLine inRun(LogLine line) {
    return new LogLine(line.severity(), line.message(), run, line.app(), line.step());
  }

  /**
   * A line that a label command has printed, for whoever ran it by hand.
   *
   * @param text fit to be shown
   */
  void commandSays(Step step, String text) {
    var line = new LogLine(Severity.INFO, text, null, app(step.resource()), step.id());
    if (isText()) {
      write(LogStyle.ofOutput().lines(line));
    } else {
      // Standard output is one document.
      log(line);
    }
  }

  /** A result for people, made by the renderers with this {@link #style}. */
  void print(String text) {
    write(style().printed(text));
  }

  void print(JsonNode json) {
    write(options.format().render(() -> "", () -> json));
  }

  /** A result in the format that was asked for, to be shown now or later. */
  String rendered(Supplier<String> text, Supplier<JsonNode> json) {
    return options.format().render(() -> style().printed(text.get()), json);
  }

  /** Shows what was rendered. */
  void show(String rendered) {
    write(rendered);
  }

  private static void write(String text) {
    System.out.print(text);
    System.out.flush();
  }

  /** A line of the log of a process that goes on. */
  void says(String message) {
    logs(Severity.INFO, null, Printable.line(message) + "\n");
  }

  /** In which texts of the log are rendered. */
  Style logStyle() {
    return log == LogStyle.TEXT ? style() : Style.PLAIN;
  }

  /**
   * A text in the log of a process that goes on, rendered in {@link #logStyle}: an entry for each
   * of its lines. {@code --quiet} leaves what is wrong.
   *
   * @param about null = nothing in particular
   */
  void logs(Severity severity, @Nullable ResourceId about, String text) {
    if (options.quiet && severity == Severity.INFO) {
      return;
    }
    var printed = logStyle().printed(text);
    switch (log) {
      case TEXT -> {
        err.print(printed);
        err.flush();
      }
      case JOURNAL, JSON ->
          printed
              .lines()
              .filter(line -> !line.isBlank())
              .forEach(line -> log(new LogLine(severity, line, null, app(about), null)));
    }
  }

  private void complain(Problem problem) {
    switch (log) {
      case TEXT -> err.println(style().printed(ProblemText.of(problem, style())));
      case JOURNAL -> log(line(problem, ProblemText.of(problem, Style.PLAIN)));
      case JSON -> log(line(problem, problem.toString()));
    }
  }

  private static LogLine line(Problem problem, String text) {
    return new LogLine(
        severity(problem), Style.PLAIN.printed(text), null, app(problem.resource()), null);
  }

  private static @Nullable String app(@Nullable ResourceId about) {
    return about != null && about.kind() == Kind.APP ? about.name() : null;
  }

  /** Everything but notices, which {@code --quiet} keeps quiet. */
  void problems(Collection<Problem> problems) {
    for (var problem : problems) {
      if (!options.quiet || problem.severity() != Problem.Severity.NOTICE) {
        complain(problem);
      }
    }
  }

  private static Severity severity(Problem problem) {
    return switch (problem.severity()) {
      case ERROR -> Severity.ERROR;
      case WARNING -> Severity.WARNING;
      case NOTICE -> Severity.NOTICE;
    };
  }

  void problem(EffectException e) {
    problems(List.of(new Problem(Problem.Severity.ERROR, null, null, e.message(), e.remedy())));
    if (options.verbose) {
      log(new LogLine(Severity.DEBUG, style().printed(trace(e)), null, null, null));
    }
  }

  void error(String message) {
    problems(List.of(new Problem(Problem.Severity.ERROR, null, null, message, null)));
  }

  /**
   * Something to look at that failed nothing.
   *
   * @param remedy null = none is known
   */
  void warns(String message, @Nullable String remedy) {
    problems(List.of(new Problem(Problem.Severity.WARNING, null, null, message, remedy)));
  }

  /** Where something went wrong in this program, for those who repair it. */
  static String trace(Throwable thrown) {
    var trace = new StringWriter();
    thrown.printStackTrace(new PrintWriter(trace, true));
    return trace.toString();
  }

  boolean confirms(String question) throws InterruptedException {
    return Terminal.confirms(Objects.requireNonNull(System.out), Printable.line(question));
  }
}
