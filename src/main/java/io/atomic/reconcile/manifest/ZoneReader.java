package io.atomic.reconcile.manifest;

import static io.atomic.reconcile.manifest.ValueType.matching;

import io.atomic.reconcile.model.Problem;
import java.time.DateTimeException;
import java.time.ZoneId;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** {@code timeZone}, wherever the settings may say one. */
final class ZoneReader {
  private final Consumer<Problem> remarks;

  /**
   * Reads.
   *
   * @param remarks takes what no schema could say
   */
  ZoneReader(Consumer<Problem> remarks) {
    this.remarks = remarks;
  }

  /** Null = it does not say any that is known here. */
  @Nullable ZoneId zone(Fields fields) {
    var name =
        fields.optional(
            "timeZone", matching(Grammar.TIME_ZONE, "a time zone such as 'Europe/Berlin'"));
    if (name == null) {
      return null;
    }
    try {
      return ZoneId.of(name);
    } catch (DateTimeException _) {
      remarks.accept(
          Problem.error(
                  fields.placeOf("timeZone"),
                  "%s is %s, a time zone that is not known here"
                      .formatted(fields.pathOf("timeZone"), Quote.of(name)))
              .withRemedy("'timedatectl list-timezones' shows those that there are"));
      return null;
    }
  }
}
