package io.atomic.reconcile.cli;

import io.atomic.reconcile.cycle.Cycle;
import io.atomic.reconcile.cycle.Cycle.Look;
import io.atomic.reconcile.cycle.Cycle.Proposal;
import io.atomic.reconcile.cycle.EffectException;
import io.atomic.reconcile.cycle.Targets;
import io.atomic.reconcile.report.ExitStatus;

/** What verbs do around their work: the settings, the deadline, and what is said of a failure. */
final class VerbRun {
  private VerbRun() {}

  /** What a verb is for. */
  interface Work {
    int with(Wiring wiring, Console console, Interruption interruption)
        throws EffectException, InterruptedException;
  }

  /** Makes the cycle that looks. */
  interface Looking {
    Cycle of(Wiring wiring, Console console) throws EffectException;
  }

  /** Shows what was seen. */
  interface Show {
    int of(Console console, Proposal proposal) throws EffectException;
  }

  /**
   * Does it.
   *
   * @param trying for "tried to …, but …"
   */
  static int of(CommonOptions global, String trying, Work work) {
    var console = new Console(global);
    var loaded = Sources.settings(global);
    console.problems(loaded.problems());
    if (loaded.hasErrors()) {
      return ExitStatus.INVALID;
    }
    var interruption = Interruption.ofThisThread(console, global.timeout);
    try (interruption) {
      return work.with(new Wiring(global, loaded.settings()), console, interruption);
    } catch (EffectException e) {
      console.problem(e);
      return ExitStatus.of(e);
    } catch (InterruptedException _) {
      console.error("tried to %s, but %s".formatted(trying, interruption.reason()));
      return ExitStatus.FAILED;
    }
  }

  /** Looks at apps of this host, and shows them. */
  static int look(CommonOptions global, Targets targets, Looking looking, Show show) {
    return of(
        global,
        "look at this host",
        (wiring, console, _) ->
            switch (looking.of(wiring, console).look(targets)) {
              case Look.UnknownApp(var message) -> {
                console.error(message);
                yield ExitStatus.USAGE;
              }
              case Look.Seen(var proposal) -> show.of(console, proposal);
            });
  }
}
