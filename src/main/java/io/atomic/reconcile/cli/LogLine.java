package io.atomic.reconcile.cli;

import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * Something that is said on standard error.
 *
 * @param message of one line or more, fit to be shown
 * @param run in which it happened; null = in none
 * @param app null = it is about none
 * @param step null = it is about none
 */
record LogLine(
    Severity severity,
    String message,
    @Nullable String run,
    @Nullable String app,
    @Nullable String step) {

  /** The levels as people and syslog know them. */
  enum Severity {
    ERROR(3),
    WARNING(4),
    NOTICE(5),
    INFO(6),
    DEBUG(7);

    private final int priority;

    Severity(int priority) {
      this.priority = priority;
    }

    int priority() {
      return priority;
    }

    String word() {
      return name().toLowerCase(Locale.ROOT);
    }
  }
}
