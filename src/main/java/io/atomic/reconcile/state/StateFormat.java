package io.atomic.reconcile.state;

import java.util.Collections;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.UnaryOperator;
import tools.jackson.databind.node.ObjectNode;

/**
 * The versions of {@code state.json}. A version is raised when an older release would misunderstand
 * the file; fields that it can do without are added within a version.
 *
 * @param current the one that is written
 * @param migrations what makes an object of the key's version one of the next
 */
record StateFormat(int current, SortedMap<Integer, UnaryOperator<ObjectNode>> migrations) {
  static final StateFormat SHIPPED = new StateFormat(1, Collections.emptySortedMap());
  static final String FIELD = "formatVersion";

  StateFormat {
    migrations = Collections.unmodifiableSortedMap(new TreeMap<>(migrations));
    for (var version = 1; version < current; version++) {
      if (!migrations.containsKey(version)) {
        throw new IllegalArgumentException("nothing migrates version '%d'".formatted(version));
      }
    }
  }

  ObjectNode migrate(ObjectNode node, int from) {
    var migrated = node;
    for (var migration : migrations.tailMap(from).values()) {
      migrated = migration.apply(migrated);
    }
    return migrated;
  }
}
