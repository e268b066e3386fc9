package io.atomic.reconcile.report;

import io.atomic.reconcile.model.ResourceId;
import io.atomic.reconcile.report.DependencyGraph.Edge;
import io.atomic.reconcile.report.GraphLayout.Point;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.IntFunction;

/**
 * Nodes that hang together, drawn by themselves.
 *
 * @param nodes their upper left corners, from that of the part on
 * @param routes as in {@link GraphLayout}
 */
record GraphPart(
    double width, double height, Map<ResourceId, Point> nodes, Map<Edge, List<Point>> routes) {
  private static final double BEND_GAP = 4;
  private static final double BETWEEN_COLUMNS = 64;
  private static final int ROUNDS = 3;

  static GraphPart of(List<ResourceId> ids, List<Edge> edges, double nodeWidth) {
    var number = new HashMap<ResourceId, Integer>();
    ids.forEach(id -> number.put(id, number.size()));
    var arrows =
        edges.stream()
            .map(edge ->
                new Layers.Arrow(
                    number.getOrDefault(edge.dependant(), 0),
                    number.getOrDefault(edge.dependency(), 0)))
            .toList();
    var layers = new Layers(ids.size(), arrows);
    var columns = columns(layers, ids.size());
    var at = points(layers, columns, ids.size(), nodeWidth);
    var top = at.stream().mapToDouble(Point::y).min().orElse(0);
    at.replaceAll(point -> point.plus(0, -top));
    var places = new HashMap<ResourceId, Point>();
    ids.forEach(id -> places.put(id, at.get(number.getOrDefault(id, 0))));
    var ways = new HashMap<Edge, List<Point>>();
    for (var i = 0; i < edges.size(); i++) {
      ways.put(edges.get(i), way(arrows.get(i), layers.bendsOf(i), at, nodeWidth));
    }
    var height = at.stream().mapToDouble(Point::y).max().orElse(0) + GraphLayout.NODE_HEIGHT;
    var width = columns.size() * (nodeWidth + BETWEEN_COLUMNS) - BETWEEN_COLUMNS;
    return new GraphPart(width, height, places, ways);
  }

  /** The layers, of which each is broken that is much higher than the drawing could be wide. */
  private static List<List<Integer>> columns(Layers layers, int nodes) {
    var highest = Math.max(14, (int) Math.ceil(Math.sqrt(2.0 * nodes)));
    var columns = new ArrayList<List<Integer>>();
    for (var layer : layers.order()) {
      var pieces = (layer.size() + highest - 1) / highest;
      for (var piece = 0; piece < pieces; piece++) {
        columns.add(
            layer.subList(layer.size() * piece / pieces, layer.size() * (piece + 1) / pieces));
      }
    }
    return columns;
  }

  /** The upper left corner of each vertex. */
  private static List<Point> points(
      Layers layers, List<List<Integer>> columns, int real, double nodeWidth) {
    var vertices = columns.stream().mapToInt(List::size).sum();
    var y = new double[vertices];
    for (var column : columns) {
      var least = least(column, real);
      for (var i = 1; i < column.size(); i++) {
        y[column.get(i)] = y[column.get(i - 1)] + least[i];
      }
    }
    for (var round = 0; round < ROUNDS; round++) {
      columns.forEach(column -> settle(column, layers::dependenciesOf, y, real));
      columns.reversed().forEach(column -> settle(column, layers::dependantsOf, y, real));
    }
    columns.forEach(column -> settle(column, layers::dependenciesOf, y, real));
    var points = new ArrayList<Point>();
    for (var vertex = 0; vertex < vertices; vertex++) {
      points.add(new Point(0, y[vertex]));
    }
    for (var i = 0; i < columns.size(); i++) {
      var x = (columns.size() - 1 - i) * (nodeWidth + BETWEEN_COLUMNS);
      for (var vertex : columns.get(i)) {
        points.set(vertex, new Point(x, y[vertex]));
      }
    }
    return points;
  }

  /** Moves each vertex towards the middle of those that it is tied to. */
  private static void settle(
      List<Integer> column, IntFunction<List<Integer>> neighbours, double[] y, int real) {
    var wished = new double[column.size()];
    for (var i = 0; i < wished.length; i++) {
      var vertex = column.get(i);
      wished[i] =
          neighbours.apply(vertex).stream()
              .mapToDouble(neighbour -> middle(neighbour, y, real))
              .average()
              .orElse(middle(vertex, y, real));
      wished[i] -= height(vertex, real) / 2;
    }
    var places = Spacing.of(wished, least(column, real));
    for (var i = 0; i < places.length; i++) {
      y[column.get(i)] = places[i];
    }
  }

  private static double[] least(List<Integer> column, int real) {
    var least = new double[column.size()];
    for (var i = 1; i < least.length; i++) {
      var before = column.get(i - 1);
      least[i] =
          height(before, real)
              + (before < real || column.get(i) < real ? GraphLayout.GAP : BEND_GAP);
    }
    return least;
  }

  private static double height(int vertex, int real) {
    return vertex < real ? GraphLayout.NODE_HEIGHT : 0;
  }

  private static double middle(int vertex, double[] y, int real) {
    return y[vertex] + height(vertex, real) / 2;
  }

  private static List<Point> way(
      Layers.Arrow arrow, List<Integer> bends, List<Point> at, double nodeWidth) {
    var way = new ArrayList<Point>();
    way.add(at.get(arrow.dependant()).plus(nodeWidth, GraphLayout.NODE_HEIGHT / 2));
    for (var bend : bends) {
      way.add(at.get(bend));
      way.add(at.get(bend).plus(nodeWidth, 0));
    }
    way.add(at.get(arrow.dependency()).plus(0, GraphLayout.NODE_HEIGHT / 2));
    return way;
  }
}
