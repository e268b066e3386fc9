package io.atomic.reconcile.plan;

import static java.util.stream.Collectors.joining;

import io.atomic.reconcile.model.Durations;
import io.atomic.reconcile.model.Flapping;
import io.atomic.reconcile.plan.Change.Converge;
import io.atomic.reconcile.plan.Change.Held;
import io.atomic.reconcile.plan.Change.Reason;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;

/** Holds what would correct drift of an app that comes back however often it is corrected. */
final class FlapSuppression {
  private FlapSuppression() {}

  static Change of(Change change, Flapping flapping, Instant now) {
    if (!(change instanceof Converge converge) || !converge.isCorrection()) {
      return change;
    }
    var record = converge.standing().record();
    var counting =
        record == null ? List.<Instant>of() : flapping.counting(record.corrections(), now);
    if (counting.size() < flapping.corrections()) {
      return change;
    }
    // From when on there are fewer than may be.
    var until = counting.get(counting.size() - flapping.corrections()).plus(flapping.window());
    return new Held(
        change.id(),
        Reason.FLAPPING,
        "its drift was corrected %d times within %s (%s), but it has drifted again: %s"
            .formatted(
                counting.size(),
                Durations.text(flapping.window()),
                counting.stream().map(FlapSuppression::text).collect(joining(", ")),
                change.differences().stream().map(Difference::field).collect(joining(", "))),
        "find what changes it, then 'retry %s'; by itself it is corrected again from %s on"
            .formatted(change.id().name(), text(until)),
        true,
        change.differences());
  }

  private static String text(Instant time) {
    return time.truncatedTo(ChronoUnit.SECONDS).toString();
  }
}
