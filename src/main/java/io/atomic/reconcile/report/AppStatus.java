package io.atomic.reconcile.report;

import io.atomic.reconcile.cycle.Cycle.Proposal;
import io.atomic.reconcile.model.AppSpec.AppState;
import io.atomic.reconcile.model.Container;
import io.atomic.reconcile.model.Installation;
import io.atomic.reconcile.model.Installation.LabelTexts;
import io.atomic.reconcile.model.Kind;
import io.atomic.reconcile.model.LastOutcome;
import io.atomic.reconcile.model.ResourceId;
import io.atomic.reconcile.plan.Differ;
import io.atomic.reconcile.plan.Difference;
import io.atomic.reconcile.policy.AppGrants;
import java.time.Instant;
import java.util.List;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * How one app stands, in the words of Argo CD and kstatus.
 *
 * @param desired null = no valid manifest declares it
 * @param place of the manifest that declares it; null = none that is valid does
 * @param image what is installed, or what would be; null = nobody can tell
 * @param container null = it has none
 * @param grants what it is granted and needs; null = no valid manifest declares it
 * @param commands as recorded when it was installed
 * @param outcome of the last run that did something to it; null = unknown
 */
public record AppStatus(
    ResourceId id,
    @Nullable AppState desired,
    @Nullable String place,
    Sync sync,
    Health health,
    List<Condition> conditions,
    @Nullable UsedImage image,
    @Nullable Container container,
    LabelTexts commands,
    @Nullable AppGrants grants,
    List<Difference> differences,
    @Nullable LastOutcome outcome) {

  public AppStatus {
    conditions = List.copyOf(conditions);
    differences = List.copyOf(differences);
  }

  /**
   * Of every app that was asked for and is declared, recorded or named by an invalid manifest, by
   * name. What they depend on was planned with them, but not asked for.
   */
  public static List<AppStatus> all(Proposal proposal) {
    var situation = proposal.situation();
    var selection = proposal.selection();
    var ids = new TreeSet<>(situation.desired().invalid());
    situation.desired().apps().keySet().forEach(name -> ids.add(ResourceId.app(name)));
    situation.recorded().apps().keySet().forEach(name -> ids.add(ResourceId.app(name)));
    var offers = Differ.offers(situation);
    return ids.stream()
        .filter(id -> id.kind() == Kind.APP)
        .filter(id -> selection.everything() || selection.names().contains(id.name()))
        .map(id -> new StatusReading(proposal, id, offers.get(id.name())).status())
        .toList();
  }

  /** The condition that sums the others up. */
  public Condition ready() {
    return conditions.getFirst();
  }

  /** Whether it is what its manifest says. */
  public enum Sync {
    SYNCED("Synced"),
    OUT_OF_SYNC("OutOfSync"),
    UNKNOWN("Unknown");

    private final String word;

    Sync(String word) {
      this.word = word;
    }

    public String word() {
      return word;
    }
  }

  /** Whether it does its work. */
  public enum Health {
    HEALTHY("Healthy"),
    PROGRESSING("Progressing"),
    DEGRADED("Degraded"),
    SUSPENDED("Suspended"),
    MISSING("Missing"),
    UNKNOWN("Unknown");

    private final String word;

    Health(String word) {
      this.word = word;
    }

    public String word() {
      return word;
    }
  }

  /**
   * One statement about the app.
   *
   * @param reason in CamelCase
   * @param since null = not known
   */
  public record Condition(
      Type type, Truth status, String reason, String message, @Nullable Instant since) {}

  /** What a condition is about. */
  public enum Type {
    READY("Ready"),
    DRIFTED("Drifted"),
    /** It makes no progress by itself; told only where it is so. */
    STALLED("Stalled"),
    INSTALLED("Installed"),
    MANIFEST_VALID("ManifestValid"),
    LAST_RUN_SUCCEEDED("LastRunSucceeded"),
    /** Told only of apps whose manifest wants to know. */
    UPDATE_AVAILABLE("UpdateAvailable");

    private final String word;

    Type(String word) {
      this.word = word;
    }

    public String word() {
      return word;
    }
  }

  /** Whether a condition holds. */
  public enum Truth {
    TRUE("True"),
    FALSE("False"),
    UNKNOWN("Unknown");

    private final String word;

    Truth(String word) {
      this.word = word;
    }

    static Truth of(boolean value) {
      return value ? TRUE : FALSE;
    }

    public String word() {
      return word;
    }
  }

  /**
   * The image of an app.
   *
   * @param reference as a manifest writes it
   * @param id {@code sha256:…}; null = nothing is installed
   * @param resolution when the reference was found to mean it; null = not known
   */
  public record UsedImage(
      String reference, @Nullable String id, Installation.@Nullable Resolution resolution) {}
}
