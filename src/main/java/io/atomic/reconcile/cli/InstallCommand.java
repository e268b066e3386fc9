package io.atomic.reconcile.cli;

import io.atomic.reconcile.cycle.Request;
import io.atomic.reconcile.plan.AppAction;
import io.atomic.reconcile.plan.Situation.Attachment;
import io.atomic.reconcile.report.ExitStatus;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code install}: runs an image's INSTALL by hand. */
@Command(
    name = "install",
    mixinStandardHelpOptions = true,
    description = {
      "Run the INSTALL command of IMAGE, pulled if it is not on disk.",
      "The app is recorded, so that stop, update and uninstall know it; runs leave it alone until a"
          + " manifest declares it."
    },
    exitCodeListHeading = ExitMeaning.HEADING,
    exitCodeList = {
      " 0:it is installed",
      " 1:it could not be, or was refused",
      " N:that of the command, where it was run and failed",
      ExitMeaning.USAGE,
      ExitMeaning.ENGINE,
      ExitMeaning.LOCKED,
      ExitMeaning.PERMISSION,
      ExitMeaning.SETTINGS
    },
    footerHeading = "%nExamples:%n",
    footer = {
      "  ${COMMAND-FULL-NAME} --name web --opt1=--verbose quay.io/me/httpd:2.4",
      "  ${COMMAND-FULL-NAME} --grant mount:/srv quay.io/me/files:1",
      "  ${COMMAND-FULL-NAME} --display quay.io/me/httpd:2.4"
    })
@SuppressWarnings("NullAway.Init") // picocli fills the fields in
final class InstallCommand implements Callable<Integer> {
  @Mixin RequestOptions options;
  @Mixin WordsOptions words;

  @Option(
      names = {"-r", "--replace"},
      description = "Also if another version is there, which is stopped and uninstalled.")
  boolean replace;

  @Parameters(index = "0", paramLabel = "IMAGE", description = "The image's reference.")
  String image;

  @Parameters(
      index = "1..*",
      paramLabel = "ARG",
      description = "Words behind the label's own, as they are.")
  List<String> args = new ArrayList<>();

  @Override
  public Integer call() {
    var app = options.appOf(image);
    var request = new Request.Install(app, options.image(image), words.of(args, null));
    return RequestRun.of(
        options,
        (run, interruption) -> {
          if (options.display) {
            var proposal = run.look(request, Attachment.DETACHED);
            run.console().print(CommandDisplay.afresh(proposal, AppAction.Install.class));
            return ExitStatus.OK;
          }
          var fetched = run.fetch(request, run.look(request, Attachment.DETACHED), interruption);
          return fetched == ExitStatus.OK
              ? run.run(
                  run.granted(request, Attachment.DETACHED),
                  interruption,
                  Replacing.onlyIf(replace, app))
              : fetched;
        });
  }
}
