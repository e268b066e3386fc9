package io.atomic.reconcile.cli;

import io.atomic.reconcile.cycle.EffectException;
import io.atomic.reconcile.cycle.Progress;
import io.atomic.reconcile.model.Problem;
import io.atomic.reconcile.report.Format;
import io.atomic.reconcile.report.PlanText;
import io.atomic.reconcile.report.ProblemText;
import io.atomic.reconcile.report.ProgressText;
import io.atomic.reconcile.report.Style;
import java.io.OutputStream;
import java.io.PrintStream;
import java.util.Collection;
import java.util.Objects;
import tools.jackson.databind.JsonNode;

/** Results on standard output, progress and problems on standard error. */
final class Console {
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

  /** Progress that nobody sees. */
  Progress silence() {
    var nowhere = new PrintStream(OutputStream.nullOutputStream());
    return new ProgressText(nowhere, Style.PLAIN, false, Terminal.width());
  }

  ProgressText progress() {
    var out = options.quiet ? new PrintStream(OutputStream.nullOutputStream()) : System.err;
    return new ProgressText(out, style(), Terminal.isLive() && !options.quiet, Terminal.width());
  }

  void print(String text) {
    System.out.print(text);
    System.out.flush();
  }

  void print(JsonNode json) {
    print(options.output.render(() -> "", () -> json));
  }

  /** Everything but notices, which {@code --quiet} keeps quiet. */
  void problems(Collection<Problem> problems) {
    for (var problem : problems) {
      if (!options.quiet || problem.severity() != Problem.Severity.NOTICE) {
        System.err.println(ProblemText.of(problem, style()));
      }
    }
  }

  void problem(EffectException e) {
    problems(
        java.util.List.of(
            new Problem(Problem.Severity.ERROR, null, null, e.message(), e.remedy())));
    if (options.verbose) {
      e.printStackTrace(System.err);
    }
  }

  void error(String message) {
    System.err.println(
        ProblemText.of(new Problem(Problem.Severity.ERROR, null, null, message, null), style()));
  }

  boolean confirms(String question) throws InterruptedException {
    return Terminal.confirms(Objects.requireNonNull(System.out), question);
  }
}
