package io.atomic.reconcile.registry;

import io.atomic.reconcile.model.Printable;
import org.jspecify.annotations.Nullable;

/** What registries and helpers say to people, made fit to be shown. */
final class Sayings {
  private static final int LONGEST = 200;

  private Sayings() {}

  /** On one line that moves no cursor, and not too long. */
  static String plain(String text) {
    var line = Printable.line(text.strip());
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
