package io.atomic.reconcile.manifest;

import io.atomic.reconcile.manifest.Declaration.Reference;
import io.atomic.reconcile.model.Kind;
import io.atomic.reconcile.model.Place;
import io.atomic.reconcile.model.Problem;
import io.atomic.reconcile.model.ResourceId;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * What can only be wrong between documents. Invalid ones take part as far as their names are known,
 * so that no mistake hides another.
 */
final class CrossChecks {
  /** What we append to an app's name for containers beside its own. */
  private static final List<String> CONTAINER_SUFFIXES =
      List.of(".previous", ".install", ".stop", ".uninstall");

  private final SortedMap<ResourceId, List<Declaration>> byId = new TreeMap<>();
  private final boolean named;
  private final List<Problem> problems = new ArrayList<>();

  /**
   * @param declarations in order of place
   * @param named whether all files could be read at least to the names in them
   */
  CrossChecks(List<Declaration> declarations, boolean named) {
    this.named = named;
    for (var declaration : declarations) {
      if (declaration.id() != null) {
        byId.computeIfAbsent(declaration.id(), _ -> new ArrayList<>()).add(declaration);
      }
    }
  }

  /** Every problem, each about a resource that is invalid because of it. */
  List<Problem> problems() {
    duplicates();
    hosts();
    containerNames();
    dependencies();
    return problems;
  }

  private void duplicates() {
    byId.forEach((id, declarations) -> {
      for (var declaration : declarations) {
        var others = placesOtherThan(declaration, declarations);
        if (!others.isEmpty()) {
          error(declaration.place(), id, "%s is also declared at %s".formatted(id, others));
        }
      }
    });
  }

  private void hosts() {
    var hosts = byId.keySet().stream().filter(id -> id.kind() == Kind.HOST).toList();
    if (hosts.size() < 2) {
      return;
    }
    for (var id : hosts) {
      for (var other : hosts) {
        if (!other.equals(id)) {
          error(
              place(id),
              id,
              "there can be one Host, but %s is declared at %s".formatted(other, place(other)));
        }
      }
    }
  }

  private void containerNames() {
    for (var id : byId.keySet()) {
      for (var suffix : CONTAINER_SUFFIXES) {
        var other = ResourceId.app(id.name() + suffix);
        if (id.kind() != Kind.APP || !byId.containsKey(other)) {
          continue;
        }
        var claim = "the container name '%s' is claimed by %s at %s as well";
        error(place(id), id, claim.formatted(other.name(), other, place(other)));
        error(place(other), other, claim.formatted(other.name(), id, place(id)));
      }
    }
  }

  private void dependencies() {
    var names = new TreeSet<String>();
    byId.keySet().stream().filter(id -> id.kind() == Kind.APP).forEach(id -> names.add(id.name()));
    var edges = new TreeMap<String, SortedSet<String>>();
    byId.forEach((id, declarations) -> {
      for (var declaration : declarations) {
        for (var reference : declaration.dependsOn()) {
          if (reference.name().equals(id.name())) {
            error(reference.place(), id, "%s depends on itself".formatted(id));
          } else if (names.contains(reference.name())) {
            edges.computeIfAbsent(id.name(), _ -> new TreeSet<>()).add(reference.name());
          } else {
            unknown(reference, id, names);
          }
        }
      }
    });
    for (var cycle : new Cycles(edges).all()) {
      for (var member : cycle.members()) {
        var id = ResourceId.app(member);
        error(place(id), id, "dependsOn goes in a circle: " + String.join(" -> ", cycle.shown()));
      }
    }
  }

  private void unknown(Reference reference, ResourceId id, SortedSet<String> names) {
    var message = "%s depends on '%s', which no manifest declares".formatted(id, reference.name());
    var problem = Problem.error(reference.place(), message).about(id);
    var nearest = Nearest.to(reference.name(), names);
    if (nearest != null && !nearest.equals(id.name())) {
      problem = problem.withRemedy("did you mean '%s'?".formatted(nearest));
    } else if (!named) {
      problem = problem.withRemedy("it may be in a manifest that cannot be read");
    }
    problems.add(problem);
  }

  private static String placesOtherThan(Declaration one, List<Declaration> all) {
    return String.join(
        " and ",
        all.stream()
            .filter(other -> !other.place().equals(one.place()))
            .map(other -> other.place().toString())
            .toList());
  }

  private Place place(ResourceId id) {
    var declarations = byId.get(id);
    if (declarations == null) {
      throw new IllegalArgumentException("nobody declares %s".formatted(id));
    }
    return declarations.getFirst().place();
  }

  private void error(Place place, ResourceId id, String message) {
    problems.add(Problem.error(place, message).about(id));
  }
}
