package io.atomic.reconcile.report;

import static io.atomic.reconcile.report.World.app;
import static org.assertj.core.api.Assertions.assertThat;

import io.atomic.reconcile.cycle.Cycle.Proposal;
import io.atomic.reconcile.model.Problem;
import io.atomic.reconcile.report.PastRun.Outcome;
import java.io.IOException;
import java.io.StringReader;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import javax.xml.parsers.DocumentBuilderFactory;
import javax.xml.parsers.ParserConfigurationException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.w3c.dom.Document;
import org.w3c.dom.Element;
import org.w3c.dom.NodeList;
import org.xml.sax.InputSource;
import org.xml.sax.SAXException;

/** The page: well-formed, whole, and of nobody's making but ours. */
class HtmlReportTest {
  private static final String HOSTILE =
      "</style></title><script>alert('1')</script><img src=x onerror=\"alert(2)\"> &amp; ]]> \u001b[31m\u202e\ud800\uffff";

  @TempDir Path directory = Path.of("");

  private static Document read(Proposal proposal, List<PastRun> runs, Problem... problems) {
    return parse(HtmlReport.of(proposal, runs, List.of(problems)));
  }

  /** As XML, which forgives nothing. */
  static Document parse(String page) {
    try {
      return DocumentBuilderFactory.newInstance()
          .newDocumentBuilder()
          .parse(new InputSource(new StringReader(page)));
    } catch (ParserConfigurationException | IOException | SAXException e) {
      throw new AssertionError(page, e);
    }
  }

  private static Stream<Element> elements(Document page, String name) {
    NodeList all = page.getElementsByTagName(name);
    return IntStream.range(0, all.getLength()).mapToObj(i -> (Element) all.item(i));
  }

  private static String section(Document page, String id) {
    return elements(page, "section")
        .filter(section -> section.getAttribute("id").equals(id))
        .map(section -> section.getTextContent().replaceAll("\\s+", " "))
        .findFirst()
        .orElseThrow();
  }

  @Test
  void inEverySituationItIsWellFormedAndItsLinksLeadSomewhere() {
    for (var proposal : Situations.listed(directory)) {
      var page = read(proposal, Pages.runs());
      var ids =
          elements(page, "*")
              .map(one -> one.getAttribute("id"))
              .filter(id -> !id.isEmpty())
              .toList();
      assertThat(ids).doesNotHaveDuplicates();
      assertThat(elements(page, "a").map(link -> link.getAttribute("href").substring(1)))
          .isNotEmpty()
          .isSubsetOf(ids);
    }
  }

  @Test
  void itLoadsNothingAndRunsNothing() {
    var page = read(Pages.few(directory), Pages.runs());
    assertThat(elements(page, "*").map(Element::getTagName))
        .doesNotContain("script", "link", "img", "iframe", "object", "form");
    assertThat(
            elements(page, "*")
                .flatMap(one -> Stream.of(one.getAttribute("src"), one.getAttribute("href")))
                .filter(address -> !address.isEmpty()))
        .allMatch(address -> address.startsWith("#"));
    assertThat(elements(page, "style").map(Element::getTextContent))
        .noneMatch(css -> css.contains("url(") || css.contains("@import"));
    assertThat(elements(page, "meta").map(meta -> meta.getAttribute("content")))
        .contains(
            "default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'");
  }

  @Test
  void whatOthersWroteIsTextWhateverItLooksLike() {
    var world = new World(directory).file("web.yaml", app("web"));
    world.image("web", Map.of("RUN", "docker run --name NAME IMAGE " + "'<b>&amp;</b>'"));
    var plain =
        read(
            world.propose(),
            List.of(Pages.run(1, World.NOON, 5, Pages.past("App/web", Outcome.FAILED, "x"))),
            problem("x"));
    var hostile =
        read(
            world.propose(),
            List.of(Pages.run(1, World.NOON, 5, Pages.past("App/web", Outcome.FAILED, HOSTILE))),
            problem(HOSTILE));

    assertThat(elements(hostile, "*").map(Element::getTagName))
        .containsExactlyElementsOf(elements(plain, "*").map(Element::getTagName).toList());
    assertThat(section(hostile, "runs"))
        .contains(
            "<script>alert('1')</script>",
            "onerror=\"alert(2)\"",
            "&amp; ]]> \\x1b[31m\\u202e\ufffd\ufffd");
    assertThat(section(hostile, "problems")).contains("<img src=x");
    assertThat(section(hostile, "plan")).contains("'<b>&amp;</b>'");
  }

  private static Problem problem(String message) {
    return new Problem(Problem.Severity.WARNING, null, null, message, message);
  }

  @Test
  void itTellsOfEveryAppWhatStatusTells() {
    var proposal = Pages.few(directory);
    var page = read(proposal, List.of());
    for (var status : AppStatus.all(proposal)) {
      var row =
          elements(page, "tbody")
              .filter(one -> one.getAttribute("id").equals("app-" + status.id().name()))
              .findFirst()
              .orElseThrow()
              .getTextContent();
      assertThat(row).contains(status.sync().word(), status.health().word());
      assertThat(status.conditions())
          .allSatisfy(condition ->
              assertThat(row)
                  .contains(
                      "%s: %s %s – %s"
                          .formatted(
                              condition.type().word(),
                              condition.status().word(),
                              condition.reason(),
                              condition.message())));
    }
  }

  @Test
  void itBeginsWithWhatNeedsAttention() {
    var header =
        elements(read(Pages.few(directory), List.of()), "header").findFirst().orElseThrow();
    assertThat(header.getTextContent())
        .contains("web-1", "need attention")
        .containsPattern("[0-9]+ Synced")
        .containsPattern("[0-9]+ Degraded");
    var links = new ArrayList<String>();
    for (var i = 0; i < header.getElementsByTagName("a").getLength(); i++) {
      links.add(((Element) header.getElementsByTagName("a").item(i)).getAttribute("href"));
    }
    assertThat(links).contains("#app-cache", "#app-worker").doesNotContain("#app-db");
  }

  @Test
  void thePlanIsTheOneThatPlanShowsWithItsColours() {
    var proposal = Pages.few(directory);
    var page = read(proposal, List.of());
    var plan = elements(page, "pre").findFirst().orElseThrow();
    assertThat(plan.getTextContent())
        .isEqualTo(PlanText.of(proposal.plan(), Style.PLAIN, PlanText.Detail.BRIEF));
    assertThat(elements(page, "span").map(span -> span.getAttribute("class")))
        .contains("added", "removed", "faint", "strong");
  }

  @Test
  void everyRunIsInTheListAndOnTheLineOfTime() {
    var runs = Pages.runs();
    var page = read(Pages.few(directory), runs);
    var list = section(page, "runs");
    assertThat(runs).allSatisfy(run -> assertThat(list).contains(run.runId()));
    assertThat(list).contains("rolled back in 48s", "App/mail failed (replace) quay.io/a/mail:1");
    assertThat(elements(page, "g").filter(one -> one.getAttribute("class").startsWith("run ")))
        .hasSameSizeAs(runs);
    assertThat(elements(page, "svg").map(svg -> svg.getAttribute("aria-label")))
        .anyMatch(name -> name.startsWith("40 runs from ") && name.contains("2 failed"));
  }

  @Test
  void whereThereIsNothingItSaysThat() {
    var nothing = new World(directory);
    nothing.engine = new io.atomic.reconcile.model.Observed.EngineView.NotAsked();
    var page = read(nothing.propose(), List.of());
    assertThat(section(page, "apps")).contains("No app is declared or recorded.");
    assertThat(section(page, "runs")).contains("No run is recorded.");
    assertThat(section(page, "plan")).contains("nothing to do");
  }
}
