package io.atomic.reconcile.model;

import io.atomic.reconcile.model.HostSpec.Reboot.FleetLock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.SortedSet;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * What we did to the host's deployments.
 *
 * @param manifest as it was applied last
 * @param place of that manifest; null = not known
 * @param ours what we changed on top of the base, and take back when no manifest names it
 * @param attempt the deployment that we staged last, until a boot has shown what became of it
 * @param failed what was tried and did not boot, oldest first
 * @param lock the lock that we hold, or may hold, over a boot
 * @param postponedSince since when people who are logged in have been warned of a boot
 * @param tip what its reference means
 */
public record HostRecord(
    Host manifest,
    @Nullable String place,
    Ours ours,
    @Nullable Attempt attempt,
    List<FailedAttempt> failed,
    @Nullable FleetLock lock,
    @Nullable Instant postponedSince,
    @Nullable Sighting tip,
    @Nullable LastOutcome outcome) {
  /** More are not worth remembering: a manifest goes back to few of its former wishes. */
  private static final int MOST_FAILED = 20;

  public HostRecord {
    failed = List.copyOf(failed);
  }

  /** Of a host that nothing was done to. */
  public static HostRecord of(Host manifest, @Nullable String place) {
    return new HostRecord(manifest, place, Ours.NOTHING, null, List.of(), null, null, null, null);
  }

  public ResourceId id() {
    return manifest.id();
  }

  /**
   * What is on top of the base because of us.
   *
   * @param packages that we layered
   * @param removals base packages that we removed
   * @param arguments kernel arguments that we added
   */
  public record Ours(
      SortedSet<String> packages, SortedSet<String> removals, SortedSet<String> arguments) {
    public static final Ours NOTHING = new Ours(new TreeSet<>(), new TreeSet<>(), new TreeSet<>());

    public Ours {
      packages = Collections.unmodifiableSortedSet(new TreeSet<>(packages));
      removals = Collections.unmodifiableSortedSet(new TreeSet<>(removals));
      arguments = Collections.unmodifiableSortedSet(new TreeSet<>(arguments));
    }

    /** What is ours by a record; null = nothing is recorded. */
    public static Ours of(@Nullable HostRecord record) {
      return record == null ? NOTHING : record.ours();
    }
  }

  /**
   * A deployment that we staged, or are staging.
   *
   * @param key of what was wanted ({@code plan.HostKey})
   * @param deploymentId that boots next because of us; null = the command that makes it has not
   *     ended as far as we know: then whatever is staged is its work
   * @param title what people know it by
   * @param bootId of the boot in which it was staged
   * @param booting whether we asked for the boot ourselves
   */
  public record Attempt(
      String key,
      @Nullable String deploymentId,
      String title,
      Instant stagedAt,
      String bootId,
      boolean booting) {

    /** Whether a deployment that boots next is its work. */
    public boolean made(Deployment next) {
      return deploymentId == null ? next.staged() : deploymentId.equals(next.id());
    }

    /** The same, now that it is known what it has made. */
    public Attempt of(Deployment made) {
      return new Attempt(key, made.id(), made.title(), stagedAt, bootId, booting);
    }

    /** The same, of which a boot is asked for. */
    public Attempt onItsWay() {
      return new Attempt(key, deploymentId, title, stagedAt, bootId, true);
    }

    /** The same, of which no boot is asked for any more. */
    public Attempt waiting() {
      return new Attempt(key, deploymentId, title, stagedAt, bootId, false);
    }
  }

  /**
   * What was wanted and did not come about. What did not boot is not tried again; what the tool
   * refused, after a time.
   *
   * @param key of what was wanted
   * @param deploymentId that failed; null = nothing was staged
   */
  public record FailedAttempt(
      String key,
      @Nullable String deploymentId,
      String title,
      Why why,
      String message,
      Instant at) {

    /** What happened. */
    public enum Why {
      /** Another deployment runs: a health check or somebody went back. */
      ROLLED_BACK,
      /** It could not be written at shutdown. */
      FINALIZATION_FAILED,
      /** What its tool brought is not what the manifest says. */
      OTHER_CONTENT,
      /** Its tool said no, and would say so again. */
      REFUSED;

      /** Whether it was a boot that went wrong, and not the staging before it. */
      public boolean isOfBoot() {
        return this == ROLLED_BACK || this == FINALIZATION_FAILED;
      }
    }

    /**
     * Whether it may be tried again.
     *
     * @param rest how long what its tool refused is left alone
     */
    public boolean isOver(Instant now, Duration rest) {
      return !why.isOfBoot() && !at.plus(rest).isAfter(now);
    }
  }

  /** Whether a deployment that boots next is our work, also where it has failed since. */
  public boolean made(Deployment next) {
    return (attempt != null && attempt.made(next))
        || failed.stream().anyMatch(one -> next.id().equals(one.deploymentId()));
  }

  public @Nullable FailedAttempt failure(String key) {
    return failed.stream().filter(one -> one.key().equals(key)).findFirst().orElse(null);
  }

  public HostRecord withManifest(Host other, @Nullable String otherPlace) {
    return new HostRecord(
        other, otherPlace, ours, attempt, failed, lock, postponedSince, tip, outcome);
  }

  public HostRecord withOurs(Ours other) {
    return new HostRecord(
        manifest, place, other, attempt, failed, lock, postponedSince, tip, outcome);
  }

  public HostRecord withAttempt(@Nullable Attempt other) {
    return new HostRecord(manifest, place, ours, other, failed, lock, postponedSince, tip, outcome);
  }

  /** With one more failure, of a wish that is not under way any more. */
  public HostRecord withFailure(FailedAttempt one) {
    var all = new ArrayList<>(failed);
    all.removeIf(other -> other.key().equals(one.key()));
    all.add(one);
    return new HostRecord(
        manifest,
        place,
        ours,
        null,
        all.subList(Math.max(0, all.size() - MOST_FAILED), all.size()),
        lock,
        null,
        tip,
        outcome);
  }

  /** With one more failure, before anything of that wish was staged. */
  public HostRecord withRefusal(FailedAttempt one) {
    return withFailure(one).withAttempt(attempt).withPostponedSince(postponedSince);
  }

  /** With nothing that is not tried again. */
  public HostRecord withoutFailures() {
    return new HostRecord(
        manifest, place, ours, attempt, List.of(), lock, postponedSince, tip, outcome);
  }

  public HostRecord withLock(@Nullable FleetLock other) {
    return new HostRecord(
        manifest, place, ours, attempt, failed, other, postponedSince, tip, outcome);
  }

  public HostRecord withPostponedSince(@Nullable Instant other) {
    return new HostRecord(manifest, place, ours, attempt, failed, lock, other, tip, outcome);
  }

  public HostRecord withTip(@Nullable Sighting other) {
    return new HostRecord(
        manifest, place, ours, attempt, failed, lock, postponedSince, other, outcome);
  }

  public HostRecord withOutcome(LastOutcome other) {
    return new HostRecord(manifest, place, ours, attempt, failed, lock, postponedSince, tip, other);
  }
}
