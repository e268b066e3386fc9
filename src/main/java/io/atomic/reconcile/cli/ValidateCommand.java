package io.atomic.reconcile.cli;

import io.atomic.reconcile.manifest.ManifestDirectories;
import io.atomic.reconcile.manifest.Trust;
import io.atomic.reconcile.model.Desired;
import io.atomic.reconcile.model.Problem;
import io.atomic.reconcile.report.ExitStatus;
import io.atomic.reconcile.report.ProblemsJson;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** {@code validate}: what is wrong with manifests and settings. */
@Command(
    name = "validate",
    mixinStandardHelpOptions = true,
    description = {
      "Check manifests and settings with the eyes of apply. Needs neither root nor an engine, and"
          + " changes nothing.",
      "Commands that manifests put in the place of labels are read as well."
    },
    exitCodeListHeading = ExitMeaning.HEADING,
    exitCodeList = {" 0:there is no error", ExitMeaning.USAGE, "78:there is one"},
    footerHeading = "%nExamples:%n",
    footer = {
      "  ${COMMAND-FULL-NAME}",
      "  ${COMMAND-FULL-NAME} 10-web.yaml 20-db.yaml",
      "  ${COMMAND-FULL-NAME} -o json | jq .problems"
    })
@SuppressWarnings("NullAway.Init") // picocli fills the fields in
final class ValidateCommand implements Callable<Integer> {
  @Mixin GlobalOptions global;

  @Parameters(
      paramLabel = "PATH",
      arity = "0..*",
      description = "Files and directories instead of the manifest directories.")
  List<Path> paths = new ArrayList<>();

  @Override
  public Integer call() {
    var console = new Console(global);
    var settings = Sources.settings(global);
    var overrides =
        CommandOverrides.in(
            paths.isEmpty()
                ? Sources.manifests(global).read()
                : ManifestDirectories.paths(paths, Trust.ofThisProcess()).read());
    var desired = Sources.desired(overrides, settings);
    var problems = new ArrayList<>(settings.problems());
    if (paths.isEmpty()) {
      problems.addAll(ScheduledApps.undeclared(settings, desired));
    }
    problems.addAll(desired.problems());
    problems.addAll(overrides.hints());
    if (console.isText()) {
      console.problems(problems);
      console.print(summary(desired));
    } else {
      console.print(ProblemsJson.of(withAll(desired, problems)));
    }
    return settings.hasErrors() || desired.hasErrors() ? ExitStatus.INVALID : ExitStatus.OK;
  }

  /** What is printed for machines has settings and notices among the problems, as the text has. */
  private static Desired withAll(Desired desired, List<Problem> problems) {
    return new Desired(
        desired.apps(),
        desired.host(),
        desired.invalid(),
        desired.named(),
        desired.source(),
        problems);
  }

  private static String summary(Desired desired) {
    var apps = desired.apps().size();
    var errors = desired.problems().stream().filter(problem -> problem.isError()).count();
    return "%d app%s valid, %d error%s.%n"
        .formatted(apps, apps == 1 ? "" : "s", errors, errors == 1 ? "" : "s");
  }
}
