package io.atomic.reconcile.model;

import java.util.Comparator;
import org.jspecify.annotations.Nullable;

/**
 * Something a person must know about.
 *
 * @param resource the resource it concerns, if it concerns one
 * @param place where to look, if it came from a file
 * @param message what was tried and what happened, one sentence, values in single quotes
 * @param remedy what to do about it, if that is known
 */
public record Problem(
    Severity severity,
    @Nullable ResourceId resource,
    @Nullable Place place,
    String message,
    @Nullable String remedy) {

  /** In the order in which people read files. */
  public static final Comparator<Problem> BY_PLACE =
      Comparator.comparing(Problem::place, Comparator.nullsFirst(Place.ORDER))
          .thenComparing(Problem::severity)
          .thenComparing(Problem::message);

  /** How bad it is: an {@code ERROR} makes the run fail, the others never do. */
  public enum Severity {
    ERROR,
    WARNING,
    NOTICE
  }

  public static Problem error(Place place, String message) {
    return new Problem(Severity.ERROR, null, place, message, null);
  }

  public static Problem error(ResourceId resource, String message, @Nullable String remedy) {
    return new Problem(Severity.ERROR, resource, null, message, remedy);
  }

  public static Problem warning(Place place, String message) {
    return new Problem(Severity.WARNING, null, place, message, null);
  }

  public static Problem warning(ResourceId resource, String message) {
    return new Problem(Severity.WARNING, resource, null, message, null);
  }

  public static Problem notice(ResourceId resource, String message) {
    return new Problem(Severity.NOTICE, resource, null, message, null);
  }

  public Problem about(ResourceId id) {
    return new Problem(severity, id, place, message, remedy);
  }

  public Problem withRemedy(String text) {
    return new Problem(severity, resource, place, message, text);
  }

  public boolean isError() {
    return severity == Severity.ERROR;
  }

  /** {@code place: message} as compilers print it. */
  @Override
  public String toString() {
    var where = place != null ? place + ": " : resource != null ? resource + ": " : "";
    return where + message + (remedy == null ? "" : "; " + remedy);
  }
}
