package io.atomic.reconcile.cli;

import io.atomic.reconcile.label.CommandText;
import io.atomic.reconcile.label.CommandVariables;
import io.atomic.reconcile.label.CommandVariables.BuiltIn;
import io.atomic.reconcile.label.Finding;
import io.atomic.reconcile.label.LabelReading;
import io.atomic.reconcile.label.LabelRequest;
import io.atomic.reconcile.label.Purpose;
import io.atomic.reconcile.manifest.WrittenPlace;
import io.atomic.reconcile.model.App;
import io.atomic.reconcile.model.AppSpec.AppState;
import io.atomic.reconcile.model.CommandSpec;
import io.atomic.reconcile.model.Declared;
import io.atomic.reconcile.model.Desired;
import io.atomic.reconcile.model.Problem;
import io.atomic.reconcile.model.Problem.Severity;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/**
 * What is wrong with the commands that manifests put in the place of labels. Unlike a label they
 * are there before any image is, so that a mistake in one is a mistake of the manifest.
 *
 * @param desired what the manifests say; an app is invalid whose command no host and no image could
 *     make right
 * @param hints what else its author should know
 */
record CommandOverrides(Desired desired, List<Problem> hints) {
  CommandOverrides {
    hints = List.copyOf(hints);
  }

  /** Reads the commands of all valid apps. */
  static CommandOverrides in(Desired read) {
    var problems = new ArrayList<Problem>();
    for (var app : read.apps().values()) {
      var spec = app.resource().spec();
      add(app, Purpose.INSTALL, spec.install(), problems);
      add(
          app,
          spec.state() == AppState.COMPLETED ? Purpose.COMPLETE : Purpose.RUN,
          spec.run(),
          problems);
      add(app, Purpose.STOP, spec.stop(), problems);
      add(app, Purpose.UNINSTALL, spec.uninstall(), problems);
    }
    return new CommandOverrides(
        read.with(problems.stream().filter(Problem::isError).toList()),
        problems.stream().filter(problem -> !problem.isError()).toList());
  }

  private static void add(
      Declared<App> declared, Purpose purpose, CommandSpec spec, List<Problem> problems) {
    var words = spec.command();
    if (words == null) {
      return;
    }
    var app = declared.resource();
    var reading = LabelReading.of(request(app, purpose, spec, words));
    for (var finding : reading.findings()) {
      var place = declared.place();
      problems.add(
          new Problem(
              severity(finding, app, purpose, reading),
              app.id(),
              place == null
                  ? null
                  : WrittenPlace.of(
                      place, List.of("spec", purpose.field(), "command"), finding.word() - 1),
              finding.message(),
              finding.remedy()));
    }
  }

  private static Severity severity(
      Finding finding, App app, Purpose purpose, LabelReading reading) {
    return finding.severity() == Severity.ERROR && !isForever(app, purpose, reading)
        ? Severity.WARNING
        : finding.severity();
  }

  /**
   * Whether what keeps a command from being run will do so everywhere.
   *
   * <p>RUN_OPTS comes from a file of the host that a label of the image names. How words are read
   * can depend on those in it; whether the others can be expanded cannot. Of an app that is to be
   * absent no command of its manifest is ever run.
   */
  private static boolean isForever(App app, Purpose purpose, LabelReading reading) {
    var hasRunOpts =
        purpose.label().equals(Purpose.RUN.label())
            && reading.argv() != null
            && reading.variables().contains(BuiltIn.RUN_OPTS.name());
    return app.spec().state() != AppState.ABSENT && !hasRunOpts;
  }

  /** As in a run, but for HOME, which follows from who runs it. */
  private static LabelRequest request(
      App app, Purpose purpose, CommandSpec spec, List<String> words) {
    var name = app.name();
    var env = app.spec().env();
    return new LabelRequest(
        purpose,
        new CommandText.Words(words),
        new CommandVariables(
            name,
            app.spec().image().toString(),
            "/etc/" + name,
            "/var/log/" + name,
            "/var/lib/" + name,
            spec.options(),
            null,
            "/",
            "/root",
            "0",
            "0",
            env),
        spec.args(),
        List.of("docker"),
        name,
        false,
        Collections.emptySortedMap(),
        env,
        false);
  }
}
