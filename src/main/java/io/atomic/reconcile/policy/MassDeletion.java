package io.atomic.reconcile.policy;

import io.atomic.reconcile.model.AppRecord;
import io.atomic.reconcile.model.Desired;
import io.atomic.reconcile.model.Desired.Source;
import io.atomic.reconcile.model.Kind;
import io.atomic.reconcile.model.Recorded;
import io.atomic.reconcile.model.ResourceId;
import io.atomic.reconcile.plan.Change;
import io.atomic.reconcile.plan.Plan;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Refuses a plan that would remove apps because manifests were lost rather than taken away: an
 * empty checkout, an unmounted directory, a wrong path.
 *
 * @param allowEmpty whether having no manifest at all is meant
 * @param maxDelete how many apps may vanish; null = at most half of them, or one
 */
public record MassDeletion(boolean allowEmpty, @Nullable Integer maxDelete) {
  /** For what cannot remove more than the one app that it names. */
  public static final MassDeletion NONE = new MassDeletion(true, null);

  /** Why the plan is refused, a sentence each; empty = it is not. */
  public List<Refusal> check(Desired desired, Recorded recorded, Plan plan) {
    var refusals = new ArrayList<Refusal>();
    var total =
        (int) recorded.apps().values().stream().filter(record -> !record.isByHand()).count();
    switch (desired.source()) {
      case Source.Manifests _ -> {}
      case Source.Unreadable(var directory, var reason) ->
          refusals.add(
              new Refusal(
                  "nothing is carried out while manifest directory '%s' cannot be read: %s"
                      .formatted(directory, reason),
                  "make it readable, or name another one with --manifest-dir"));
      case Source.Empty(var directories) -> {
        if ((total > 0 || recorded.host() != null) && !allowEmpty) {
          refusals.add(
              new Refusal(
                  "there is not one manifest in '%s', but %s"
                      .formatted(
                          String.join("', '", directories),
                          total > 0 ? recordedApps(total) : "the host is recorded"),
                  "put the manifests back, or add --allow-empty if everything is meant to go"));
        }
      }
    }
    var vanishing = new TreeSet<String>();
    plan.changes()
        .forEach((id, change) -> {
          if (id.kind() == Kind.HOST) {
            // Forgotten, and nothing of it is removed.
            return;
          }
          if (change instanceof Change.Forget
              || (change instanceof Change.Remove(_, _, _, var asked)
                  && asked == Change.Asked.BY_ABSENCE)) {
            vanishing.add(id.name());
          }
        });
    if (!vanishing.isEmpty()) {
      // What is gone counts, and not only what this plan is about: bit by bit it would be all of
      // it.
      vanishing.addAll(gone(desired, recorded));
    }
    var count = vanishing.size();
    var tooMany = maxDelete == null ? (count > 1 && count * 2 > total) : count > maxDelete;
    if (tooMany) {
      refusals.add(
          new Refusal(
              "the manifests of %d of %d recorded apps are gone ('%s')"
                  .formatted(count, total, String.join("', '", vanishing)),
              "put them back, or add --max-delete %d if they are meant to go".formatted(count)));
    }
    return List.copyOf(refusals);
  }

  /** The apps of which no manifest says anything any more. */
  private static Set<String> gone(Desired desired, Recorded recorded) {
    return recorded.apps().values().stream()
        .filter(record -> !record.isByHand())
        .map(AppRecord::name)
        .filter(name -> !desired.apps().containsKey(name))
        .filter(name -> !desired.invalid().contains(ResourceId.app(name)))
        .collect(Collectors.toSet());
  }

  private static String recordedApps(int count) {
    return count == 1 ? "1 app is recorded" : count + " apps are recorded";
  }

  /** What is refused, and what to do if it was meant. */
  public record Refusal(String message, String remedy) {}
}
