package io.atomic.reconcile.cli;

import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code apply}: one run. */
@Command(
    name = "apply",
    mixinStandardHelpOptions = true,
    description = "Bring this host to what the manifests say: plan, show, carry out, report.")
@SuppressWarnings("NullAway.Init") // picocli fills the fields in
final class ApplyCommand implements Callable<Integer> {
  @Mixin ApplyOptions options;

  @Override
  public Integer call() {
    return new ApplyRun(options).call();
  }
}
