package io.atomic.reconcile.cli;

import io.atomic.reconcile.cycle.Cycle.Look;
import io.atomic.reconcile.cycle.Cycle.Proposal;
import io.atomic.reconcile.cycle.EffectException;
import io.atomic.reconcile.report.ExitStatus;
import io.atomic.reconcile.report.Format;
import io.atomic.reconcile.report.PlanJson;
import io.atomic.reconcile.report.PlanText;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/** A look at what a run would do: what {@code plan} and {@code --dry-run} do. */
final class PlanRun {
  private final ApplyOptions options;
  private final @Nullable Path out;
  private final Console console;

  PlanRun(ApplyOptions options, @Nullable Path out) {
    this.options = options;
    this.out = out;
    this.console = new Console(options.global);
  }

  int call() {
    var loaded = Sources.settings(options.global);
    console.problems(loaded.problems());
    if (loaded.hasErrors()) {
      return ExitStatus.INVALID;
    }
    var interruption = Interruption.ofThisThread(console, options.global.timeout);
    try (interruption) {
      var wiring = options.guards.wiring(options.global, loaded.settings());
      var cycle = wiring.planning(options.guards.massDeletion(), console.progress());
      return switch (cycle.look(options.selection.targets(options.targetsOrNone()))) {
        case Look.UnknownApp(var message) -> {
          console.error(message);
          yield ExitStatus.USAGE;
        }
        case Look.Seen(var proposal) -> show(proposal);
      };
    } catch (EffectException e) {
      console.problem(e);
      return ExitStatus.of(e);
    } catch (InterruptedException _) {
      console.error("tried to look at this host, but " + interruption.reason());
      return ExitStatus.FAILED;
    }
  }

  private int show(Proposal proposal) throws EffectException {
    var json = PlanJson.of(proposal, proposal.selection());
    if (console.isText()) {
      console.print(PlanText.of(proposal.plan(), console.style(), console.detail()));
    } else {
      console.print(json);
    }
    console.problems(proposal.situation().desired().problems());
    console.problems(proposal.refusals());
    if (out != null) {
      try {
        Files.writeString(out, Format.json(json));
      } catch (IOException e) {
        throw new EffectException(
            "tried to write the plan to '%s', but %s".formatted(out, e), null, e);
      }
    }
    return ExitStatus.of(proposal, options.detailedExitCode);
  }
}
