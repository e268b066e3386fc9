package io.atomic.reconcile.cli;

import java.nio.file.Path;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code plan}: what a run would do. */
@Command(
    name = "plan",
    mixinStandardHelpOptions = true,
    description = "Show what a run would do, and why; changes nothing.",
    exitCodeListHeading = ExitMeaning.HEADING,
    exitCodeList = {
      " 0:whether or not there is something to do",
      " 1:a resource is held, the run would be refused, or FILE could not be written",
      ExitMeaning.CHANGES,
      ExitMeaning.FAILURES,
      ExitMeaning.BOTH,
      ExitMeaning.USAGE_OR_RESOURCE,
      ExitMeaning.ENGINE,
      ExitMeaning.PERMISSION,
      ExitMeaning.INVALID_MANIFEST
    },
    footerHeading = "%nExamples:%n",
    footer = {
      "  ${COMMAND-FULL-NAME}",
      "  ${COMMAND-FULL-NAME} web --detailed-exitcode",
      "  ${COMMAND-FULL-NAME} --out /root/change.plan"
    })
@SuppressWarnings("NullAway.Init") // picocli fills the fields in
final class PlanCommand implements Callable<Integer> {
  @Mixin ApplyOptions options;

  @Option(
      names = "--out",
      paramLabel = "FILE",
      description = "Write the plan to FILE as well, for apply FILE.")
  @Nullable Path out;

  @Override
  public Integer call() {
    return new PlanRun(options, out).call();
  }
}
