package io.atomic.reconcile.plan;

import io.atomic.reconcile.model.LiveFields;
import io.atomic.reconcile.model.Observed.EngineKind;
import io.atomic.reconcile.plan.Change.Need;
import java.util.Collections;
import java.util.Map;
import java.util.Objects;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** What of a container is not any more as it was started, and what puts it back. */
final class LiveComparison {
  private static final String MEMORY = "memory";
  private static final String MEMORY_SWAP = "memory-swap";

  /** How what was not set is said in an update; of all others only another value can be said. */
  private static final Map<String, String> UNSET = Map.of("restart", "no", "pids-limit", "0");

  private final SortedMap<String, String> started;
  private final SortedMap<String, String> now;
  private final SortedSet<String> changed = new TreeSet<>();

  private LiveComparison(SortedMap<String, String> started, SortedMap<String, String> now) {
    this.started = started;
    this.now = now;
    var names = new TreeSet<>(started.keySet());
    names.addAll(now.keySet());
    for (var name : names) {
      if (!Objects.equals(started.get(name), now.get(name))) {
        changed.add(name);
      }
    }
  }

  /** Nothing differs where one of the two is not known, or was read by another rule. */
  static LiveComparison of(@Nullable LiveFields started, @Nullable LiveFields now) {
    return started == null || now == null || started.version() != now.version()
        ? new LiveComparison(Collections.emptySortedMap(), Collections.emptySortedMap())
        : new LiveComparison(started.fields(), now.fields());
  }

  /** The names of the fields that differ. */
  SortedSet<String> changed() {
    return changed;
  }

  /** The field as people see it: of what is only hashed, nothing but that it differs. */
  Difference difference(String field) {
    return LiveFields.isHashed(field)
        ? new Difference(
            Difference.Cause.DRIFT,
            field,
            now.containsKey(field) ? "content changed" : null,
            started.containsKey(field) ? "content recorded" : null)
        : new Difference(Difference.Cause.DRIFT, field, now.get(field), started.get(field));
  }

  /** What has to happen for the field to be as it was. */
  Need correction(String field, EngineKind engine) {
    if (field.equals(LiveFields.NAME)) {
      return Need.RENAME;
    }
    return switch (engine) {
      case DOCKER -> canBeSaid(field) ? Need.RECONFIGURE : Need.RELAUNCH;
      // Its service has learned to update containers only with version 5.
      case PODMAN -> Need.RELAUNCH;
    };
  }

  private boolean canBeSaid(String field) {
    // The one is not changed without the other: what may be swapped counts the memory in.
    var decisive = field.equals(MEMORY_SWAP) ? MEMORY : field;
    return LiveFields.UPDATABLE.contains(field)
        && (started.containsKey(decisive) || UNSET.containsKey(decisive));
  }

  /** The options that an update puts back. */
  SortedMap<String, String> options() {
    var options = new TreeMap<String, String>();
    for (var field : changed) {
      var value = started.getOrDefault(field, UNSET.get(field));
      if (canBeSaid(field) && value != null) {
        options.put(field, value);
      }
    }
    var memory = started.get(MEMORY);
    if (memory != null && (changed.contains(MEMORY) || changed.contains(MEMORY_SWAP))) {
      options.put(MEMORY, memory);
      // As the engines do where nothing is said.
      var twice = String.valueOf(2 * Long.parseLong(memory));
      options.put(MEMORY_SWAP, started.getOrDefault(MEMORY_SWAP, twice));
    }
    return options;
  }
}
