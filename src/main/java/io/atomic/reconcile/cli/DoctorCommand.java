package io.atomic.reconcile.cli;

import io.atomic.reconcile.cycle.Doctor;
import io.atomic.reconcile.cycle.Symptoms;
import io.atomic.reconcile.report.DoctorJson;
import io.atomic.reconcile.report.DoctorText;
import io.atomic.reconcile.report.ExitStatus;
import java.time.Clock;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code doctor}: whether this host is one on which runs go well. */
@Command(
    name = "doctor",
    mixinStandardHelpOptions = true,
    description = {
      "Look whether this host has all that runs depend on, and say what mends what it has not:"
          + " settings and manifests, the record, the container engine and its command line, the"
          + " clock, disks, the tool that keeps the host's deployments, the boot that runs, who is in"
          + " the way of the next one, and others who update the same containers or the host.",
      "It changes nothing. A disk is a problem below the settings' disk.reserve (256MiB) or without"
          + " inodes, and a warning below 5 %%."
    },
    exitCodeListHeading = ExitMeaning.HEADING,
    exitCodeList = {
      " 0:there is no problem, though there may be warnings",
      " 1:there is a problem",
      ExitMeaning.USAGE,
      "69:the container engine cannot be reached, and there are apps that need it"
    },
    footerHeading = "%nExamples:%n",
    footer = {
      "  ${COMMAND-FULL-NAME}",
      "  ${COMMAND-FULL-NAME} -o json | jq -r '.diagnoses[].remedy // empty'"
    })
@SuppressWarnings("NullAway.Init") // picocli fills the fields in
final class DoctorCommand implements Callable<Integer> {
  @Mixin GlobalOptions global;

  @Override
  public Integer call() {
    var console = new Console(global);
    var interruption = Interruption.ofThisThread(console, global.timeout);
    try (interruption) {
      var loaded = Sources.settings(global);
      var wiring = new Wiring(global, loaded.settings());
      var desired = Sources.desired(CommandOverrides.in(Sources.manifests(global).read()), loaded);
      var symptoms =
          Symptoms.of(
              wiring.vitals(),
              Stream.of(
                      loaded.problems(),
                      wiring.outlets().problems(loaded.places()),
                      ScheduledApps.undeclared(loaded, desired))
                  .flatMap(List::stream)
                  .toList(),
              desired,
              Clock.systemUTC().instant());
      var diagnoses = Doctor.diagnose(symptoms, loaded.settings().disk().reserve());
      if (console.isText()) {
        console.print(DoctorText.of(diagnoses, console.style()));
      } else {
        console.print(DoctorJson.of(diagnoses));
      }
      return ExitStatus.of(diagnoses);
    } catch (InterruptedException _) {
      console.error("tried to look at this host, but " + interruption.reason());
      return ExitStatus.FAILED;
    }
  }
}
