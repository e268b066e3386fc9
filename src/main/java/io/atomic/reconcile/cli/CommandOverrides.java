package io.atomic.reconcile.cli;

import io.atomic.reconcile.label.CommandText;
import io.atomic.reconcile.label.CommandVariables;
import io.atomic.reconcile.label.LabelReading;
import io.atomic.reconcile.label.LabelRequest;
import io.atomic.reconcile.label.Purpose;
import io.atomic.reconcile.manifest.WrittenPlace;
import io.atomic.reconcile.model.App;
import io.atomic.reconcile.model.CommandSpec;
import io.atomic.reconcile.model.Declared;
import io.atomic.reconcile.model.Desired;
import io.atomic.reconcile.model.Problem;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/** What is wrong with the commands that manifests put in the place of labels. */
final class CommandOverrides {
  private CommandOverrides() {}

  /** A warning for each finding, at the word that it is about. */
  static List<Problem> findings(Desired desired) {
    var problems = new ArrayList<Problem>();
    for (var app : desired.apps().values()) {
      var spec = app.resource().spec();
      add(app, Purpose.INSTALL, spec.install(), problems);
      add(app, Purpose.RUN, spec.run(), problems);
      add(app, Purpose.STOP, spec.stop(), problems);
      add(app, Purpose.UNINSTALL, spec.uninstall(), problems);
    }
    return List.copyOf(problems);
  }

  private static void add(
      Declared<App> declared, Purpose purpose, CommandSpec spec, List<Problem> problems) {
    var words = spec.command();
    if (words == null) {
      return;
    }
    var app = declared.resource();
    for (var finding : LabelReading.of(request(app, purpose, spec, words)).findings()) {
      var place = declared.place();
      problems.add(
          new Problem(
              finding.severity() == Problem.Severity.NOTICE
                  ? Problem.Severity.NOTICE
                  : Problem.Severity.WARNING,
              app.id(),
              place == null
                  ? null
                  : WrittenPlace.of(
                      place, List.of("spec", purpose.field(), "command"), finding.word() - 1),
              finding.message(),
              finding.remedy()));
    }
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
