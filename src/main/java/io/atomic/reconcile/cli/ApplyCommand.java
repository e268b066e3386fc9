package io.atomic.reconcile.cli;

import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code apply}: one run. */
@Command(
    name = "apply",
    mixinStandardHelpOptions = true,
    description = {
      "Bring this host to what the manifests say: plan, show, carry out, report.",
      "On a terminal it asks before anything is removed or disrupted; elsewhere it never asks."
    },
    exitCodeListHeading = ExitMeaning.HEADING,
    exitCodeList = {
      " 0:converged, changed or not",
      " 1:a resource failed, was refused or is held; nothing was agreed to; the run was interrupted",
      ExitMeaning.CHANGES,
      ExitMeaning.FAILURES,
      ExitMeaning.BOTH,
      ExitMeaning.USAGE_OR_RESOURCE,
      ExitMeaning.ENGINE,
      ExitMeaning.LOCKED,
      ExitMeaning.PERMISSION,
      ExitMeaning.MANIFESTS
    },
    footerHeading = "%nExamples:%n",
    footer = {
      "  ${COMMAND-FULL-NAME}",
      "  ${COMMAND-FULL-NAME} web",
      "  ${COMMAND-FULL-NAME} --yes --max-delete 3",
      "  ${COMMAND-FULL-NAME} /root/change.plan"
    })
@SuppressWarnings("NullAway.Init") // picocli fills the fields in
final class ApplyCommand implements Callable<Integer> {
  @Mixin ApplyOptions options;

  @Override
  public Integer call() {
    return new ApplyRun(options).call();
  }
}
