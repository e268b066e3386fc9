package io.atomic.reconcile.daemon;

import io.atomic.reconcile.cycle.Targets;
import io.atomic.reconcile.cycle.Targets.Choice;
import io.atomic.reconcile.model.Desired;
import io.atomic.reconcile.model.Recorded;
import io.atomic.reconcile.plan.Selection;
import java.util.Collection;
import java.util.Collections;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;

/**
 * What a run is to be about.
 *
 * @param names of apps, and of the host as {@code Host/NAME}, besides what the reach says
 */
public record Scope(Reach reach, SortedSet<String> names) {
  static final Scope EVERYTHING = new Scope(Reach.EVERYTHING, Collections.emptySortedSet());

  /** Everything but apps with a schedule of their own. */
  static final Scope GENERAL = new Scope(Reach.GENERAL, Collections.emptySortedSet());

  /** How far it goes, the narrowest first. */
  enum Reach {
    NAMED,
    GENERAL,
    EVERYTHING
  }

  public Scope {
    names = Collections.unmodifiableSortedSet(new TreeSet<>(names));
  }

  static Scope of(Collection<String> names) {
    return new Scope(Reach.NAMED, new TreeSet<>(names));
  }

  /** Both. */
  Scope with(Scope other) {
    var all = new TreeSet<>(names);
    all.addAll(other.names);
    return new Scope(reach.compareTo(other.reach) < 0 ? other.reach : reach, all);
  }

  /**
   * What that is, once it is known what there is. Names of what is gone meanwhile mean nothing.
   *
   * @param scheduledApart apps that have a schedule of their own; one that no manifest declares any
   *     more is everybody's business
   * @param prunes whether what is named and declared no more may go
   */
  Targets targets(Set<String> scheduledApart, boolean prunes) {
    return (desired, recorded) ->
        switch (reach) {
          case EVERYTHING -> new Choice.Of(Selection.ALL);
          case GENERAL -> {
            var apart = new TreeSet<>(scheduledApart);
            apart.retainAll(desired.apps().keySet());
            apart.removeAll(names);
            var rest = known(desired, recorded);
            rest.removeAll(apart);
            yield new Choice.Of(apart.isEmpty() ? Selection.ALL : Selection.among(rest));
          }
          case NAMED -> {
            var rest = known(desired, recorded);
            rest.retainAll(names);
            yield new Choice.Of(prunes ? Selection.among(rest) : Selection.of(rest));
          }
        };
  }

  /** Everything that there is, as selections name it. */
  static TreeSet<String> known(Desired desired, Recorded recorded) {
    var known = new TreeSet<>(desired.apps().keySet());
    known.addAll(recorded.apps().keySet());
    desired.invalid().stream().map(Selection::name).forEach(known::add);
    var host = desired.host();
    if (host != null) {
      known.add(Selection.name(host.resource().id()));
    }
    var record = recorded.host();
    if (record != null) {
      known.add(Selection.name(record.id()));
    }
    return known;
  }

  /** For the log: {@code everything}, or names. */
  String text() {
    return switch (reach) {
      case EVERYTHING, GENERAL -> "everything";
      case NAMED -> String.join(", ", names);
    };
  }
}
