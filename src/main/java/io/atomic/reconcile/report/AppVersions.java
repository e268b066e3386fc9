package io.atomic.reconcile.report;

import io.atomic.reconcile.model.AppRecord;
import io.atomic.reconcile.model.BadVersion;
import io.atomic.reconcile.model.ProvenVersion;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The versions of an app that somebody can go back to, and those that are not tried again.
 *
 * @param proven the latest first
 */
public record AppVersions(List<Proven> proven, List<NotTried> notTried) {
  public AppVersions {
    proven = List.copyOf(proven);
    notTried = List.copyOf(notTried);
  }

  /**
   * A version that proved itself.
   *
   * @param back the N of {@code rollback APP --to N}; 0 = it is what is there now
   */
  public record Proven(int back, ProvenVersion version) {}

  /**
   * A version that is not tried again.
   *
   * @param until when it may be; null = never by itself
   */
  public record NotTried(BadVersion version, @Nullable Instant until) {}

  /**
   * As recorded.
   *
   * @param expiry after which a version that failed is tried once more
   */
  public static AppVersions of(AppRecord record, Duration expiry, Instant now) {
    var proven = new ArrayList<Proven>();
    var first = record.isProven() ? 0 : 1;
    for (var i = 0; i < record.proven().size(); i++) {
      proven.add(new Proven(first + i, record.proven().get(i)));
    }
    var notTried =
        record.bad().stream()
            .map(bad -> new NotTried(bad, bad.isByHand() ? null : bad.at().plus(expiry)))
            .filter(bad -> bad.until() == null || now.isBefore(bad.until()))
            .toList();
    return new AppVersions(proven, notTried);
  }
}
