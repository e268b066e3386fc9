package io.atomic.reconcile.plan;

import static org.assertj.core.api.Assertions.assertThat;

import io.atomic.reconcile.model.BootState;
import io.atomic.reconcile.model.Deployment;
import io.atomic.reconcile.model.Deployment.Layers;
import io.atomic.reconcile.model.Host;
import io.atomic.reconcile.model.HostRecord;
import io.atomic.reconcile.model.HostRecord.Attempt;
import io.atomic.reconcile.model.HostRecord.FailedAttempt;
import io.atomic.reconcile.model.HostRecord.FailedAttempt.Why;
import io.atomic.reconcile.model.HostSpec;
import io.atomic.reconcile.model.HostSpec.Driver;
import io.atomic.reconcile.model.HostSpec.KernelArguments;
import io.atomic.reconcile.model.HostSpec.Reboot;
import io.atomic.reconcile.model.OsView;
import io.atomic.reconcile.model.OsView.OsTool;
import io.atomic.reconcile.model.Update;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** What became of the deployment that we staged, from where it stands and which boot runs. */
class HostStandingTest {
  private static final Instant NOW = Instant.parse("2026-11-01T12:00:00Z");
  private static final Attempt ATTEMPT = attempt(false);
  private static final String NEW = "new";
  private static final String OLD = "old";

  private static Attempt attempt(boolean booting) {
    return new Attempt("key", "os-new.0", "43.2", NOW, "boot-1", booting);
  }

  private static HostRecord record(@Nullable Attempt attempt) {
    var spec =
        new HostSpec(
            null,
            null,
            null,
            null,
            Update.DEFAULT,
            List.of(),
            List.of(),
            List.of(),
            new KernelArguments(List.of(), List.of()),
            Driver.AUTO,
            false,
            Reboot.DEFAULT);
    return HostRecord.of(new Host("host", spec), null).withAttempt(attempt).withPostponedSince(NOW);
  }

  private static Deployment deployment(String checksum, boolean booted) {
    return new Deployment(
        "os-" + checksum + ".0",
        "os",
        checksum,
        null,
        "a/b",
        null,
        null,
        null,
        null,
        booted,
        false,
        false,
        false,
        false,
        Layers.NONE,
        null);
  }

  /** In the order in which they boot; the one that is named first runs. */
  private static HostStanding standing(
      @Nullable Attempt attempt,
      String bootId,
      @Nullable String finalizationFailure,
      String booted,
      String... order) {
    var deployments = List.of(order).stream().map(one -> deployment(one, one.equals(booted)));
    var seen =
        new OsView.Seen(
            OsTool.RPM_OSTREE,
            deployments.toList(),
            null,
            null,
            BootState.COMPLETE,
            null,
            null,
            List.of(),
            bootId,
            finalizationFailure,
            null);
    return HostStanding.of(record(attempt), seen, NOW);
  }

  private static OsView.Seen seen(BootState boot) {
    return new OsView.Seen(
        OsTool.RPM_OSTREE,
        List.of(deployment(OLD, true)),
        null,
        null,
        boot,
        null,
        null,
        List.of(),
        "boot-1",
        null,
        null);
  }

  private static HostStanding failed(Why why, String message) {
    return new HostStanding.Failed(new FailedAttempt("key", "os-new.0", "43.2", why, message, NOW));
  }

  @Test
  void nothingWasStaged() {
    assertThat(standing(null, "boot-1", null, OLD, OLD)).isEqualTo(new HostStanding.Nothing());
  }

  @Test
  void itWaitsForABoot() {
    assertThat(standing(ATTEMPT, "boot-1", null, OLD, NEW, OLD))
        .isEqualTo(new HostStanding.Waiting(ATTEMPT));
  }

  /** As after a crash while its command ran, which goes on without us. */
  @Test
  void whatIsBeingStagedWaitsTillTheBootEnds() {
    var underWay = new Attempt("key", null, "43.2", NOW, "boot-1", false);

    assertThat(standing(underWay, "boot-1", null, OLD, OLD))
        .isEqualTo(new HostStanding.Waiting(underWay));
    assertThat(standing(underWay, "boot-2", "no space", OLD, OLD))
        .isEqualTo(new HostStanding.Lost(underWay));
  }

  @Test
  void itRuns() {
    assertThat(standing(ATTEMPT, "boot-2", null, NEW, NEW, OLD))
        .isEqualTo(new HostStanding.Booted(ATTEMPT));
  }

  /** A soft reboot keeps the kernel, and with it the boot ID. */
  @Test
  void itRunsWithinTheSameBoot() {
    assertThat(standing(ATTEMPT, "boot-1", null, NEW, NEW, OLD))
        .isEqualTo(new HostStanding.Booted(ATTEMPT));
  }

  @Test
  void somebodyDroppedItAtTheCommandLine() {
    assertThat(standing(ATTEMPT, "boot-1", null, OLD, OLD))
        .isEqualTo(new HostStanding.Lost(ATTEMPT));
    assertThat(standing(attempt(true), "boot-1", "an old failure", OLD, "other", OLD))
        .isEqualTo(new HostStanding.Lost(attempt(true)));
  }

  @Test
  void itRanAndSomethingWentBack() {
    var message = "'43.2' was booted, but something went back to another deployment";

    assertThat(standing(ATTEMPT, "boot-2", null, OLD, OLD, NEW))
        .isEqualTo(failed(Why.ROLLED_BACK, message));
    assertThat(standing(attempt(true), "boot-2", null, OLD, NEW, OLD))
        .as("the boot loader went back, and the order of boots is the same")
        .isEqualTo(failed(Why.ROLLED_BACK, message));
  }

  @Test
  void itCouldNotBeWritten() {
    assertThat(standing(ATTEMPT, "boot-2", "no space", OLD, OLD))
        .isEqualTo(
            failed(
                Why.FINALIZATION_FAILED,
                "'43.2' could not be written at the last shutdown: no space"));
  }

  /** Whoever pulls the plug of a host does not say that what it has staged is bad. */
  @Test
  void thePowerWasCut() {
    assertThat(standing(ATTEMPT, "boot-2", null, OLD, OLD))
        .isEqualTo(new HostStanding.Lost(ATTEMPT));
  }

  @Test
  void itWasToBeBootedAndIsGone() {
    assertThat(standing(attempt(true), "boot-2", null, OLD, OLD))
        .isEqualTo(
            failed(
                Why.FINALIZATION_FAILED,
                "'43.2' was to be booted, but is gone, and the former deployment runs"));
  }

  @Test
  void onlyABootThatHasProvedItselfIsTheEndOfIt() {
    var record = record(ATTEMPT);
    var booted = new HostStanding.Booted(ATTEMPT);

    assertThat(booted.noted(record, seen(BootState.PENDING))).isEqualTo(record);
    assertThat(booted.noted(record, seen(BootState.FAILED))).isEqualTo(record);
    assertThat(booted.noted(record, seen(BootState.COMPLETE)))
        .isEqualTo(record.withAttempt(null).withPostponedSince(null));
  }

  @Test
  void whatFailedIsRemembered() {
    var failure = new FailedAttempt("key", "os-new.0", "43.2", Why.ROLLED_BACK, "it was ill", NOW);
    var noted = new HostStanding.Failed(failure).noted(record(ATTEMPT), seen(BootState.COMPLETE));

    assertThat(noted).isEqualTo(record(ATTEMPT).withFailure(failure));
    assertThat(noted).extracting(HostRecord::attempt).isNull();
  }

  @Test
  void whatIsLostIsNotAHindrance() {
    assertThat(new HostStanding.Lost(ATTEMPT).noted(record(ATTEMPT), seen(BootState.COMPLETE)))
        .isEqualTo(record(null));
    assertThat(new HostStanding.Waiting(ATTEMPT).noted(record(ATTEMPT), seen(BootState.COMPLETE)))
        .isEqualTo(record(ATTEMPT));
    assertThat(new HostStanding.Nothing().noted(null, seen(BootState.COMPLETE))).isNull();
  }
}
