package io.atomic.reconcile.manifest;

import java.util.Locale;

/** The names that apps can have, for who names one elsewhere than in a manifest. */
public final class AppNames {
  /** Leaves room for a prefix. */
  private static final int LONGEST = 59;

  private AppNames() {}

  public static boolean isName(String text) {
    return Grammar.NAME.matcher(text).matches();
  }

  /** The name itself if an app can have it, else one that is like it. */
  public static String like(String text) {
    if (isName(text)) {
      return text;
    }
    var lower =
        text.toLowerCase(Locale.ROOT)
            .replaceAll("[^a-z0-9_.-]", "-")
            .replaceFirst("^[^a-z0-9]+", "");
    var shorter = lower.substring(0, Math.min(lower.length(), LONGEST));
    return isName(shorter) ? shorter : "app-" + shorter;
  }
}
