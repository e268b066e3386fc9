package io.atomic.reconcile.cli;

import io.atomic.reconcile.cycle.Cycle.Proposal;
import io.atomic.reconcile.policy.MassDeletion;
import io.atomic.reconcile.report.DependencyGraph;
import io.atomic.reconcile.report.ExitStatus;
import io.atomic.reconcile.report.GraphDot;
import io.atomic.reconcile.report.GraphSvg;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code graph}: what needs what. */
@Command(
    name = "graph",
    mixinStandardHelpOptions = true,
    description = {
      "Show which apps need which others, or wait for the host, and how each of them is; changes"
          + " nothing.",
      "For Graphviz, or as a picture."
    },
    exitCodeListHeading = ExitMeaning.HEADING,
    exitCodeList = {
      " 0:it was shown",
      " 1:this host could not be looked at",
      ExitMeaning.USAGE,
      ExitMeaning.ENGINE_UNKNOWN,
      ExitMeaning.PERMISSION,
      ExitMeaning.INVALID_MANIFEST
    },
    footerHeading = "%nExamples:%n",
    footer = {"  ${COMMAND-FULL-NAME}", "  ${COMMAND-FULL-NAME} -o svg"})
@SuppressWarnings("NullAway.Init") // picocli fills the fields in
final class GraphCommand implements Callable<Integer> {
  @Mixin CommonOptions global;

  @Option(
      names = {"-o", "--output"},
      paramLabel = "FORMAT",
      defaultValue = "dot",
      description = "Print it as dot or svg (default: ${DEFAULT-VALUE}).")
  Drawn output;

  /** {@code --output}. */
  enum Drawn {
    dot,
    svg
  }

  @Override
  public Integer call() {
    return VerbRun.look(
        global,
        new SelectionOptions().targets(List.of()),
        (wiring, console) -> wiring.looking(MassDeletion.NONE, console.progress()),
        this::show);
  }

  private int show(Console console, Proposal proposal) {
    var graph = DependencyGraph.of(proposal);
    console.print(
        switch (output) {
          case dot -> GraphDot.of(graph);
          case svg -> GraphSvg.of(graph);
        });
    console.problems(proposal.situation().desired().problems());
    return ExitStatus.ofLook(proposal);
  }
}
