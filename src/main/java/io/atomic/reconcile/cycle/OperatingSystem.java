package io.atomic.reconcile.cycle;

import io.atomic.reconcile.model.HostRecord.Ours;
import io.atomic.reconcile.model.HostSpec;
import io.atomic.reconcile.model.OsReference;
import io.atomic.reconcile.model.OsView;
import io.atomic.reconcile.plan.OsCommand;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** The deployments of this host, through the tool that keeps them. */
public interface OperatingSystem {

  /**
   * Looks; also whoever may not change anything can.
   *
   * @param spec what is wanted, which decides which tool is asked and whether kernel arguments are
   * @param ours what we have changed on top of the base, which only the tool knows that did it
   */
  OsView view(HostSpec spec, Ours ours) throws InterruptedException;

  /**
   * Runs one command to its end. A change that the tool has begun goes on without us.
   *
   * @param started told of the child before it does anything
   * @param doing told what the tool says while it works
   */
  Answer run(OsCommand command, CommandRunner.Started started, Consumer<String> doing)
      throws EffectException, InterruptedException;

  /** Boots what boots next, without looking at what that is. */
  Answer reboot() throws EffectException, InterruptedException;

  /**
   * What a branch of a remote means now, without pulling it.
   *
   * @param branch with its remote
   */
  Told<String> tip(OsReference.Branch branch) throws InterruptedException;

  /** What became of a command. */
  sealed interface Answer {
    /**
     * It did its work, or there was none to do.
     *
     * @param output its last lines
     */
    record Done(String output) implements Answer {}

    /**
     * Something else is being changed.
     *
     * @param title what, as the tool calls it
     */
    record Busy(String title) implements Answer {}

    /**
     * It did not do it.
     *
     * @param message what was tried and what happened
     * @param remedy null = not known
     */
    record Refused(Kind kind, String message, @Nullable String remedy, String output)
        implements Answer {}

    /**
     * Nobody knows: it did not end in time, or was killed.
     *
     * @param message what was tried and what happened
     * @param bySignal whether a signal ended it that was not ours
     */
    record Lost(String message, boolean bySignal) implements Answer {}
  }

  /** Whether trying again helps. */
  enum Kind {
    /** It has to do with the moment. */
    PASSING,
    /** The same would happen again, until the manifest changes. */
    LASTING,
    /** Somebody has to do something on this host. */
    HUMAN
  }
}
