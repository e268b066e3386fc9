package io.atomic.reconcile.engine;

import io.atomic.reconcile.cycle.ProbeAnswer;
import io.atomic.reconcile.model.Durations;
import io.atomic.reconcile.model.Observed.EngineKind;
import io.atomic.reconcile.process.ChildCommand;
import io.atomic.reconcile.process.ChildListener;
import io.atomic.reconcile.process.ChildProcesses;
import io.atomic.reconcile.process.ChildResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * HEALTHCHECKs that nobody but us runs: podman has systemd's timers do it, and where there are none
 * it never does. It keeps the count of failures by itself.
 */
final class Healthchecks {
  /** Where sd_booted(3) looks. */
  private static final Path BOOTED_BY_SYSTEMD = Path.of("/run/systemd/system");

  private static final Path ROOT = Path.of("/");

  private final ChildProcesses processes = new ChildProcesses();
  private final EngineProgram program;
  private final Duration timeout;

  Healthchecks(EngineProgram program, Duration timeout) {
    this.program = program;
    this.timeout = timeout;
  }

  static boolean areOurs(EngineKind kind) {
    return kind == EngineKind.PODMAN && !Files.isDirectory(BOOTED_BY_SYSTEMD);
  }

  /** Runs one; says its exit code. */
  ProbeAnswer run(String containerId) throws InterruptedException {
    var words = new ArrayList<>(program.podman());
    words.addAll(List.of("healthcheck", "run", containerId));
    var command = ChildCommand.of(words, program.environment(), ROOT, timeout);
    return switch (processes.run(command, ChildListener.NONE)) {
      case ChildResult.Exited(var code, _) -> new ProbeAnswer.Said(String.valueOf(code));
      case ChildResult.Signalled(var signal, _) ->
          new ProbeAnswer.Silent("signal %d ended it".formatted(signal));
      case ChildResult.TimedOut(_, var after) ->
          new ProbeAnswer.Silent("it did not end within " + Durations.text(after));
      case ChildResult.NotStarted(var reason) -> new ProbeAnswer.Unable(reason);
    };
  }
}
