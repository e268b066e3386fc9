package io.atomic.reconcile.manifest;

import io.atomic.reconcile.model.Grant;
import java.util.Locale;
import java.util.Map;

/** Finds what somebody who wrote what is no grant probably meant. */
final class GrantSpelling {
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
  static String remedy(String written) {
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
    return value.isEmpty() || Grant.find(meant) == null || meant.equals(written)
        ? "such a grant looks like '%s'".formatted(example)
        : "did you mean '%s'?".formatted(meant);
  }

  private static String usual(String form, String value) {
    return switch (form) {
      case "cap:" -> value.toUpperCase(Locale.ROOT).replaceFirst("^CAP_", "");
      case "option:" -> "--" + value.replaceFirst("^-+", "");
      case "mount:" -> value.startsWith("/") ? value : "/" + value;
      default -> value;
    };
  }
}
