package io.atomic.reconcile.registry;

import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** What registries and helpers say to people, made fit to be shown. */
final class Sayings {
  private static final int LONGEST = 200;

  /** Control characters, and marks that turn the direction of what follows. */
  private static final Pattern UNPRINTABLE =
      Pattern.compile("[\\p{Cc}\\u200e\\u200f\\u202a-\\u202e\\u2066-\\u2069\\u2028\\u2029]+");

  private Sayings() {}

  /** On one line, without what would move a cursor, and not too long. */
  static String plain(String text) {
    var line = UNPRINTABLE.matcher(text).replaceAll(" ").strip();
    return line.length() <= LONGEST ? line : line.substring(0, LONGEST - 1) + "…";
  }

  /** The first error that a registry's answer tells of; null = it tells of none. */
  static @Nullable String error(byte[] body) {
    try {
      var errors = Json.object(body).list("errors");
      var message = errors.isEmpty() ? null : errors.getFirst().text("message");
      return message == null ? null : plain(message);
    } catch (IllegalArgumentException _) {
      // A proxy's error page, or nothing.
      return null;
    }
  }
}
