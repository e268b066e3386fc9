package io.atomic.reconcile.cycle;

import io.atomic.reconcile.model.EnvValue;
import java.time.Duration;
import java.util.List;
import java.util.SortedMap;
import java.util.function.Consumer;

/** Runs label commands: in a session of their own, with a deadline, their output capped. */
public interface CommandRunner {

  /**
   * Runs a command to its end.
   *
   * @param environment besides PATH, HOME and the engine's variables; secrets are read here, last
   * @param started told the child's mark before the command runs
   * @param line told each line that it prints
   */
  Ending run(
      List<String> argv,
      SortedMap<String, EnvValue> environment,
      Duration timeout,
      Started started,
      Consumer<String> line)
      throws EffectException, InterruptedException;

  /**
   * Runs a command whose input and output are those of this program, for as long as whoever sits
   * there wants.
   */
  Ending attach(List<String> argv, SortedMap<String, EnvValue> environment)
      throws EffectException, InterruptedException;

  /** Ends what is left of a child of an earlier run; returns whether there was anything. */
  boolean endLeftovers(ChildMark mark) throws InterruptedException;

  /** Told when a child exists, before it does anything. */
  interface Started {
    void started(ChildMark mark) throws EffectException;
  }

  /**
   * Recognises a child later, also when its process ID has been used again.
   *
   * @param startTicks field 22 of {@code /proc/PID/stat}
   * @param bootId of the boot in which it ran
   */
  record ChildMark(long pid, long startTicks, String bootId) {}

  /** How a command ended. */
  sealed interface Ending {
    /** The end of what it printed, made fit to print. */
    String output();

    record Exited(int code, String output) implements Ending {}

    record Signalled(int signal, String output) implements Ending {}

    record TimedOut(Duration after, String output) implements Ending {}

    record NotStarted(String reason) implements Ending {
      @Override
      public String output() {
        return "";
      }
    }
  }
}
