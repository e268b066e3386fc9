package io.atomic.reconcile.cli;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Options of one run. */
@SuppressWarnings("NullAway.Init") // picocli fills the fields in
final class ApplyOptions {
  @Mixin GlobalOptions global;
  @Mixin SelectionOptions selection;
  @Mixin GuardOptions guards;

  @Option(
      names = {"-n", "--dry-run"},
      description = "Show the plan and change nothing: the same as the verb plan.")
  boolean dryRun;

  @Option(
      names = {"-y", "--yes"},
      description = "Do not ask on a terminal before anything is removed or disrupted.")
  boolean yes;

  @Option(
      names = "--detailed-exitcode",
      description = "Exit 2 if there were changes, 4 with failures, 6 with both.")
  boolean detailedExitCode;

  @Parameters(
      paramLabel = "APP|PLANFILE",
      arity = "0..*",
      description = {
        "Only these apps and what they depend on, or the host, as Host/NAME; nothing is removed because"
            + " its manifest is gone.",
        "Or one file written by plan --out: it is carried out if it still fits."
      })
  @Nullable List<String> targets = new ArrayList<>();

  List<String> targetsOrNone() {
    return targets == null ? List.of() : targets;
  }
}
