package io.atomic.reconcile.report;

import io.atomic.reconcile.cycle.Cycle.Proposal;
import io.atomic.reconcile.model.Problem;
import io.atomic.reconcile.report.PlanText.Detail;
import io.atomic.reconcile.report.ResourceStatus.Health;
import io.atomic.reconcile.report.ResourceStatus.Sync;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Everything about a host on one page that needs nothing else: no script, no font, no picture from
 * anywhere.
 */
public final class HtmlReport {
  private static final String NOTHING_FROM_OUTSIDE =
      "default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'";

  /** So many are named where the page begins; the table has all of them. */
  private static final int MOST_NAMED = 12;

  private final Proposal proposal;
  private final @Nullable HostStatus host;
  private final List<AppStatus> apps;
  private final DependencyGraph graph;
  private final List<PastRun> runs;
  private final List<Problem> problems;

  private HtmlReport(Proposal proposal, List<PastRun> runs, List<Problem> problems) {
    this.proposal = proposal;
    this.host = HostStatus.of(proposal);
    this.apps = AppStatus.all(proposal);
    this.graph = DependencyGraph.of(proposal);
    this.runs = runs;
    this.problems = problems;
  }

  /**
   * The page.
   *
   * @param runs that are kept, the latest first
   * @param others problems besides those of the manifests and the plan
   */
  public static String of(Proposal proposal, List<PastRun> runs, List<Problem> others) {
    var problems = new ArrayList<>(proposal.situation().desired().problems());
    problems.addAll(proposal.refusals());
    problems.addAll(others);
    return "<!DOCTYPE html>\n" + new HtmlReport(proposal, runs, problems).page() + "\n";
  }

  private Element page() {
    return Element.of("html").with("lang", "en").add(head(), body());
  }

  private Element head() {
    return Element.of("head")
        .add(
            Element.of("meta").with("charset", "utf-8"),
            Element.of("meta")
                .with("http-equiv", "Content-Security-Policy")
                .with("content", NOTHING_FROM_OUTSIDE),
            Element.of("meta")
                .with("name", "viewport")
                .with("content", "width=device-width, initial-scale=1"),
            Element.of("meta").with("name", "color-scheme").with("content", "light dark"),
            Element.of("title", "%s – atomic-reconcile".formatted(hostname())),
            Element.of("style", Styles.PALETTE + Styles.PAGE + Styles.GRAPH));
  }

  private String hostname() {
    return proposal.situation().observed().host().hostname();
  }

  private Element body() {
    var sections = new ArrayList<Element>();
    if (!problems.isEmpty()) {
      sections.add(problems());
    }
    if (host != null) {
      sections.add(HtmlHost.section(host));
    }
    sections.add(HtmlApps.section(apps, graph));
    if (!graph.edges().isEmpty()) {
      sections.add(dependencies());
    }
    sections.add(HtmlRuns.section(runs));
    sections.add(plan());
    return Element.of("body")
        .add(Html.link("main", "Skip to the content").styled("skip"), header())
        .add(Element.of("main").with("id", "main").add(sections.toArray(Element[]::new)))
        .add(
            Element.of("footer")
                .add(
                    Element.of(
                        "p", "Written by atomic-reconcile, which looked and changed nothing.")));
  }

  // --- how the page begins ---

  private List<ResourceStatus> resources() {
    var all = new ArrayList<ResourceStatus>();
    if (host != null) {
      all.add(host);
    }
    all.addAll(apps);
    return all;
  }

  private Element header() {
    var all = resources();
    var attention = all.stream().filter(HtmlApps::needsAttention).toList();
    return Element.of("header")
        .add(
            Element.of("p").styled("product").add(mark()).text("atomic-reconcile"),
            Element.of("h1", hostname()),
            Element.of("p")
                .styled("at")
                .text("as seen at ")
                .add(Html.time(proposal.situation().observed().at())),
            Element.of("p", verdict(all.size(), attention.size()))
                .styled("verdict " + (attention.isEmpty() ? Tone.GOOD : Tone.BUSY).word()))
        .addIf(!attention.isEmpty(), named(attention))
        .addIf(!all.isEmpty(), counts(all))
        .add(navigation());
  }

  private static String verdict(int all, int attention) {
    if (all == 0) {
      return "Nothing is declared or recorded";
    }
    return attention == 0
        ? "Everything is as its manifest says"
        : "%d of %d %s attention".formatted(attention, all, attention == 1 ? "needs" : "need");
  }

  private static Element named(List<ResourceStatus> attention) {
    var list =
        Element.of("ul")
            .styled("named")
            .with("aria-label", "What needs attention")
            .addAll(
                attention.subList(0, Math.min(MOST_NAMED, attention.size())),
                one ->
                    Element.of("li")
                        .add(
                            Html.link(HtmlApps.anchor(one.id()), DependencyGraph.label(one.id()))));
    var more = attention.size() - MOST_NAMED;
    return list.addIf(more > 0, Element.of("li", "and %d more".formatted(more)));
  }

  /** Both have a word Unknown, so each has a name. */
  private static Element counts(List<ResourceStatus> all) {
    var syncs = Element.of("ul").with("aria-label", "Sync");
    for (var sync : Sync.values()) {
      count(syncs, all, one -> one.sync() == sync, Tone.of(sync), sync.word());
    }
    var healths = Element.of("ul").with("aria-label", "Health");
    for (var health : Health.values()) {
      count(healths, all, one -> one.health() == health, Tone.of(health), health.word());
    }
    return Element.of("div")
        .styled("counts")
        .add(Element.of("span", "Sync").with("aria-hidden", true), syncs)
        .add(Element.of("span", "Health").with("aria-hidden", true), healths);
  }

  private static void count(
      Element list,
      List<ResourceStatus> all,
      Predicate<ResourceStatus> counts,
      Tone tone,
      String word) {
    var count = all.stream().filter(counts).count();
    list.addIf(
        count > 0,
        Element.of("li")
            .styled(tone.word())
            .add(Element.of("b", Long.toString(count)))
            .text(" " + word));
  }

  private Element navigation() {
    var nav = Element.of("nav").with("aria-label", "Sections");
    nav.addIf(!problems.isEmpty(), Html.link("problems", "Problems"));
    nav.addIf(host != null, Html.link(HtmlHost.ID, "Host"));
    nav.add(Html.link("apps", "Apps"));
    nav.addIf(!graph.edges().isEmpty(), Html.link("dependencies", "Dependencies"));
    return nav.add(Html.link("runs", "Last runs"), Html.link("plan", "Plan"));
  }

  private static Element mark() {
    var mark =
        Element.of("svg").styled("mark").with("viewBox", "-12 -12 24 24").with("aria-hidden", true);
    for (var turn = 0; turn < 180; turn += 60) {
      mark.add(
          Element.of("ellipse")
              .with("rx", 10)
              .with("ry", 4)
              .with("transform", "rotate(%d)".formatted(turn)));
    }
    return mark.add(Element.of("circle").with("r", 2));
  }

  // --- sections that are short ---

  private Element problems() {
    return Html.section("problems", "Problems")
        .add(
            Element.of("ul")
                .styled("problems")
                .addAll(
                    problems, problem -> Element.of("li", ProblemText.of(problem, Style.PLAIN))));
  }

  private Element dependencies() {
    var shown = resources().stream().map(ResourceStatus::id).collect(Collectors.toSet());
    return Html.section("dependencies", "Dependencies")
        .add(
            Element.of(
                    "p",
                    "An arrow leads from an app to what has to be there before it; dashed, to the"
                        + " boot of the host.")
                .styled("hint"))
        .add(
            Html.scrolling(
                "Dependency graph",
                // Of what is missing there is nothing more to say.
                GraphSvg.within(
                    graph,
                    node -> shown.contains(node.id()) ? "#" + HtmlApps.anchor(node.id()) : null)));
  }

  private Element plan() {
    return Html.section("plan", "Plan")
        .add(Element.of("p", "What the next run would do.").styled("hint"))
        .add(
            Html.scrolling(
                "Plan",
                TerminalText.of(PlanText.of(proposal.plan(), Style.COLOURED, Detail.BRIEF))));
  }
}
