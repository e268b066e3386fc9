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
    description = "Show what a run would do, and why; changes nothing.")
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
