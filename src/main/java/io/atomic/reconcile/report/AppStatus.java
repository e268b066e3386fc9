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
import java.util.List;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * How one app stands.
 *
 * @param desired null = no valid manifest declares it
 * @param image what is installed, or what would be; null = nobody can tell
 * @param container null = it has none
 * @param grants what it is granted and needs; null = no valid manifest declares it
 * @param commands as recorded when it was installed
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
    @Nullable LastOutcome outcome)
    implements ResourceStatus {

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
        .filter(id -> selection.names(id))
        .map(id -> new AppReading(proposal, id, offers.get(id.name())).status())
        .toList();
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
