package io.atomic.reconcile.report;

import io.atomic.reconcile.model.ResourceId;
import io.atomic.reconcile.report.DependencyGraph.Edge;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Where everything in the drawing of a graph is, in pixels: who needs something is to the left of
 * it. What hangs together is drawn together, and these parts one after the other on lines as on a
 * page; what stands alone follows in a grid.
 *
 * @param nodes their upper left corners
 * @param routes by edge, but of those that lead from a node to itself: its points from the
 *     dependant to the dependency, by twos: between the second of one pair and the first of the
 *     next it swings, within a pair it is straight
 */
record GraphLayout(
    double width,
    double height,
    double nodeWidth,
    Map<ResourceId, Point> nodes,
    Map<Edge, List<Point>> routes) {
  static final double NODE_HEIGHT = 46;

  /** Around everything. */
  private static final double MARGIN = 12;

  static final double GAP = 12;
  private static final double BETWEEN_PARTS = 36;

  /** As wide as a page, unless a single part is wider. */
  private static final double PAGE = 1_120;

  private static final double CHARACTER = 7.6;
  private static final double AROUND_NAME = 30;

  /** Has room for every state. */
  private static final double NARROWEST = 168;

  private static final double WIDEST = 250;

  /** A place; down is positive. */
  record Point(double x, double y) {
    Point plus(double right, double down) {
      return new Point(x + right, y + down);
    }
  }

  static GraphLayout of(DependencyGraph graph) {
    return new Drawing(graph).layout();
  }

  /** How much of a name has room in a node. */
  int longestName() {
    return (int) ((nodeWidth - AROUND_NAME) / CHARACTER);
  }

  /** A drawing in the making. */
  private static final class Drawing {
    private final DependencyGraph graph;
    private final double nodeWidth;
    private final Map<ResourceId, Point> nodes = new HashMap<>();
    private final Map<Edge, List<Point>> routes = new TreeMap<>();
    private double bottom = MARGIN;

    Drawing(DependencyGraph graph) {
      this.graph = graph;
      var longest =
          graph.nodes().values().stream().mapToInt(node -> node.label().length()).max().orElse(0);
      this.nodeWidth = Math.clamp(longest * CHARACTER + AROUND_NAME, NARROWEST, WIDEST);
    }

    GraphLayout layout() {
      var together = together();
      var alone = together.stream().filter(ids -> ids.size() == 1).map(List::getFirst).toList();
      var edges = edgesByPart(together);
      var parts = new ArrayList<GraphPart>();
      for (var i = 0; i < together.size(); i++) {
        if (together.get(i).size() > 1) {
          parts.add(GraphPart.of(together.get(i), edges.get(i), nodeWidth));
        }
      }
      var columns = columns(alone.size());
      var width =
          parts.stream()
              .mapToDouble(GraphPart::width)
              .max()
              .orElse(columns * (nodeWidth + GAP) - GAP);
      lines(parts, Math.max(width, PAGE));
      grid(alone);
      var right = nodes.values().stream().mapToDouble(at -> at.x() + nodeWidth).max().orElse(0);
      return new GraphLayout(right + MARGIN, bottom, nodeWidth, nodes, routes);
    }

    /** The nodes in parts between which there are no edges, each in order. */
    private List<List<ResourceId>> together() {
      var leader = new HashMap<ResourceId, ResourceId>();
      graph.nodes().keySet().forEach(id -> leader.put(id, id));
      for (var edge : graph.edges()) {
        var one = leaderOf(edge.dependant(), leader);
        var other = leaderOf(edge.dependency(), leader);
        if (one.compareTo(other) < 0) {
          leader.put(other, one);
        } else {
          leader.put(one, other);
        }
      }
      var parts = new TreeMap<ResourceId, List<ResourceId>>();
      for (var id : graph.nodes().keySet()) {
        parts.computeIfAbsent(leaderOf(id, leader), _ -> new ArrayList<>()).add(id);
      }
      return List.copyOf(parts.values());
    }

    private static ResourceId leaderOf(ResourceId id, Map<ResourceId, ResourceId> leader) {
      var at = id;
      var above = leader.getOrDefault(at, at);
      while (!above.equals(at)) {
        var next = leader.getOrDefault(above, above);
        leader.put(at, next);
        at = above;
        above = next;
      }
      return at;
    }

    private List<List<Edge>> edgesByPart(List<List<ResourceId>> parts) {
      var partOf = new HashMap<ResourceId, Integer>();
      var edges = new ArrayList<List<Edge>>();
      for (var i = 0; i < parts.size(); i++) {
        edges.add(new ArrayList<>());
        for (var id : parts.get(i)) {
          partOf.put(id, i);
        }
      }
      graph.edges().forEach(edge -> edges.get(partOf.getOrDefault(edge.dependant(), 0)).add(edge));
      return edges;
    }

    // --- the page ---

    /** As words on lines, the highest first. */
    private void lines(List<GraphPart> parts, double width) {
      var sorted = new ArrayList<>(parts);
      sorted.sort(Comparator.comparingDouble(GraphPart::height).reversed());
      var x = 0.0;
      var high = 0.0;
      for (var part : sorted) {
        if (x > 0 && x + part.width() > width) {
          bottom += high + BETWEEN_PARTS;
          x = 0;
          high = 0;
        }
        place(part, MARGIN + x, bottom);
        x += part.width() + BETWEEN_PARTS;
        high = Math.max(high, part.height());
      }
      bottom += parts.isEmpty() ? 0 : high + MARGIN;
    }

    private void place(GraphPart part, double x, double y) {
      part.nodes().forEach((id, at) -> nodes.put(id, at.plus(x, y)));
      part.routes()
          .forEach((edge, way) ->
              routes.put(edge, way.stream().map(point -> point.plus(x, y)).toList()));
    }

    private void grid(List<ResourceId> alone) {
      if (alone.isEmpty()) {
        return;
      }
      var right = nodes.values().stream().mapToDouble(at -> at.x() + nodeWidth).max().orElse(0);
      var columns =
          Math.max(columns(alone.size()), (int) ((right - MARGIN + GAP) / (nodeWidth + GAP)));
      var top = bottom + (nodes.isEmpty() ? 0 : BETWEEN_PARTS - MARGIN);
      for (var i = 0; i < alone.size(); i++) {
        var row = i / columns;
        bottom = top + row * (NODE_HEIGHT + GAP) + NODE_HEIGHT + MARGIN;
        nodes.put(
            alone.get(i),
            new Point(MARGIN + i % columns * (nodeWidth + GAP), top + row * (NODE_HEIGHT + GAP)));
      }
    }

    /** As many as a page is wide, and more where it would become more than twice as high. */
    private int columns(int count) {
      var ofPage = (int) ((PAGE + GAP) / (nodeWidth + GAP));
      var square = Math.sqrt(count * (NODE_HEIGHT + GAP) / (2 * (nodeWidth + GAP)));
      return Math.max(ofPage, (int) Math.ceil(square));
    }
  }
}
