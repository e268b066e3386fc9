package io.atomic.reconcile.cli;

import io.atomic.reconcile.daemon.ControlClient;
import io.atomic.reconcile.daemon.ControlClient.Answer;
import io.atomic.reconcile.report.ExitStatus;
import io.atomic.reconcile.report.Format;
import io.atomic.reconcile.report.HistoryText;
import io.atomic.reconcile.report.PastRun;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import tools.jackson.databind.JsonNode;

/** {@code trigger}: asks the daemon for a run. */
@Command(
    name = "trigger",
    mixinStandardHelpOptions = true,
    description = {
      "Ask the daemon of this host for a run, now: of everything, or of some apps and what they"
          + " depend on."
    },
    exitCodeListHeading = ExitMeaning.HEADING,
    exitCodeList = {
      " 0:there will be a run; with --wait: everything is as it should be",
      " 1:with --wait: a resource failed, was refused or is held",
      ExitMeaning.USAGE_OR_RESOURCE,
      "69:no daemon can be reached, or with --wait the container engine",
      "75:with --wait: the run could not start",
      ExitMeaning.PERMISSION,
      ExitMeaning.MANIFESTS
    },
    footerHeading = "%nExamples:%n",
    footer = {"  ${COMMAND-FULL-NAME}", "  ${COMMAND-FULL-NAME} web --wait"})
@SuppressWarnings("NullAway.Init") // picocli fills the fields in
final class TriggerCommand implements Callable<Integer> {
  @Mixin GlobalOptions global;

  @Option(
      names = {"-w", "--wait"},
      description = "Wait for the end of the run, and show it.")
  boolean wait;

  @Parameters(
      paramLabel = "APP",
      arity = "0..*",
      description = "Only these apps and what they depend on, or the host, as Host/NAME.")
  @Nullable List<String> names = new ArrayList<>();

  @Override
  public Integer call() {
    return VerbRun.of(
        global,
        "ask the daemon",
        (wiring, console, _) -> {
          var socket = wiring.controlSocket();
          var asked = names == null ? List.<String>of() : names;
          return switch (new ControlClient(socket).run(asked, wait)) {
            case Answer.Accepted _ -> ExitStatus.OK;
            case Answer.Ended(var status, var report) -> {
              show(console, report);
              yield status;
            }
            case Answer.Refused(var message, var status) -> {
              console.error(message);
              yield status;
            }
            case Answer.Unreachable(var why) -> {
              console.error(
                  ("tried to ask the daemon at '%s', but %s; start it by 'systemctl start"
                          + " atomic-reconcile', or make a run without it: atomic-reconcile --once")
                      .formatted(socket, why));
              yield ExitStatus.UNAVAILABLE;
            }
          };
        });
  }

  private static void show(Console console, JsonNode report) {
    if (!console.isText()) {
      console.print(report);
      return;
    }
    switch (PastRun.read(Format.json(report).getBytes(StandardCharsets.UTF_8))) {
      case PastRun.Reading.Understood(var run) ->
          console.print(HistoryText.runs(List.of(run), console.style()));
      case PastRun.Reading.NotAReport(var why) ->
          console.error("the daemon has answered, but " + why);
    }
  }
}
