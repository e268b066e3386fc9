package io.atomic.reconcile.host;

import io.atomic.reconcile.cycle.EffectException;
import io.atomic.reconcile.model.BootState;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;

/**
 * How {@code boot-complete.target} stands (systemd.special(7)). systemd keeps no note of a job that
 * failed, so what has become of the target is told by those that it requires and by those that want
 * it.
 */
final class BootTarget {
  private static final String TARGET = "boot-complete.target";

  /** So deep may requirements lead; real ones end after two or three. */
  private static final int DEEPEST = 16;

  private final HostTools tools;

  BootTarget(HostTools tools) {
    this.tools = tools;
  }

  BootState state() throws EffectException, InterruptedException {
    var target = units(Set.of(TARGET)).getFirst();
    if (!target.isLoaded()) {
      return BootState.NOT_USED;
    }
    if (target.isActive()) {
      return BootState.COMPLETE;
    }
    if (target.isOnItsWay()) {
      return BootState.PENDING;
    }
    var required = required(target);
    if (required.stream().anyMatch(SystemdUnit::cannotBeRequired)) {
      return BootState.FAILED;
    }
    var wanting = target.wantedBy().isEmpty() ? List.<SystemdUnit>of() : units(target.wantedBy());
    var isAskedFor = wanting.stream().anyMatch(unit -> unit.isActive() || unit.isOnItsWay());
    return isAskedFor || required.stream().anyMatch(SystemdUnit::isOnItsWay)
        ? BootState.PENDING
        : BootState.NOT_USED;
  }

  /**
   * What the target requires, and what that requires, as long as it is not active: a check that
   * waits for something that has failed is not failed itself.
   */
  private List<SystemdUnit> required(SystemdUnit target)
      throws EffectException, InterruptedException {
    var found = new ArrayList<SystemdUnit>();
    var seen = new TreeSet<String>();
    SortedSet<String> names = new TreeSet<>(target.requires());
    for (var depth = 0; depth < DEEPEST && !names.isEmpty(); depth++) {
      seen.addAll(names);
      var units = units(names);
      found.addAll(units);
      names = new TreeSet<>();
      for (var unit : units) {
        if (!unit.isActive()) {
          names.addAll(unit.requires());
        }
      }
      names.removeAll(seen);
    }
    return found;
  }

  private List<SystemdUnit> units(Collection<String> names)
      throws EffectException, InterruptedException {
    var words =
        new ArrayList<>(List.of("systemctl", "show", "--property=" + SystemdUnit.PROPERTIES));
    words.add("--");
    words.addAll(names);
    var units =
        SystemdUnit.read(
            tools.answer(
                "ask systemd about '%s'".formatted(TARGET), "systemctl status " + TARGET, words));
    if (units.isEmpty()) {
      throw new EffectException(
          "tried to ask systemd about '%s', but it said nothing".formatted(TARGET));
    }
    return units;
  }
}
