package io.atomic.reconcile.plan;

import io.atomic.reconcile.model.Kind;
import io.atomic.reconcile.model.Problem;
import io.atomic.reconcile.model.ResourceId;
import io.atomic.reconcile.model.Sighting.Meaning;
import io.atomic.reconcile.plan.Change.Converge;
import io.atomic.reconcile.plan.Change.Remove;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;

/** What the reader of a plan should know besides what happens. */
final class Notices {
  private Notices() {}

  static List<Problem> of(SortedMap<ResourceId, Change> changes, Situation situation) {
    var notices = new ArrayList<Problem>();
    for (var name : situation.windows().ignored()) {
      notices.add(
          new Problem(
              Problem.Severity.NOTICE,
              null,
              null,
              "window '%s' is closed, and is ignored because somebody said so (--ignore-window)"
                  .formatted(name),
              null));
    }
    changes
        .values()
        .forEach(change -> {
          if (change instanceof Change.ConvergeHost host
              && host.stages()
              && situation.boot() instanceof BootConsent.Withheld(_, var why, _)) {
            notices.add(
                new Problem(
                    Problem.Severity.NOTICE,
                    host.id(),
                    null,
                    "it takes effect when the host boots: " + why,
                    null));
          }
        });
    changes.forEach((id, change) -> {
      if (change instanceof Converge converge) {
        for (var warning : converge.target().warnings()) {
          notices.add(Problem.warning(id, warning));
        }
      } else if (change instanceof Remove remove) {
        var notice = DataPurge.of(remove, situation).notice(remove);
        if (notice != null) {
          notices.add(notice);
        }
      }
    });
    var host = situation.desired().host();
    if (host != null && changes.containsKey(host.resource().id())) {
      notices.addAll(offered(host.resource().id(), HostDiffer.offer(situation)));
    }
    Differ.offers(situation)
        .forEach((name, offer) -> {
          var id = ResourceId.app(name);
          if (changes.containsKey(id)) {
            notices.addAll(offered(id, offer));
          }
        });
    return notices;
  }

  /** What somebody has to know of what registries offer; what is taken is in the plan itself. */
  private static List<Problem> offered(ResourceId id, Offer offer) {
    return switch (offer) {
      case Offer.Available(var meaning) ->
          List.of(
              new Problem(
                  Problem.Severity.NOTICE,
                  id,
                  null,
                  "an update is available: its %s means %s now"
                      .formatted(followed(meaning), meaning.digest()),
                  id.kind() == Kind.APP
                      ? "take it with 'atomic-reconcile update --force %s'".formatted(id.name())
                      : "take it with 'update: {policy: auto}', or pin it"));
      case Offer.TooYoung(var meaning, var ripe) ->
          List.of(
              new Problem(
                  Problem.Severity.NOTICE,
                  id,
                  null,
                  "an update is available: its %s means %s now, which is old enough on %s (update.minAge)"
                      .formatted(followed(meaning), meaning.digest(), ripe),
                  null));
      case Offer.OutsideWindow(var meaning, var window) ->
          List.of(
              new Problem(
                  Problem.Severity.NOTICE,
                  id,
                  null,
                  "an update is available: its %s means %s now, which is taken in %s (update.window)"
                      .formatted(followed(meaning), meaning.digest(), window),
                  HeldByWindow.REMEDY));
      case Offer.Unknown(var silence) ->
          List.of(
              Problem.warning(
                  id,
                  "whether there is an update is not known since %s: %s"
                      .formatted(silence.since(), silence.why())));
      case Offer.NotAsked _, Offer.UpToDate _, Offer.Due _ -> List.of();
    };
  }

  /** What moves: images have tags, and commits branches. */
  private static String followed(Meaning meaning) {
    return meaning.digest().startsWith("sha256:") ? "tag" : "branch";
  }
}
