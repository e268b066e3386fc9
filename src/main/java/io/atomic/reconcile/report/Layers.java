package io.atomic.reconcile.report;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Queue;
import java.util.function.ToIntFunction;

/**
 * Nodes in layers, every node behind all that it needs, and within a layer in an order in which few
 * arrows cross: the method of Sugiyama, with longest paths and barycentres, a few times forth and
 * back, so that it takes little more time than there are arrows.
 *
 * <p>An arrow that passes a layer has a bend there, which is a vertex like the nodes and has its
 * place in the order. Very long arrows have none, lest there be more bends than anything else. An
 * arrow that closes a circle, which only stale records can hold, goes against the layers.
 */
final class Layers {
  /** From one node to a node that it needs. */
  record Arrow(int dependant, int dependency) {}

  private static final int LONGEST_WITH_BENDS = 6;
  private static final int SWEEPS = 6;

  private final List<Arrow> arrows;
  private final int[] layerOfNode;

  /** By vertex: who needs it, and whom it needs, in other layers. */
  private final List<List<Integer>> dependants = new ArrayList<>();

  private final List<List<Integer>> dependencies = new ArrayList<>();

  /** By arrow: the vertices on its way, from the dependant on. */
  private final List<List<Integer>> bends = new ArrayList<>();

  /** The vertices of each layer; the first layer needs nothing. */
  private final List<List<Integer>> order = new ArrayList<>();

  Layers(int nodes, List<Arrow> arrows) {
    this.arrows = List.copyOf(arrows);
    this.layerOfNode = layers(nodes);
    for (var node = 0; node < nodes; node++) {
      addVertex(layerOfNode[node]);
    }
    arrows.forEach(this::bend);
    arrange();
  }

  List<List<Integer>> order() {
    return order;
  }

  List<Integer> bendsOf(int arrow) {
    return bends.get(arrow);
  }

  List<Integer> dependantsOf(int vertex) {
    return dependants.get(vertex);
  }

  List<Integer> dependenciesOf(int vertex) {
    return dependencies.get(vertex);
  }

  int layerOf(int node) {
    return layerOfNode[node];
  }

  // --- layers ---

  private int[] layers(int nodes) {
    var needed = neighbours(nodes, Arrow::dependant, Arrow::dependency);
    var needing = neighbours(nodes, Arrow::dependency, Arrow::dependant);
    var sequence = sequence(needed, needing);
    var rank = new int[nodes];
    for (var i = 0; i < nodes; i++) {
      rank[sequence[i]] = i;
    }
    var layer = new int[nodes];
    for (var node : sequence) {
      for (var dependency : needed.get(node)) {
        if (rank[dependency] < rank[node]) {
          layer[node] = Math.max(layer[node], layer[dependency] + 1);
        }
      }
    }
    // What only late ones need moves next to them, so that its arrows are short.
    for (var i = nodes - 1; i >= 0; i--) {
      var node = sequence[i];
      needing.get(node).stream()
          .filter(dependant -> rank[dependant] > rank[node])
          .mapToInt(dependant -> layer[dependant] - 1)
          .min()
          .ifPresent(latest -> layer[node] = Math.max(layer[node], latest));
    }
    return layer;
  }

  /** Dependencies first; where there is a circle it is cut open at its first node. */
  private static int[] sequence(List<List<Integer>> needed, List<List<Integer>> needing) {
    var nodes = needed.size();
    var missing = new int[nodes];
    var seen = new boolean[nodes];
    Queue<Integer> ready = new ArrayDeque<>();
    for (var node = 0; node < nodes; node++) {
      missing[node] = needed.get(node).size();
      if (missing[node] == 0) {
        seen[node] = ready.add(node);
      }
    }
    var sequence = new int[nodes];
    var first = 0;
    for (var i = 0; i < nodes; i++) {
      while (ready.isEmpty()) {
        if (!seen[first]) {
          seen[first] = ready.add(first);
        }
        first++;
      }
      var node = ready.remove();
      sequence[i] = node;
      for (var dependant : needing.get(node)) {
        missing[dependant]--;
        if (missing[dependant] == 0 && !seen[dependant]) {
          seen[dependant] = ready.add(dependant);
        }
      }
    }
    return sequence;
  }

  private List<List<Integer>> neighbours(
      int nodes, ToIntFunction<Arrow> from, ToIntFunction<Arrow> to) {
    var all = new ArrayList<List<Integer>>();
    for (var node = 0; node < nodes; node++) {
      all.add(new ArrayList<>());
    }
    arrows.forEach(arrow -> all.get(from.applyAsInt(arrow)).add(to.applyAsInt(arrow)));
    return all;
  }

  // --- vertices ---

  private int addVertex(int layer) {
    while (order.size() <= layer) {
      order.add(new ArrayList<>());
    }
    var vertex = dependants.size();
    order.get(layer).add(vertex);
    dependants.add(new ArrayList<>());
    dependencies.add(new ArrayList<>());
    return vertex;
  }

  private void bend(Arrow arrow) {
    var from = layerOfNode[arrow.dependant()];
    var to = layerOfNode[arrow.dependency()];
    var passed = new ArrayList<Integer>();
    var vertex = arrow.dependant();
    if (from - to <= LONGEST_WITH_BENDS) {
      for (var layer = from - 1; layer > to; layer--) {
        var bend = addVertex(layer);
        link(vertex, bend);
        passed.add(bend);
        vertex = bend;
      }
    }
    link(vertex, arrow.dependency());
    bends.add(passed);
  }

  private void link(int dependant, int dependency) {
    dependencies.get(dependant).add(dependency);
    dependants.get(dependency).add(dependant);
  }

  // --- order ---

  private void arrange() {
    var place = new double[dependants.size()];
    order.forEach(layer -> number(layer, place));
    var centre = new double[place.length];
    var best = copy();
    var fewest = crossings(place);
    for (var sweep = 0; sweep < SWEEPS && fewest > 0; sweep++) {
      var forth = sweep % 2 == 0;
      for (var layer : forth ? order : order.reversed()) {
        sort(layer, forth ? dependencies : dependants, place, centre);
      }
      var crossings = crossings(place);
      if (crossings < fewest) {
        fewest = crossings;
        best = copy();
      }
    }
    order.clear();
    order.addAll(best);
  }

  private List<List<Integer>> copy() {
    return order.stream().<List<Integer>>map(ArrayList::new).toList();
  }

  /** Places are between 0 and 1, since those of different layers are compared. */
  private static void number(List<Integer> layer, double[] place) {
    for (var i = 0; i < layer.size(); i++) {
      place[layer.get(i)] = (i + 0.5) / layer.size();
    }
  }

  private static void sort(
      List<Integer> layer, List<List<Integer>> neighbours, double[] place, double[] centre) {
    for (var vertex : layer) {
      centre[vertex] =
          neighbours.get(vertex).stream()
              .mapToDouble(neighbour -> place[neighbour])
              .average()
              .orElse(place[vertex]);
    }
    layer.sort(Comparator.comparingDouble(vertex -> centre[vertex]));
    number(layer, place);
  }

  /** How many arrows cross between neighbouring layers. */
  int crossings() {
    var place = new double[dependants.size()];
    order.forEach(layer -> number(layer, place));
    return crossings(place);
  }

  private int crossings(double[] place) {
    var layerOf = new int[place.length];
    for (var i = 0; i < order.size(); i++) {
      for (var vertex : order.get(i)) {
        layerOf[vertex] = i;
      }
    }
    var count = 0;
    for (var i = 1; i < order.size(); i++) {
      count += crossings(order.get(i), order.get(i - 1).size(), i - 1, place, layerOf);
    }
    return count;
  }

  /** Pairs in the wrong order, counted with a tree of partial sums (Barth, Jünger and Mutzel). */
  private int crossings(
      List<Integer> layer, int below, int belowIs, double[] place, int[] layerOf) {
    var sums = new int[below + 1];
    var passed = 0;
    var count = 0;
    for (var vertex : layer) {
      var ends =
          dependencies.get(vertex).stream()
              .filter(dependency -> layerOf[dependency] == belowIs)
              .mapToInt(dependency -> (int) (place[dependency] * below))
              .sorted()
              .toArray();
      for (var end : ends) {
        count += passed - sum(sums, end + 1);
      }
      for (var end : ends) {
        for (var i = end + 1; i <= below; i += i & -i) {
          sums[i]++;
        }
      }
      passed += ends.length;
    }
    return count;
  }

  private static int sum(int[] sums, int upTo) {
    var sum = 0;
    for (var i = upTo; i > 0; i -= i & -i) {
      sum += sums[i];
    }
    return sum;
  }
}
