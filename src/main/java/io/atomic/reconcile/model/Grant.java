package io.atomic.reconcile.model;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * A privilege that label commands may use, as manifests spell it. What a command needs is spelled
 * in the same way: as the grant that would just allow it.
 */
public sealed interface Grant {
  /** Every form, as a person may write it; what follows a colon stands for any other. */
  List<String> FORMS =
      List.of(
          "privileged",
          "shell",
          "engine-socket",
          "host-network",
          "host-pid",
          "host-ipc",
          "host-uts",
          "host-userns",
          "host-cgroupns",
          "cap:",
          "device:",
          "mount:",
          "security-opt:",
          "container:",
          "engine:",
          "command:",
          "option:");

  /**
   * The spelling; the JSON Schemas carry the same pattern. A path that is to be granted has neither
   * a colon, which begins {@code :ro}, nor a character that nobody sees.
   */
  Pattern GRAMMAR =
      Pattern.compile(
          "privileged|shell|engine-socket|host-(network|pid|ipc|uts|userns|cgroupns)"
              + "|cap:(?!CAP_)[A-Z][A-Z0-9_]*|(device|command|security-opt):[!-~]+"
              + "|mount:/(?!([^:%1$s]*/)?\\.\\.(/|:|\\z))[^:%1$s]*(:ro)?"
                  .formatted(Printable.HIDDEN)
              + "|container:[a-zA-Z0-9][a-zA-Z0-9_.-]*|engine:[a-z][a-z0-9-]*"
              + "|option:--[A-Za-z][A-Za-z0-9-]*(:[!-~]+)?");

  /**
   * Whether who has this grant may do what that one allows. Each grant covers itself; {@code
   * privileged} covers capabilities, devices and security options, which the engine gives with it.
   */
  boolean covers(Grant need);

  /** One that a single word names: {@code privileged}, {@code host-network}, {@code shell} … */
  record Plain(String word) implements Grant {
    private static final String PRIVILEGED = "privileged";

    @Override
    public boolean covers(Grant need) {
      return equals(need)
          || (word.equals(PRIVILEGED)
              && need instanceof Named(var kind, _)
              && (kind.equals("cap") || kind.equals("device") || kind.equals("security-opt")));
    }

    @Override
    public String toString() {
      return word;
    }
  }

  /**
   * A host path to be mounted.
   *
   * @param path absolute, without {@code .}, {@code ..} and doubled slashes
   * @param readOnly whether it may only be read
   */
  record Mount(String path, boolean readOnly) implements Grant {
    @Override
    public boolean covers(Grant need) {
      return need instanceof Mount(var wanted, var onlyRead)
          && (onlyRead || !readOnly)
          && isBelow(wanted, path);
    }

    public Mount at(String other) {
      return new Mount(other, readOnly);
    }

    /** This one, or that of the deepest directory above it which a grant can spell. */
    public Mount spelled() {
      var odd = 0;
      while (odd < path.length()
          && path.charAt(odd) != ':'
          && !Printable.isHidden(path.codePointAt(odd))) {
        odd++;
      }
      return odd == path.length()
          ? this
          : at(path.substring(0, Math.max(1, path.lastIndexOf('/', odd))));
    }

    /** Whether a path is a directory or something in it. */
    public static boolean isBelow(String path, String directory) {
      return path.equals(directory) || directory.equals("/") || path.startsWith(directory + "/");
    }

    @Override
    public String toString() {
      return "mount:" + path + (readOnly ? ":ro" : "");
    }
  }

  /**
   * One that says of what: {@code cap:SYS_TIME}, {@code option:--sysctl}.
   *
   * @param kind what stands before the colon
   */
  record Named(String kind, String value) implements Grant {
    @Override
    public boolean covers(Grant need) {
      return equals(need)
          || (kind.equals("cap")
              && value.equals("ALL")
              && need instanceof Named(var other, _)
              && other.equals("cap"));
    }

    @Override
    public String toString() {
      return kind + ":" + value;
    }
  }

  /** The grant of that spelling; null = there is none. */
  static @Nullable Grant find(String text) {
    if (!GRAMMAR.matcher(text).matches()) {
      return null;
    }
    var colon = text.indexOf(':');
    if (colon < 0) {
      return new Plain(text);
    }
    var kind = text.substring(0, colon);
    var value = text.substring(colon + 1);
    if (!kind.equals("mount")) {
      return new Named(kind, value);
    }
    var readOnly = value.endsWith(":ro");
    return new Mount(
        clean(readOnly ? value.substring(0, value.length() - ":ro".length()) : value), readOnly);
  }

  /** The grants of those spellings; what is none gives nothing. */
  static List<Grant> findAll(List<String> texts) {
    return texts.stream().flatMap(text -> Stream.ofNullable(find(text))).toList();
  }

  private static String clean(String path) {
    var parts = new ArrayList<String>();
    for (var part : path.split("/", -1)) {
      if (!part.isEmpty() && !part.equals(".")) {
        parts.add(part);
      }
    }
    return "/" + String.join("/", parts);
  }
}
