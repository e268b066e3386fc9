package io.atomic.reconcile.model;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.List;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** What is remembered of a registry's answers, so that the same news is no news. */
class SightingTest {
  private static final Instant MONDAY = Instant.parse("2026-11-02T12:00:00Z");
  private static final Instant TUESDAY = Instant.parse("2026-11-03T12:00:00Z");
  private static final String TAG = "quay.io/a/web:1";

  @Test
  void theSameAnswerIsStillTheFirstSight() {
    var first = answered(null, TAG, "sha256:a", MONDAY);

    assertThat(answered(first, TAG, "sha256:a", TUESDAY)).isEqualTo(first);
  }

  @Test
  void anotherAnswerIsSeenAnew() {
    var second = answered(answered(null, TAG, "sha256:a", MONDAY), TAG, "sha256:b", TUESDAY);

    assertThat(second.meaning()).isNotNull().returns(TUESDAY, Sighting.Meaning::firstSeen);
  }

  @Test
  void ofAnotherTagNothingWasSeenBefore() {
    var other =
        answered(answered(null, TAG, "sha256:a", MONDAY), "quay.io/a/web:2", "sha256:a", TUESDAY);

    assertThat(other.meaning()).isNotNull().returns(TUESDAY, Sighting.Meaning::firstSeen);
  }

  @Test
  void silenceBeginsWithTheFirstQuestionThatNobodyAnswersAndForgetsNothing() {
    var known = answered(null, TAG, "sha256:a", MONDAY);
    var silent = Sighting.unanswered(known, TAG, "nobody listens", null, MONDAY);
    var still = Sighting.unanswered(silent, TAG, "nobody listens yet", null, TUESDAY);

    assertThat(still).isEqualTo(silent);
    assertThat(still.meaning()).isEqualTo(known.meaning());
    assertThat(answered(still, TAG, "sha256:a", TUESDAY)).isEqualTo(known);
  }

  private static Sighting answered(
      @Nullable Sighting before, String reference, String digest, Instant now) {
    return Sighting.answered(before, reference, digest, new TreeSet<>(List.of(digest)), null, now);
  }
}
