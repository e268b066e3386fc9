package io.atomic.reconcile.model;

import java.time.Duration;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Durations as manifests, settings and options write them: {@code 10s}, {@code 1h30m}. */
public final class Durations {
  /** Days, hours, minutes, seconds and milliseconds, in that order, at least one of them. */
  public static final Pattern GRAMMAR =
      Pattern.compile(
          "(?=[0-9])(?:([0-9]{1,6})d)?(?:([0-9]{1,6})h)?(?:([0-9]{1,6})m)?(?:([0-9]{1,6})s)?"
              + "(?:([0-9]{1,6})ms)?");

  private Durations() {}

  /**
   * Reads a duration.
   *
   * @throws IllegalArgumentException with a sentence, if the text is none
   */
  public static Duration parse(String text) {
    var parts = GRAMMAR.matcher(text);
    if (!parts.matches()) {
      throw new IllegalArgumentException(
          "'%s' is not a duration such as '10s', '2m' or '1h30m'".formatted(text));
    }
    return Duration.ofDays(number(parts, 1))
        .plusHours(number(parts, 2))
        .plusMinutes(number(parts, 3))
        .plusSeconds(number(parts, 4))
        .plusMillis(number(parts, 5));
  }

  private static long number(Matcher parts, int group) {
    var digits = parts.group(group);
    return digits == null ? 0 : Long.parseLong(digits);
  }

  /** The shortest text; milliseconds are shown only where there is nothing longer. */
  public static String text(Duration duration) {
    if (duration.compareTo(Duration.ofSeconds(1)) < 0) {
      return duration.toMillis() + "ms";
    }
    var text = new StringBuilder();
    append(text, duration.toHours(), "h");
    append(text, duration.toMinutesPart(), "m");
    append(text, duration.toSecondsPart(), "s");
    return text.toString();
  }

  private static void append(StringBuilder text, long count, String unit) {
    if (count > 0) {
      text.append(count).append(unit);
    }
  }
}
