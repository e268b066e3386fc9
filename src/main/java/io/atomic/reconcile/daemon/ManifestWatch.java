package io.atomic.reconcile.daemon;

import io.atomic.reconcile.cycle.EffectException;
import io.atomic.reconcile.cycle.ManifestChanges;
import io.atomic.reconcile.daemon.Agenda.Patience;
import java.time.Duration;

/** Follows the manifest directories, and waits until whoever writes there has come to an end. */
final class ManifestWatch {
  /**
   * A checkout writes many files, and some tools write them in several pieces: nothing is read
   * before it has been quiet for so long.
   */
  private static final Patience SETTLING =
      new Patience(Duration.ofSeconds(1), Duration.ofSeconds(20));

  private static final Duration PAUSE = Duration.ofSeconds(30);

  private final ManifestChanges changes;
  private final Agenda agenda;
  private final Chronicle chronicle;

  ManifestWatch(ManifestChanges changes, Agenda agenda, Chronicle chronicle) {
    this.changes = changes;
    this.agenda = agenda;
    this.chronicle = chronicle;
  }

  /** Follows until it is interrupted. */
  void follow() throws InterruptedException {
    var told = "";
    while (true) {
      try {
        changes.follow(() ->
            agenda.add(
                Scope.GENERAL,
                Cause.of(Cause.Kind.MANIFESTS, "the manifests have changed"),
                SETTLING));
      } catch (EffectException e) {
        if (!told.equals(e.message())) {
          chronicle.warns(e.message(), e.remedy());
          told = e.message();
        }
      }
      Thread.sleep(PAUSE);
    }
  }
}
