package io.atomic.reconcile.policy;

import io.atomic.reconcile.model.Grant;
import io.atomic.reconcile.model.Problem;
import io.atomic.reconcile.model.ResourceId;
import io.atomic.reconcile.plan.Change;
import io.atomic.reconcile.plan.Change.Converge;
import io.atomic.reconcile.plan.Change.Reason;
import io.atomic.reconcile.plan.Claims;
import io.atomic.reconcile.plan.Differ;
import io.atomic.reconcile.plan.Plan;
import io.atomic.reconcile.plan.PlannedCommand;
import io.atomic.reconcile.plan.Planner;
import io.atomic.reconcile.plan.Selection;
import io.atomic.reconcile.plan.Situation;
import io.atomic.reconcile.plan.Target;
import io.atomic.reconcile.plan.Verdict;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.SequencedSet;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Lets no label command pass that needs more than its manifest grants and the site allows, and no
 * image from where none may come.
 */
public final class Gate {
  private final SitePolicy site;

  public Gate(SitePolicy site) {
    this.site = site;
  }

  /**
   * A plan that has been judged, and the situation that it was made of.
   *
   * @param grants of the declared apps
   */
  public record Judged(Situation situation, Plan plan, SortedMap<ResourceId, AppGrants> grants) {}

  /** What the label commands say that would run if the plan were carried out. */
  public static List<Claims> claims(Plan plan) {
    return plan.changes().values().stream()
        .flatMap(change -> claims(change, plan).stream())
        .toList();
  }

  /**
   * Judges a plan: what must not happen is held, and the rest planned again around it.
   *
   * @param facts about every mount of {@link #claims}
   */
  public Judged judge(Situation situation, Plan plan, Selection selection, MountFacts facts) {
    var verdicts = new TreeMap<ResourceId, Verdict>();
    plan.changes()
        .forEach((id, change) -> {
          var verdict = verdict(situation, plan, change, facts);
          if (verdict != null) {
            verdicts.put(id, verdict);
          }
        });
    var judged = situation.with(verdicts);
    var allowed = verdicts.isEmpty() ? plan : Planner.plan(judged, selection);
    var grants = grants(judged);
    return new Judged(judged, allowed.withNotices(notices(judged, allowed, grants)), grants);
  }

  /** Why a command must not run right now; null = it may. */
  public @Nullable Verdict verdict(Claims claims, MountFacts facts) {
    var shortfall = new Shortfall();
    check(claims, facts, shortfall);
    return shortfall.isEmpty()
        ? null
        : new Verdict(Reason.GRANT_MISSING, shortfall.message(null), shortfall.remedy(false));
  }

  /** What the label commands of the declared apps need, and what of that they are not granted. */
  public SortedMap<ResourceId, AppGrants> grants(Situation situation) {
    var grants = new TreeMap<ResourceId, AppGrants>();
    Differ.targets(situation)
        .forEach((name, target) -> grants.put(ResourceId.app(name), grants(target)));
    return grants;
  }

  private AppGrants grants(Target target) {
    var needs = new TreeMap<String, SortedSet<String>>();
    var commands = target.commands();
    for (var command : commands == null ? List.<PlannedCommand.Known>of() : commands.all()) {
      needs.put(command.claims().origin(), command.claims().needs());
    }
    var shortfall = new Shortfall();
    checkByText(target, shortfall);
    return new AppGrants(
        target.app().spec().grants(),
        needs,
        shortfall.all(),
        shortfall.isEmpty() ? null : shortfall.message(null));
  }

  private void checkByText(Target target, Shortfall shortfall) {
    var commands = target.commands();
    for (var command : commands == null ? List.<PlannedCommand.Known>of() : commands.all()) {
      var claims = command.claims();
      var given = Grant.findAll(claims.grants());
      check(claims, EffectiveNeeds.byText(claims), given, site.grants(), shortfall);
    }
  }

  private static SequencedSet<Claims> claims(Change change, Plan plan) {
    var claims = new LinkedHashSet<Claims>();
    if (change instanceof Converge converge && converge.runsCommands()) {
      var commands = converge.target().commands();
      if (commands != null) {
        commands.all().forEach(command -> claims.add(command.claims()));
      }
    }
    for (var step : plan.stepsOf(change.id())) {
      if (step.action().command() instanceof PlannedCommand.Known known) {
        claims.add(known.claims());
      }
    }
    return claims;
  }

  private @Nullable Verdict verdict(
      Situation situation, Plan plan, Change change, MountFacts facts) {
    var claims = claims(change, plan);
    var image = refusedImage(change, claims);
    if (image != null) {
      return refusal(image);
    }
    var shortfall = new Shortfall();
    for (var one : claims) {
      check(one, facts, shortfall);
    }
    if (change instanceof Converge converge && converge.starts() && !converge.runsCommands()) {
      // The engine starts what exists: where its mounts lead was looked at when it was made.
      checkByText(converge.target(), shortfall);
    }
    return shortfall.isEmpty()
        ? null
        : new Verdict(
            Reason.GRANT_MISSING,
            shortfall.message(installedNeeds(situation, change)),
            shortfall.remedy(change instanceof Change.Remove));
  }

  /** What the version needs that an update would replace; null = it is none. */
  private static @Nullable SortedSet<String> installedNeeds(Situation situation, Change change) {
    var record = situation.recorded().apps().get(change.id().name());
    return change instanceof Converge converge
            && record != null
            && record.installation() != null
            && converge.target().image() != null
            && !converge.target().image().id().equals(record.installation().imageId())
        ? Differ.recordedNeeds(situation, change.id().name())
        : null;
  }

  /** Why an image must not be fetched; null = it may. */
  public @Nullable Verdict verdict(String image) {
    return site.allowsImage(image) ? null : refusal("'%s' is to be fetched".formatted(image));
  }

  private Verdict refusal(String image) {
    return new Verdict(
        Reason.REGISTRY_REFUSED,
        "%s, but policy.registries in the settings of this host does not name where it is from"
            .formatted(image),
        "take it from one of %s, or have another one allowed"
            .formatted(
                String.join(", ", site.registries() == null ? List.of() : site.registries())));
  }

  private @Nullable String refusedImage(Change change, SequencedSet<Claims> claims) {
    if (change instanceof Converge converge && converge.runsCommands()) {
      var image = converge.target().app().spec().image().toString();
      if (!site.allowsImage(image)) {
        return "spec.image is '%s'".formatted(image);
      }
    }
    for (var one : claims) {
      for (var image : one.images()) {
        if (!site.allowsImage(image)) {
          return "%s runs image '%s'".formatted(one.origin(), image);
        }
      }
    }
    return null;
  }

  private void check(Claims claims, MountFacts facts, Shortfall shortfall) {
    var most = site.grants();
    check(
        claims,
        EffectiveNeeds.of(claims, facts),
        EffectiveNeeds.expanded(Grant.findAll(claims.grants()), facts),
        most == null ? null : EffectiveNeeds.expanded(most, facts),
        shortfall);
  }

  private static void check(
      Claims claims,
      List<EffectiveNeeds.Need> needs,
      List<Grant> given,
      @Nullable List<Grant> most,
      Shortfall shortfall) {
    for (var need : needs) {
      if (!need.isCoveredBy(given)) {
        shortfall.lacks(claims.origin(), need, claims.grants());
      } else if (most != null && !need.isCoveredBy(most)) {
        shortfall.isCapped(claims.origin(), need);
      }
    }
  }

  /** Of what runs on though its next RUN would be refused. */
  private static List<Problem> notices(
      Situation situation, Plan plan, SortedMap<ResourceId, AppGrants> all) {
    var notices = new ArrayList<Problem>();
    all.forEach((id, grants) -> {
      var change = plan.changes().get(id);
      var runsOn =
          change instanceof Change.Keep
              || (change instanceof Converge converge && converge.recordsOnly());
      var record = situation.recorded().apps().get(id.name());
      if (runsOn && record != null && record.launch() != null && grants.message() != null) {
        notices.add(
            Problem.warning(id, grants.message() + "; it runs on, and is not started again"));
      }
    });
    return notices;
  }
}
