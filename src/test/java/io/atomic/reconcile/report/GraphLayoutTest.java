package io.atomic.reconcile.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.atomic.reconcile.model.ResourceId;
import io.atomic.reconcile.report.DependencyGraph.Edge;
import io.atomic.reconcile.report.DependencyGraph.Node;
import io.atomic.reconcile.report.GraphLayout.Point;
import io.atomic.reconcile.report.ResourceStatus.Health;
import io.atomic.reconcile.report.ResourceStatus.Sync;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Where the nodes of a graph come to lie, whatever the graph. */
class GraphLayoutTest {
  static final int SEEDS = 100;

  static IntStream seeds() {
    return IntStream.range(0, SEEDS);
  }

  private static ResourceId id(int number) {
    return ResourceId.app("app-%04d".formatted(number));
  }

  private static Edge edge(int dependant, int dependency) {
    return new Edge(id(dependant), id(dependency));
  }

  private static DependencyGraph graph(int nodes, List<Edge> edges) {
    var all = new TreeMap<ResourceId, Node>();
    for (var i = 0; i < nodes; i++) {
      all.put(id(i), new Node(id(i), Sync.SYNCED, Health.HEALTHY));
    }
    return new DependencyGraph(all, new TreeSet<>(edges));
  }

  /** Without circles: apps need apps with lower numbers, most often those that are near. */
  private static DependencyGraph random(int seed) {
    var random = new Random(seed);
    var nodes = 1 + random.nextInt(60);
    var edges = new ArrayList<Edge>();
    for (var i = random.nextInt(2 * nodes); i > 0; i--) {
      var dependant = random.nextInt(nodes);
      if (dependant > 0) {
        var near = random.nextInt(3) > 0 ? Math.max(0, dependant - 6) : 0;
        edges.add(edge(dependant, near + random.nextInt(dependant - near)));
      }
    }
    return graph(nodes, edges);
  }

  @ParameterizedTest
  @MethodSource("seeds")
  void noTwoNodesTouchAndAllAreInThePicture(int seed) {
    var layout = GraphLayout.of(random(seed));
    assertNoneTouch(layout);
    for (var at : layout.nodes().values()) {
      assertThat(at.x()).isBetween(0.0, layout.width() - layout.nodeWidth());
      assertThat(at.y()).isBetween(0.0, layout.height() - GraphLayout.NODE_HEIGHT);
    }
  }

  private static void assertNoneTouch(GraphLayout layout) {
    var columns = new TreeMap<Double, TreeSet<Double>>();
    for (var at : layout.nodes().values()) {
      assertThat(columns.computeIfAbsent(at.x(), _ -> new TreeSet<>()).add(at.y())).isTrue();
    }
    var xs = List.copyOf(columns.keySet());
    for (var i = 0; i < xs.size(); i++) {
      for (var j = i; j < xs.size() && xs.get(j) - xs.get(i) < layout.nodeWidth(); j++) {
        for (double y : columns.getOrDefault(xs.get(i), new TreeSet<>())) {
          var others = columns.getOrDefault(xs.get(j), new TreeSet<>());
          var near =
              others.subSet(y - GraphLayout.NODE_HEIGHT + 0.01, y + GraphLayout.NODE_HEIGHT - 0.01);
          assertThat(near).hasSize(i == j ? 1 : 0);
        }
      }
    }
  }

  @ParameterizedTest
  @MethodSource("seeds")
  void whoNeedsSomethingIsToTheLeftOfIt(int seed) {
    var graph = random(seed);
    var layout = GraphLayout.of(graph);
    assertThat(graph.edges())
        .allMatch(edge ->
            at(layout, edge.dependant()).x() + layout.nodeWidth()
                < at(layout, edge.dependency()).x());
  }

  @ParameterizedTest
  @MethodSource("seeds")
  void everyEdgeBeginsAndEndsAtItsNodesAndNeverGoesBack(int seed) {
    var graph = random(seed);
    var layout = GraphLayout.of(graph);
    for (var edge : graph.edges()) {
      var way = layout.routes().getOrDefault(edge, List.of());
      var half = GraphLayout.NODE_HEIGHT / 2;
      assertSame(way.getFirst(), at(layout, edge.dependant()).plus(layout.nodeWidth(), half));
      assertSame(way.getLast(), at(layout, edge.dependency()).plus(0, half));
      assertThat(way.stream().map(Point::x)).isSorted();
    }
  }

  private static void assertSame(Point point, Point other) {
    assertThat(point.x()).isCloseTo(other.x(), within(1e-6));
    assertThat(point.y()).isCloseTo(other.y(), within(1e-6));
  }

  @ParameterizedTest
  @MethodSource("seeds")
  void theOrderInLayersHasNoMoreCrossingsThanTheAlphabet(int seed) {
    var random = new Random(seed);
    var arrows = new ArrayList<Layers.Arrow>();
    for (var i = 0; i < 60; i++) {
      arrows.add(new Layers.Arrow(20 + random.nextInt(20), random.nextInt(20)));
    }
    var crossings = 0;
    for (var one : arrows) {
      for (var other : arrows) {
        if (one.dependant() < other.dependant() && one.dependency() > other.dependency()) {
          crossings++;
        }
      }
    }
    assertThat(new Layers(40, arrows).crossings()).isLessThan(crossings);
  }

  @Test
  void whatCanBeDrawnWithoutCrossingsIs() {
    // Two trees whose branches alternate in the alphabet.
    var arrows = IntStream.range(2, 30).mapToObj(leaf -> new Layers.Arrow(leaf, leaf % 2)).toList();
    assertThat(new Layers(30, arrows).crossings()).isZero();
  }

  @Test
  void layersAreTheLongestPathsAndWhatOnlyLateOnesNeedStandsNextToThem() {
    // 3 → 2 → 1 → 0, 3 → 0, and 4, which only 3 needs.
    var layers =
        new Layers(
            5,
            List.of(
                new Layers.Arrow(3, 2),
                new Layers.Arrow(2, 1),
                new Layers.Arrow(1, 0),
                new Layers.Arrow(3, 0),
                new Layers.Arrow(3, 4)));
    assertThat(IntStream.range(0, 5).map(layers::layerOf)).containsExactly(0, 1, 2, 3, 2);
    assertThat(layers.bendsOf(3)).hasSize(2);
    assertThat(layers.bendsOf(0)).isEmpty();
  }

  @ParameterizedTest
  @MethodSource("seeds")
  void itDoesNotDependOnTheOrderInWhichThingsAreTold(int seed) {
    var graph = random(seed);
    var edges = new ArrayList<>(graph.edges());
    Collections.shuffle(edges, new Random(seed));
    var again = new DependencyGraph(graph.nodes(), new TreeSet<>(edges));
    assertThat(GraphLayout.of(again)).isEqualTo(GraphLayout.of(graph));
  }

  @Test
  void aCircleOfStaleRecordsIsDrawnAllTheSame() {
    var circle = graph(4, List.of(edge(0, 1), edge(1, 2), edge(2, 0), edge(3, 0), edge(1, 1)));
    var layout = GraphLayout.of(circle);
    assertNoneTouch(layout);
    assertThat(layout.routes()).hasSizeGreaterThan(3);
  }

  @Test
  void whatStandsAloneIsAGridOfAPagesWidth() {
    var layout = GraphLayout.of(graph(1_000, List.of()));
    assertThat(layout.width()).isLessThan(layout.height());
    assertThat(layout.height()).isLessThan(3 * layout.width());
    assertThat(GraphLayout.of(graph(3, List.of())).height()).isLessThan(100);
    assertThat(layout.nodes()).hasSize(1_000);
    assertNoneTouch(layout);
  }

  @Test
  void manyThatNeedOneAreSeveralColumns() {
    var star = graph(500, IntStream.range(1, 500).mapToObj(i -> edge(i, 0)).toList());
    var layout = GraphLayout.of(star);
    assertThat(layout.height()).isLessThan(2 * layout.width());
    assertThat(layout.width()).isLessThan(4 * layout.height());
    assertNoneTouch(layout);
  }

  @Test
  void partsAreWordsOnLines() {
    var pairs = graph(80, IntStream.range(0, 40).mapToObj(i -> edge(2 * i + 1, 2 * i)).toList());
    var layout = GraphLayout.of(pairs);
    assertThat(layout.width()).isBetween(800.0, 1_200.0);
    assertThat(layout.nodes().values().stream().map(Point::x).distinct().count()).isEqualTo(4);
  }

  /** A chain, of which every app needs many of those before it, has no more bends than it may. */
  @Test
  void longEdgesDoNotMakeMoreBendsThanThereAreEdges() {
    var arrows = new ArrayList<Layers.Arrow>();
    for (var node = 1; node < 400; node++) {
      arrows.add(new Layers.Arrow(node, node - 1));
      arrows.add(new Layers.Arrow(node, 0));
    }
    var layers = new Layers(400, arrows);
    assertThat(layers.order()).hasSize(400);
    assertThat(layers.order().stream().mapToInt(List::size).sum()).isLessThan(420);
  }

  @Test
  void spacingMovesNobodyWhoIsInNobodysWayAndOthersAsLittleAsCanBe() {
    assertThat(Spacing.of(new double[] {0, 10, 30}, new double[] {0, 5, 5}))
        .containsExactly(0, 10, 30);
    assertThat(Spacing.of(new double[] {0, 0, 30}, new double[] {0, 10, 10}))
        .containsExactly(-5, 5, 30);
    assertThat(Spacing.of(new double[] {9, 0, 0}, new double[] {0, 1, 1}))
        .containsExactly(new double[] {2, 3, 4}, within(1e-9));
  }

  private static Point at(GraphLayout layout, ResourceId id) {
    return Map.copyOf(layout.nodes()).getOrDefault(id, new Point(-1, -1));
  }
}
