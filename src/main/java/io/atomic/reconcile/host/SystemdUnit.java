package io.atomic.reconcile.host;

import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * A unit as {@code systemctl show} tells of it.
 *
 * @param hasJob whether systemd is about to start or stop it
 * @param requires without them it does not start
 * @param wantedBy those that start it when they are started, among the units that systemd has
 *     loaded
 */
record SystemdUnit(
    String name,
    String load,
    String active,
    boolean hasJob,
    SortedSet<String> requires,
    SortedSet<String> wantedBy) {
  private static final List<String> REQUIREMENTS = List.of("Requires", "Requisite", "BindsTo");
  private static final List<String> WANTS =
      List.of("RequiredBy", "WantedBy", "BoundBy", "UpheldBy");

  /** What must be asked for. */
  static final String PROPERTIES =
      "Id,LoadState,ActiveState,Job,"
          + String.join(",", REQUIREMENTS)
          + ","
          + String.join(",", WANTS);

  /** Reads blocks of lines {@code NAME=VALUE}, one for each unit, with an empty line in between. */
  static List<SystemdUnit> read(String shown) {
    var units = new ArrayList<SystemdUnit>();
    for (var block : shown.strip().split("\n\n+", -1)) {
      var values = new TreeMap<String, String>();
      block
          .lines()
          .filter(line -> line.indexOf('=') > 0)
          .forEach(line ->
              values.put(
                  line.substring(0, line.indexOf('=')), line.substring(line.indexOf('=') + 1)));
      if (values.containsKey("Id")) {
        units.add(of(values));
      }
    }
    return units;
  }

  private static SystemdUnit of(SortedMap<String, String> values) {
    return new SystemdUnit(
        values.getOrDefault("Id", ""),
        values.getOrDefault("LoadState", ""),
        values.getOrDefault("ActiveState", ""),
        !values.getOrDefault("Job", "").isEmpty(),
        names(values, REQUIREMENTS),
        names(values, WANTS));
  }

  private static SortedSet<String> names(
      SortedMap<String, String> values, List<String> properties) {
    var names = new TreeSet<String>();
    for (var property : properties) {
      for (var name : values.getOrDefault(property, "").split(" ", -1)) {
        if (!name.isEmpty()) {
          names.add(name);
        }
      }
    }
    return names;
  }

  /** Neither missing, nor masked, nor damaged. */
  boolean isLoaded() {
    return load.equals("loaded");
  }

  boolean isActive() {
    return active.equals("active") || active.equals("reloading") || active.equals("refreshing");
  }

  /** Also between two attempts at a start. */
  boolean isOnItsWay() {
    return hasJob || active.equals("activating");
  }

  /** Whether what requires it does not start. */
  boolean cannotBeRequired() {
    return !isActive() && !isOnItsWay() && (active.equals("failed") || !isLoaded());
  }
}
