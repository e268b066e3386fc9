package io.atomic.reconcile.cli;

import io.atomic.reconcile.cycle.EffectException;
import io.atomic.reconcile.cycle.Progress;
import io.atomic.reconcile.model.Printable;
import io.atomic.reconcile.model.Problem;
import io.atomic.reconcile.report.Format;
import io.atomic.reconcile.report.PlanText;
import io.atomic.reconcile.report.ProblemText;
import io.atomic.reconcile.report.ProgressText;
import io.atomic.reconcile.report.Style;
import java.io.OutputStream;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.Collection;
import java.util.List;
import java.util.Objects;
import tools.jackson.databind.JsonNode;

/** Results on standard output, progress and problems on standard error. */
final class Console {
  /** Progress that nobody sees. */
  static final Progress SILENCE =
      new ProgressText(
          new PrintStream(OutputStream.nullOutputStream()), Style.PLAIN, false, Terminal.width());

  private final GlobalOptions options;
  private final boolean terminal = Terminal.isInteractive();

  Console(GlobalOptions options) {
    this.options = options;
    LogFormat.install(options.verbose);
  }

  boolean isText() {
    return options.output == Format.TEXT;
  }

  Style style() {
    return options.style(terminal);
  }

  PlanText.Detail detail() {
    return options.verbose ? PlanText.Detail.WHOLE : PlanText.Detail.BRIEF;
  }

  ProgressText progress() {
    var out = options.quiet ? new PrintStream(OutputStream.nullOutputStream()) : System.err;
    return new ProgressText(out, style(), Terminal.isLive() && !options.quiet, Terminal.width());
  }

  /** A result for people, made by the renderers with this {@link #style}. */
  void print(String text) {
    write(style().printed(text));
  }

  void print(JsonNode json) {
    write(options.output.render(() -> "", () -> json));
  }

  private static void write(String text) {
    System.out.print(text);
    System.out.flush();
  }

  private void complain(String text) {
    System.err.println(style().printed(text));
  }

  /** Everything but notices, which {@code --quiet} keeps quiet. */
  void problems(Collection<Problem> problems) {
    for (var problem : problems) {
      if (!options.quiet || problem.severity() != Problem.Severity.NOTICE) {
        complain(ProblemText.of(problem, style()));
      }
    }
  }

  void problem(EffectException e) {
    problems(List.of(new Problem(Problem.Severity.ERROR, null, null, e.message(), e.remedy())));
    if (options.verbose) {
      complain(trace(e));
    }
  }

  void error(String message) {
    problems(List.of(new Problem(Problem.Severity.ERROR, null, null, message, null)));
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
