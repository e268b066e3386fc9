package io.atomic.reconcile.report;

import static io.atomic.reconcile.report.World.app;
import static org.assertj.core.api.Assertions.assertThat;

import io.atomic.reconcile.model.ResourceId;
import io.atomic.reconcile.report.DependencyGraph.Edge;
import io.atomic.reconcile.report.DependencyGraph.Node;
import io.atomic.reconcile.report.ResourceStatus.Health;
import io.atomic.reconcile.report.ResourceStatus.Sync;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What needs what, and how it is drawn. */
class DependencyGraphTest {
  private static final Path GOLDEN = Path.of("src/test/resources/graph");

  @TempDir Path directory = Path.of("");

  @Test
  void edgesAreWhatManifestsDependOnAndTheHostThatTheyWaitFor() {
    assertThat(DependencyGraph.of(Pages.few(directory)).edges())
        .extracting(edge -> edge.dependant() + " " + edge.dependency())
        .containsExactly(
            "App/api App/cache",
            "App/api App/db",
            "App/mail App/db",
            "App/mail Host/host",
            "App/search App/cache",
            "App/web App/api",
            "App/worker App/api",
            "App/worker App/db");
  }

  @Test
  void anAppWhoseManifestIsGoneOrInvalidDependsOnWhatItDependedOn() {
    var world =
        new World(directory)
            .image("web", Map.of())
            .image("db", Map.of())
            .file("db.yaml", app("db"))
            .file("web.yaml", app("web", "dependsOn: [db]"))
            .converged();
    var edge = new Edge(ResourceId.app("web"), ResourceId.app("db"));
    assertThat(DependencyGraph.of(world.remove("web.yaml").propose()).edges()).containsOnly(edge);
    assertThat(DependencyGraph.of(world.file("web.yaml", app("web", "staet: x")).propose()).edges())
        .containsOnly(edge);
  }

  @Test
  void aHostThatIsWaitedForAndThatNobodyDeclaresIsMissing() {
    var graph =
        DependencyGraph.of(
            new World(directory)
                .image("web", Map.of())
                .file("web.yaml", app("web", "waitForHost: true"))
                .propose());
    assertThat(graph.nodes().get(ResourceId.host("host")))
        .isEqualTo(new Node(ResourceId.host("host"), Sync.UNKNOWN, Health.MISSING));
  }

  @ParameterizedTest
  @ValueSource(strings = {"dot", "svg"})
  void itIsDrawnAsAlways(String format) throws IOException {
    var graph = DependencyGraph.of(Pages.few(directory));
    var drawn = format.equals("dot") ? GraphDot.of(graph) : GraphSvg.of(graph);
    var golden = GOLDEN.resolve("few." + format);
    if (Boolean.getBoolean("golden.update")) {
      Files.createDirectories(GOLDEN);
      Files.writeString(golden, drawn);
    }
    assertThat(drawn).isEqualTo(Files.readString(golden));
  }

  /** Names of apps are harmless, but records and drawings do not have to know that. */
  @Test
  void namesCannotEndTheQuotesThatTheyStandIn() {
    var name = "a\"b\\c\n<d>&'e\u001b";
    var id = ResourceId.app(name);
    var graph =
        new DependencyGraph(
            new TreeMap<>(Map.of(id, new Node(id, Sync.SYNCED, Health.HEALTHY))),
            new TreeSet<>(List.of(new Edge(id, id))));
    assertThat(GraphDot.of(graph)).contains("\"App/a\\\"b\\\\c\\n<d>&'e\\\\x1b\" -> ");
    var svg = HtmlReportTest.parse(GraphSvg.of(graph)).getDocumentElement();
    assertThat(svg.getElementsByTagName("title").item(0).getTextContent())
        .startsWith("a\"b\\c\n<d>&'e\\x1b: Synced, Healthy; needs");
  }

  @Test
  void aNameThatIsTooLongIsShortenedAndWholeInItsTitle() {
    var id = ResourceId.app("n".repeat(63));
    var graph =
        new DependencyGraph(
            new TreeMap<>(Map.of(id, new Node(id, Sync.SYNCED, Health.HEALTHY))), new TreeSet<>());
    assertThat(GraphSvg.of(graph))
        .containsPattern(">n{20,40}…</text>")
        .contains("<title>" + id.name() + ": Synced, Healthy</title>");
  }
}
