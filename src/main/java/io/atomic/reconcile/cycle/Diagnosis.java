package io.atomic.reconcile.cycle;

import org.jspecify.annotations.Nullable;

/**
 * What somebody who knows runs makes of one symptom.
 *
 * @param found in one sentence
 * @param remedy the line that mends it; null = nothing is to be mended, or nobody knows how
 */
public record Diagnosis(Subject subject, Level level, String found, @Nullable String remedy) {

  /** What it is about, in the order in which it is looked at. */
  public enum Subject {
    SETTINGS,
    MANIFESTS,
    STATE,
    JOURNAL,
    LOCK,
    ENGINE,
    COMMAND,
    CLOCK,
    DISK,
    HOST,
    BOOT,
    REBOOT,
    RIVALS
  }

  /** How bad it is. */
  public enum Level {
    OK,
    /** Runs go well, but something is odd or may go wrong. */
    WARNING,
    /** Runs fail, or somebody else undoes what they do. */
    PROBLEM
  }

  static Diagnosis ok(Subject subject, String found) {
    return new Diagnosis(subject, Level.OK, found, null);
  }

  static Diagnosis warning(Subject subject, String found, @Nullable String remedy) {
    return new Diagnosis(subject, Level.WARNING, found, remedy);
  }

  static Diagnosis problem(Subject subject, String found, @Nullable String remedy) {
    return new Diagnosis(subject, Level.PROBLEM, found, remedy);
  }

  public boolean isProblem() {
    return level == Level.PROBLEM;
  }
}
