package io.atomic.reconcile.model;

import java.util.Collections;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * A volume as the engine keeps it.
 *
 * @param options with which it was made: they can make it a mount of anything
 */
public record Volume(String name, String driver, SortedMap<String, String> options) {
  public Volume {
    options = Collections.unmodifiableSortedMap(new TreeMap<>(options));
  }

  /** Whether it is a directory of the engine's own, and nothing else. */
  public boolean isPlain() {
    return driver.equals("local") && options.isEmpty();
  }

  /** The host path that it is another name for; empty = it is none, or something else. */
  public List<String> devices() {
    var settings = List.of(options.getOrDefault("o", "").split(",", -1));
    var device = options.getOrDefault("device", "");
    return driver.equals("local")
            && device.startsWith("/")
            && (settings.contains("bind") || settings.contains("rbind"))
        ? List.of(device)
        : List.of();
  }
}
