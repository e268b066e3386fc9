package io.atomic.reconcile.plan;

import io.atomic.reconcile.model.Desired;
import io.atomic.reconcile.model.Flapping;
import io.atomic.reconcile.model.HealthDefaults;
import io.atomic.reconcile.model.Observed;
import io.atomic.reconcile.model.Observed.EngineKind;
import io.atomic.reconcile.model.Observed.EngineView;
import io.atomic.reconcile.model.Recorded;
import io.atomic.reconcile.model.ResourceId;
import java.time.Duration;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Everything that a plan is made of; equal situations give equal plans.
 *
 * @param verdicts of the policy on a first plan, by resource: what it would do to these, it must
 *     not
 * @param boot whether it may end with a boot
 * @param windows what has to wait
 */
public record Situation(
    Desired desired,
    Recorded recorded,
    Observed observed,
    Surroundings surroundings,
    SortedMap<ResourceId, Verdict> verdicts,
    BootConsent boot,
    ClosedWindows windows) {
  /** What is said of a boot before anybody has asked for consent. */
  private static final BootConsent NOT_ASKED =
      new BootConsent.Withheld("NotAsked", "nobody has agreed to it", null);

  public Situation {
    verdicts = Collections.unmodifiableSortedMap(new TreeMap<>(verdicts));
  }

  /** One on which nobody has passed a verdict yet. */
  public Situation(
      Desired desired, Recorded recorded, Observed observed, Surroundings surroundings) {
    this(desired, recorded, observed, surroundings, new TreeMap<>(), NOT_ASKED, ClosedWindows.NONE);
  }

  /**
   * What plans depend on besides: what label commands are expanded with on this host, and what
   * whoever runs this has said.
   *
   * @param engineCommands words that replace a label's {@code docker} or {@code podman}, by the
   *     engine that is there
   * @param caller on whose behalf they are run
   * @param hostRoot put before CONFDIR, LOGDIR and DATADIR; empty on a real host
   * @param commandTimeout deadline of a label command whose manifest gives none
   * @param retainedImages how many images of an app are kept besides the current and the last good
   *     one
   * @param health of apps whose manifest does not say
   * @param flapping how often drift of an app is corrected
   * @param purgesData whether data may go with an app whose manifest wants that
   */
  public record Surroundings(
      Map<EngineKind, List<String>> engineCommands,
      String hostRoot,
      Caller caller,
      Duration commandTimeout,
      int retainedImages,
      HealthDefaults health,
      Flapping flapping,
      boolean purgesData) {
    public Surroundings {
      engineCommands = Map.copyOf(engineCommands);
    }
  }

  /**
   * The variables of whoever runs a label command.
   *
   * @param attachment what RUN is attached to
   */
  public record Caller(
      String pwd, String home, String sudoUid, String sudoGid, Attachment attachment) {

    /** In runs nobody is logged in: commands see the root directory and root's IDs. */
    public static Caller nobody(String home) {
      return new Caller("/", home, "0", "0", Attachment.DETACHED);
    }
  }

  /** Where the input and output of an app's main process go. */
  public enum Attachment {
    /** To the engine alone. */
    DETACHED,
    /** To whoever waits for it, without a terminal. */
    ATTACHED,
    /** To somebody's terminal. */
    TERMINAL
  }

  /** The engine's words in label commands; docker's name where no engine has answered. */
  public List<String> engineCommand() {
    var kind =
        observed.engine() instanceof EngineView.Reached reached
            ? reached.kind()
            : EngineKind.DOCKER;
    return surroundings.engineCommands().getOrDefault(kind, List.of("docker"));
  }

  /** Another look at the host, on which nobody has passed a verdict yet. */
  public Situation with(Observed other) {
    return new Situation(desired, recorded, other, surroundings, new TreeMap<>(), boot, windows);
  }

  public Situation with(Recorded other) {
    return new Situation(desired, other, observed, surroundings, verdicts, boot, windows);
  }

  public Situation with(SortedMap<ResourceId, Verdict> other) {
    return new Situation(desired, recorded, observed, surroundings, other, boot, windows);
  }

  public Situation with(BootConsent other) {
    return new Situation(desired, recorded, observed, surroundings, verdicts, other, windows);
  }

  public Situation with(ClosedWindows other) {
    return new Situation(desired, recorded, observed, surroundings, verdicts, boot, other);
  }
}
