package io.atomic.reconcile.manifest;

/** The names that apps can have, for who names one elsewhere than in a manifest. */
public final class AppNames {
  private AppNames() {}

  public static boolean isName(String text) {
    return Grammar.NAME.matcher(text).matches();
  }
}
