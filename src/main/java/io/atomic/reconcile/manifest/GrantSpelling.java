package io.atomic.reconcile.manifest;

import io.atomic.reconcile.model.Grant;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** Finds what somebody who wrote what is no grant probably meant. */
public final class GrantSpelling {
  /** What the value after the colon looks like, where that is not a word of the reader's own. */
  private static final Map<String, String> EXAMPLES =
      Map.of(
          "cap:", "cap:SYS_TIME",
          "device:", "device:/dev/fuse",
          "mount:", "mount:/srv",
          "security-opt:", "security-opt:label=disable",
          "container:", "container:db",
          "engine:", "engine:volume",
          "command:", "command:/usr/bin/systemctl",
          "option:", "option:--sysctl");

  private GrantSpelling() {}

  /** A sentence that names the nearest grant, or all there are. */
  public static String remedy(String written) {
    var colon = written.indexOf(':');
    var kind = colon < 0 ? written : written.substring(0, colon + 1);
    var value = colon < 0 ? "" : written.substring(colon + 1);
    var form = Nearest.to(kind, Grant.FORMS);
    if (form == null && colon < 0) {
      form = Nearest.to(kind + ":", Grant.FORMS);
    }
    if (form == null) {
      return "known are " + String.join(", ", Grant.FORMS);
    }
    if (!form.endsWith(":")) {
      return "did you mean '%s'?".formatted(form);
    }
    var meant = form + usual(form, value);
    var example = EXAMPLES.getOrDefault(form, form);
    if (value.isEmpty() || Grant.find(meant) == null || meant.equals(written)) {
      return "such a grant looks like '%s'".formatted(example);
    }
    return form.equals("mount:") && colon < written.lastIndexOf(':')
        ? "behind its path a mount has nothing or ':ro'; did you mean '%s'?".formatted(meant)
        : "did you mean '%s'?".formatted(meant);
  }

  private static String usual(String form, String value) {
    return switch (form) {
      case "cap:" -> value.toUpperCase(Locale.ROOT).replaceFirst("^CAP_", "");
      case "option:" -> "--" + value.replaceFirst("^-+", "");
      case "mount:" -> usualMount(value.startsWith("/") ? value : "/" + value);
      default -> value;
    };
  }

  /** As engines write mounts, settings stand behind a second colon: {@code /srv:/srv:ro,z}. */
  private static String usualMount(String value) {
    var colon = value.indexOf(':');
    if (colon < 0) {
      return value;
    }
    var settings = List.of(value.substring(colon + 1).split("[:,]", -1));
    return value.substring(0, colon) + (settings.contains("ro") ? ":ro" : "");
  }
}
