package io.atomic.reconcile.report;

import io.atomic.reconcile.model.Kind;
import io.atomic.reconcile.model.Printable;
import io.atomic.reconcile.report.DependencyGraph.Edge;
import io.atomic.reconcile.report.DependencyGraph.Node;

/** A graph in the language of Graphviz. */
public final class GraphDot {
  private GraphDot() {}

  public static String of(DependencyGraph graph) {
    var text = new StringBuilder();
    text.append(
        """
        digraph dependencies {
          rankdir=LR
          node [shape=box style=rounded fontname="sans-serif"]
        """);
    graph.nodes().values().forEach(node -> text.append(line(node)));
    graph.edges().forEach(edge -> text.append(line(edge)));
    return text.append("}\n").toString();
  }

  private static String line(Node node) {
    return "  %s [label=%s%s]\n"
        .formatted(
            quoted(node.id().toString()),
            quoted(node.label() + "\n" + node.state()),
            (node.id().kind() == Kind.HOST ? " shape=house" : "") + colour(node));
  }

  private static String line(Edge edge) {
    return "  %s -> %s%s\n"
        .formatted(
            quoted(edge.dependant().toString()),
            quoted(edge.dependency().toString()),
            edge.isForHost() ? " [style=dashed]" : "");
  }

  private static String colour(Node node) {
    return switch (Tone.of(node.sync(), node.health())) {
      case GOOD -> " color=darkgreen";
      case BUSY -> " color=darkorange";
      case BAD -> " color=red penwidth=2";
      case QUIET -> " color=gray";
    };
  }

  private static String quoted(String text) {
    return "\"%s\""
        .formatted(
            Printable.lines(text).replace("\\", "\\\\").replace("\"", "\\\"").replace("\n", "\\n"));
  }
}
