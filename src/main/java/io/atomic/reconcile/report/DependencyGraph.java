package io.atomic.reconcile.report;

import io.atomic.reconcile.cycle.Cycle.Proposal;
import io.atomic.reconcile.model.AppSpec;
import io.atomic.reconcile.model.Kind;
import io.atomic.reconcile.model.ResourceId;
import io.atomic.reconcile.report.ResourceStatus.Health;
import io.atomic.reconcile.report.ResourceStatus.Sync;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * Which resources need which others.
 *
 * @param nodes by resource
 * @param edges in order; both ends of each are nodes
 */
public record DependencyGraph(SortedMap<ResourceId, Node> nodes, SortedSet<Edge> edges) {
  public DependencyGraph {
    nodes = Collections.unmodifiableSortedMap(new TreeMap<>(nodes));
    edges = Collections.unmodifiableSortedSet(new TreeSet<>(edges));
  }

  /** One resource, and how it stands. */
  public record Node(ResourceId id, Sync sync, Health health) {
    String label() {
      return DependencyGraph.label(id);
    }

    String state() {
      return "%s, %s".formatted(sync.word(), health.word());
    }
  }

  /** One resource that comes up only once another one has. */
  public record Edge(ResourceId dependant, ResourceId dependency) implements Comparable<Edge> {
    @Override
    public int compareTo(Edge other) {
      var first = dependant.compareTo(other.dependant);
      return first == 0 ? dependency.compareTo(other.dependency) : first;
    }

    /** Whether it is for the boot of a host that is waited for. */
    boolean isForHost() {
      return dependency.kind() == Kind.HOST;
    }
  }

  /**
   * Of every app and of the host. A dependency that nobody declares or has recorded is missing, and
   * is shown as that.
   */
  public static DependencyGraph of(Proposal proposal) {
    var nodes = new TreeMap<ResourceId, Node>();
    var host = HostStatus.of(proposal);
    if (host != null) {
      nodes.put(host.id(), node(host));
    }
    AppStatus.all(proposal).forEach(app -> nodes.put(app.id(), node(app)));
    var edges = new TreeSet<Edge>();
    for (var id : List.copyOf(nodes.keySet())) {
      for (var dependency : dependencies(proposal, id)) {
        nodes.putIfAbsent(dependency, new Node(dependency, Sync.UNKNOWN, Health.MISSING));
        edges.add(new Edge(id, dependency));
      }
    }
    return new DependencyGraph(nodes, edges);
  }

  /** As people call it: apps by their name alone. */
  static String label(ResourceId id) {
    return id.kind() == Kind.APP ? id.name() : id.toString();
  }

  private static Node node(ResourceStatus status) {
    return new Node(status.id(), status.sync(), status.health());
  }

  /** As its valid manifest says, or else the last one that was. */
  private static List<ResourceId> dependencies(Proposal proposal, ResourceId id) {
    var desired = proposal.situation().desired();
    var recorded = proposal.situation().recorded();
    if (id.kind() == Kind.HOST) {
      return List.of();
    }
    var declared = desired.apps().get(id.name());
    if (declared != null) {
      return dependencies(declared.resource().spec(), proposal);
    }
    var record = recorded.apps().get(id.name());
    return record == null ? List.of() : dependencies(record.manifest().spec(), proposal);
  }

  private static List<ResourceId> dependencies(AppSpec spec, Proposal proposal) {
    var all = new ArrayList<ResourceId>();
    spec.dependsOn().forEach(app -> all.add(ResourceId.app(app)));
    if (spec.waitForHost()) {
      var situation = proposal.situation();
      var host = HostStatus.known(situation.desired(), situation.recorded());
      all.add(host == null ? ResourceId.host("host") : host);
    }
    return all;
  }
}
