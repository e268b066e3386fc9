package io.atomic.reconcile.report;

import io.atomic.reconcile.report.PastRun.Outcome;
import io.atomic.reconcile.report.ResourceStatus.Health;
import io.atomic.reconcile.report.ResourceStatus.Sync;

/** In which of the page's few colours a word stands; the word itself says what it says. */
enum Tone {
  GOOD,
  /** It may become good by itself. */
  BUSY,
  BAD,
  /** Nobody has to do anything about it. */
  QUIET;

  /** What style sheets call it. */
  String word() {
    return Tree.word(this);
  }

  static Tone of(Sync sync) {
    return switch (sync) {
      case SYNCED -> GOOD;
      case OUT_OF_SYNC -> BUSY;
      case UNKNOWN -> QUIET;
    };
  }

  static Tone of(Health health) {
    return switch (health) {
      case HEALTHY -> GOOD;
      case PROGRESSING -> BUSY;
      case DEGRADED, MISSING -> BAD;
      case SUSPENDED, UNKNOWN -> QUIET;
    };
  }

  static Tone of(Outcome outcome) {
    return switch (outcome) {
      case CHANGED -> GOOD;
      case FAILED, ROLLED_BACK, REFUSED -> BAD;
      case HELD, UNCHANGED -> QUIET;
    };
  }

  /** Of health and of being in sync, what is worse. */
  static Tone of(Sync sync, Health health) {
    return of(health) == GOOD && of(sync) != GOOD ? of(sync) : of(health);
  }
}
