package io.atomic.reconcile.report;

import io.atomic.reconcile.model.Kind;
import io.atomic.reconcile.model.ResourceId;
import io.atomic.reconcile.report.DependencyGraph.Edge;
import io.atomic.reconcile.report.DependencyGraph.Node;
import io.atomic.reconcile.report.GraphLayout.Point;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** A graph as a drawing. */
public final class GraphSvg {
  private static final String MARK = "arrow";

  private final DependencyGraph graph;
  private final GraphLayout layout;
  private final Map<ResourceId, List<String>> needs;
  private final Function<Node, @Nullable String> link;

  private GraphSvg(DependencyGraph graph, Function<Node, @Nullable String> link) {
    this.graph = graph;
    this.layout = GraphLayout.of(graph);
    this.needs =
        graph.edges().stream()
            .collect(
                Collectors.groupingBy(
                    Edge::dependant,
                    Collectors.mapping(
                        edge -> DependencyGraph.label(edge.dependency()), Collectors.toList())));
    this.link = link;
  }

  /** A file of its own. */
  public static String of(DependencyGraph graph) {
    var style = Element.of("style", Styles.PALETTE + Styles.GRAPH);
    return "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n"
        + new GraphSvg(graph, _ -> null).drawing(style).with("xmlns", "http://www.w3.org/2000/svg")
        + "\n";
  }

  /**
   * A part of a page that has the styles.
   *
   * @param link where more is said of a node
   */
  static Element within(DependencyGraph graph, Function<Node, @Nullable String> link) {
    return new GraphSvg(graph, link).drawing(null);
  }

  private Element drawing(@Nullable Element style) {
    var svg =
        Element.of("svg")
            .styled("graph")
            .with("role", "group")
            .at("width", layout.width())
            .at("height", layout.height())
            .with("viewBox", "0 0 %s %s".formatted(number(layout.width()), number(layout.height())))
            .with("aria-label", name());
    if (style != null) {
      svg.add(
          style, Element.of("rect").styled("paper").with("width", "100%").with("height", "100%"));
    }
    return svg.add(mark())
        .add(
            Element.of("g")
                .styled("edges")
                .with("aria-hidden", "true")
                .addAll(layout.routes().entrySet(), GraphSvg::edge))
        .addAll(graph.nodes().values(), this::node);
  }

  private String name() {
    return "Dependency graph: %s, %s"
        .formatted(
            counted(graph.nodes().size(), "resource", "resources"),
            counted(graph.edges().size(), "dependency", "dependencies"));
  }

  private static String counted(int count, String one, String many) {
    return count + " " + (count == 1 ? one : many);
  }

  private static Element mark() {
    return Element.of("defs")
        .add(
            Element.of("marker")
                .with("id", MARK)
                .with("viewBox", "0 0 8 8")
                .with("refX", 7)
                .with("refY", 4)
                .with("markerWidth", 8)
                .with("markerHeight", 8)
                .with("orient", "auto")
                .add(Element.of("path").styled("tip").with("d", "M0 0.5 8 4 0 7.5 2 4z")));
  }

  private static Element edge(Map.Entry<Edge, List<Point>> route) {
    return Element.of("path")
        .styled(route.getKey().isForHost() ? "edge for-host" : "edge")
        .with("d", path(route.getValue()))
        .with("marker-end", "url(#%s)".formatted(MARK));
  }

  private static String path(List<Point> way) {
    var path = new StringBuilder("M").append(point(way.getFirst()));
    for (var i = 1; i < way.size(); i += 2) {
      var from = way.get(i - 1);
      var to = way.get(i);
      var swing = Math.max(32, Math.abs(to.x() - from.x()) / 2);
      path.append(" C")
          .append(point(from.plus(swing, 0)))
          .append(' ')
          .append(point(to.plus(-swing, 0)))
          .append(' ')
          .append(point(to));
      if (i + 1 < way.size()) {
        path.append(" H").append(number(way.get(i + 1).x()));
      }
    }
    return path.toString();
  }

  private Element node(Node node) {
    var at = layout.nodes().getOrDefault(node.id(), new Point(0, 0));
    var target = link.apply(node);
    var tone = Tone.of(node.sync(), node.health());
    return Element.of(target == null ? "g" : "a")
        .styled("node " + tone.word())
        .with("href", target)
        .with("role", target == null ? "img" : null)
        // A title alone is no name for what is not laid out yet.
        .with("aria-label", described(node))
        .with("transform", "translate(%s %s)".formatted(number(at.x()), number(at.y())))
        .add(
            Element.of("title", described(node)),
            box(node.id().kind() == Kind.HOST ? 2 : 9),
            Element.of("rect")
                .styled("bar")
                .at("x", 7)
                .at("y", 9)
                .at("width", 4)
                .at("rx", 2)
                .at("height", GraphLayout.NODE_HEIGHT - 18),
            Element.of("text", shortened(node.label())).styled("name").at("x", 19).at("y", 20),
            Element.of("text", node.state()).styled("state").at("x", 19).at("y", 36));
  }

  private Element box(double radius) {
    return Element.of("rect")
        .styled("box")
        .at("width", layout.nodeWidth())
        .at("height", GraphLayout.NODE_HEIGHT)
        .at("rx", radius);
  }

  /** For who does not see where the edges lead. */
  private String described(Node node) {
    var needed = needs.getOrDefault(node.id(), List.of());
    return "%s: %s%s"
        .formatted(
            node.label(),
            node.state(),
            needed.isEmpty() ? "" : "; needs " + String.join(", ", needed));
  }

  private String shortened(String name) {
    var longest = layout.longestName();
    return name.length() <= longest ? name : name.substring(0, longest - 1) + "…";
  }

  private static String point(Point point) {
    return number(point.x()) + " " + number(point.y());
  }

  private static String number(double value) {
    return String.format(Locale.ROOT, "%.1f", value).replaceFirst("\\.0$", "");
  }
}
