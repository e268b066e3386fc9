package io.atomic.reconcile.report;

import io.atomic.reconcile.plan.Change;
import io.atomic.reconcile.plan.Plan;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;

/**
 * A plan in numbers.
 *
 * @param change apps that are repaired, started, stopped or run again
 * @param record apps of which only the record changes
 */
public record Summary(
    int add, int change, int replace, int remove, int record, int hold, int unchanged) {

  static Summary of(Plan plan) {
    var counts = new EnumMap<Verb, Integer>(Verb.class);
    for (var change : plan.changes().values()) {
      counts.merge(Verb.of(change), 1, Integer::sum);
    }
    return new Summary(
        counts.getOrDefault(Verb.CREATE, 0),
        counts.getOrDefault(Verb.UPDATE, 0),
        counts.getOrDefault(Verb.REPLACE, 0),
        counts.getOrDefault(Verb.REMOVE, 0),
        counts.getOrDefault(Verb.RECORD, 0) + counts.getOrDefault(Verb.FORGET, 0),
        counts.getOrDefault(Verb.HOLD, 0),
        counts.getOrDefault(Verb.KEEP, 0));
  }

  /** {@code 2 to add, 1 to replace; 4 unchanged}. */
  @Override
  public String toString() {
    var parts = new ArrayList<String>();
    part(parts, add, "to add");
    part(parts, change, "to change");
    part(parts, replace, "to replace");
    part(parts, remove, "to remove");
    part(parts, record, "to record");
    part(parts, hold, "held");
    var changes = parts.isEmpty() ? "nothing to do" : String.join(", ", parts);
    return unchanged == 0 ? changes : "%s; %d unchanged".formatted(changes, unchanged);
  }

  private static void part(List<String> parts, int count, String what) {
    if (count > 0) {
      parts.add(count + " " + what);
    }
  }

  /** The one word for what happens to a resource. */
  enum Verb {
    CREATE("+"),
    UPDATE("~"),
    REPLACE("-/+"),
    REMOVE("-"),
    RECORD("="),
    FORGET("="),
    HOLD("!"),
    KEEP(" ");

    private final String mark;

    Verb(String mark) {
      this.mark = mark;
    }

    String mark() {
      return mark;
    }

    String word() {
      return name().toLowerCase(java.util.Locale.ROOT);
    }

    static Verb of(Change change) {
      return switch (change) {
        case Change.Keep _ -> KEEP;
        case Change.Remove _ -> REMOVE;
        case Change.Forget _ -> FORGET;
        case Change.Held _ -> HOLD;
        case Change.ConvergeHost host -> host.recordsOnly() ? RECORD : UPDATE;
        case Change.Converge converge -> {
          if (converge.recordsOnly()) {
            yield RECORD;
          }
          if (converge.isNew()) {
            yield CREATE;
          }
          yield converge.needs(Change.Need.REPLACE) ? REPLACE : UPDATE;
        }
      };
    }
  }
}
