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
 * @param written the same path as the command has it, only absolute; null with {@code source}
 * @param volume name of the engine's volume; null = it is none, or a new one without a name
 * @param readOnly whether the container can only read it
 * @param unusual settings that reach further than the mount itself, such as relabelling the source
 */
record HostMount(
    @Nullable String source,
    @Nullable String written,
    @Nullable String volume,
    boolean readOnly,
    List<String> unusual) {
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
      Map.of("src", "source", "dst", "target", "destination", "target", "ro", "readonly");

  HostMount {
    unusual = List.copyOf(unusual);
  }

  /** Reads {@code [source:]target[:settings]}. */
  static HostMount ofVolume(String text, String pwd) {
    var fields = text.split(":", 3);
    if (fields.length == 1) {
      return new HostMount(null, null, null, false, List.of());
    }
    var isPath = fields[0].contains("/") || fields[0].startsWith(".");
    var readOnly = false;
    var unusual = new ArrayList<String>();
    if (fields.length == 3) {
      var settings = List.of(fields[2].split(",", -1));
      readOnly = settings.contains("ro") && !settings.contains("rw");
      for (var setting : settings) {
        if (!ORDINARY.contains(setting) && (isPath || !RELABELLING.contains(setting))) {
          unusual.add(setting);
        }
      }
    }
    return isPath
        ? ofPath(fields[0], pwd, readOnly, unusual)
        : new HostMount(null, null, named(fields[0]), readOnly, unusual);
  }

  /** Reads {@code type=bind,source=…,target=…}. */
  static HostMount ofMount(String text, String pwd) {
    var settings = new HashMap<String, String>();
    var unusual = new ArrayList<String>();
    for (var field : text.split(",", -1)) {
      var equals = field.indexOf('=');
      var written =
          (equals < 0 ? field : field.substring(0, equals)).strip().toLowerCase(Locale.ROOT);
      var key = KEY_ALIASES.getOrDefault(written, written);
      var value = equals < 0 ? "true" : field.substring(equals + 1);
      // Of two that contradict each other the engines do not take the same one.
      if (settings.put(key, value) != null
          || !MOUNT_KEYS.contains(written)
          || (key.equals("bind-propagation") && !ORDINARY.contains(value))) {
        unusual.add(written);
      }
    }
    var type = settings.getOrDefault("type", "volume").toLowerCase(Locale.ROOT);
    // podman binds the target's own path where a bind names no source.
    var source =
        settings.getOrDefault("source", type.equals("bind") ? settings.get("target") : null);
    if (type.equals("tmpfs") && source == null) {
      return new HostMount(null, null, null, false, unusual);
    }
    var engines = source == null || !(source.contains("/") || source.startsWith("."));
    if (type.equals("volume") && engines) {
      return new HostMount(null, null, named(source), isReadOnly(settings), unusual);
    }
    if (!type.equals("bind") && !type.equals("volume")) {
      unusual.add("type=" + type);
    }
    return source == null
        ? new HostMount(null, null, null, false, unusual)
        : ofPath(source, pwd, isReadOnly(settings), unusual);
  }

  private static HostMount ofPath(String path, String pwd, boolean readOnly, List<String> unusual) {
    return new HostMount(
        absolute(path, pwd),
        path.startsWith("/") ? path : pwd + "/" + path,
        null,
        readOnly,
        unusual);
  }

  private static @Nullable String named(@Nullable String volume) {
    return volume == null || volume.isEmpty() ? null : volume;
  }

  private static boolean isReadOnly(Map<String, String> settings) {
    var given = settings.getOrDefault("readonly", "false");
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
}
