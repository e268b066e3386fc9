package io.atomic.reconcile.label;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What one {@code --volume} or {@code --mount} brings into a container.
 *
 * @param source host path, without {@code .}, {@code ..} and doubled slashes; null = a volume or
 *     memory, nothing of the host's
 * @param readOnly whether the container can only read it
 * @param unusual settings that reach further than the mount itself, such as relabelling the source
 */
record HostMount(@Nullable String source, boolean readOnly, List<String> unusual) {
  /** Settings that change how the container sees the mount, and nothing outside of it. */
  private static final Set<String> ORDINARY =
      Set.of(
          "",
          "rw",
          "ro",
          "readonly",
          "slave",
          "rslave",
          "private",
          "rprivate",
          "bind",
          "rbind",
          "nocopy",
          "copy",
          "cached",
          "delegated",
          "consistent",
          "nodev",
          "noexec",
          "nosuid");

  /**
   * Settings that are harmless on a volume, which belongs to the engine, but not on a host path.
   */
  private static final Set<String> RELABELLING = Set.of("z", "Z", "U");

  private static final Set<String> MOUNT_KEYS =
      Set.of(
          "type",
          "source",
          "src",
          "target",
          "destination",
          "dst",
          "readonly",
          "ro",
          "rw",
          "bind-propagation",
          "consistency",
          "bind-nonrecursive",
          "tmpfs-size",
          "tmpfs-mode",
          "volume-nocopy",
          "notmpcopyup");

  private static final Map<String, String> KEY_ALIASES =
      Map.of("src", "source", "dst", "target", "destination", "target");

  HostMount {
    unusual = List.copyOf(unusual);
  }

  /** Reads {@code [source:]target[:settings]}. */
  static HostMount ofVolume(String text, String pwd) {
    var fields = text.split(":", 3);
    if (fields.length == 1) {
      return new HostMount(null, false, List.of());
    }
    var source = fields[0].contains("/") || fields[0].startsWith(".") ? fields[0] : null;
    var readOnly = false;
    var unusual = new ArrayList<String>();
    if (fields.length == 3) {
      for (var setting : fields[2].split(",", -1)) {
        readOnly |= setting.equals("ro");
        if (!ORDINARY.contains(setting) && (source != null || !RELABELLING.contains(setting))) {
          unusual.add(setting);
        }
      }
    }
    return new HostMount(source == null ? null : absolute(source, pwd), readOnly, unusual);
  }

  /** Reads {@code type=bind,source=…,target=…}. */
  static HostMount ofMount(String text, String pwd) {
    var settings = new HashMap<String, String>();
    var unusual = new ArrayList<String>();
    for (var field : text.split(",", -1)) {
      var equals = field.indexOf('=');
      var key = (equals < 0 ? field : field.substring(0, equals)).strip().toLowerCase(Locale.ROOT);
      var value = equals < 0 ? "true" : field.substring(equals + 1);
      settings.put(KEY_ALIASES.getOrDefault(key, key), value);
      if (!MOUNT_KEYS.contains(key)
          || (key.equals("bind-propagation") && !ORDINARY.contains(value))) {
        unusual.add(key);
      }
    }
    var type = settings.getOrDefault("type", "volume");
    // podman binds the target's own path where a bind names no source.
    var source =
        settings.getOrDefault("source", type.equals("bind") ? settings.get("target") : null);
    var engines = source == null || !source.contains("/");
    if (type.equals("tmpfs") || (type.equals("volume") && engines)) {
      return new HostMount(null, false, unusual);
    }
    if (!type.equals("bind") && !type.equals("volume")) {
      unusual.add("type=" + type);
    }
    return new HostMount(
        source == null ? null : absolute(source, pwd), isReadOnly(settings), unusual);
  }

  private static boolean isReadOnly(Map<String, String> settings) {
    var given = settings.getOrDefault("readonly", settings.getOrDefault("ro", "false"));
    return given.equals("true") || given.equals("1");
  }

  /** The path as the engine would take it; links are the business of whoever can see the host. */
  static String absolute(String path, String pwd) {
    var parts = new ArrayDeque<String>();
    for (var part : (path.startsWith("/") ? path : pwd + "/" + path).split("/", -1)) {
      if (part.equals("..")) {
        parts.pollLast();
      } else if (!part.isEmpty() && !part.equals(".")) {
        parts.addLast(part);
      }
    }
    return "/" + String.join("/", parts);
  }

  /** Whether a path is a directory or something in it. */
  static boolean isBelow(String path, String directory) {
    return path.equals(directory) || directory.equals("/") || path.startsWith(directory + "/");
  }
}
