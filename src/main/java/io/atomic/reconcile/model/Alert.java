package io.atomic.reconcile.model;

import java.util.Locale;

/**
 * Something is wrong, and somebody may want to know.
 *
 * @param subject what it is about: a resource such as {@code App/web}, a file, or a part of the
 *     host
 * @param reason in CamelCase
 */
public record Alert(AlertKind kind, String subject, String reason, String message) {

  /** What stays the same while what is wrong with it changes. */
  public String key() {
    return key(subject, kind.aspect());
  }

  /** That of whatever is wrong with a subject in one way. */
  public static String key(String subject, AlertKind.Aspect aspect) {
    return subject + " " + aspect.name().toLowerCase(Locale.ROOT);
  }
}
