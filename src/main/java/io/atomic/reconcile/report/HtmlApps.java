package io.atomic.reconcile.report;

import io.atomic.reconcile.model.Image;
import io.atomic.reconcile.model.ResourceId;
import io.atomic.reconcile.report.AppStatus.UsedImage;
import io.atomic.reconcile.report.Condition.Truth;
import io.atomic.reconcile.report.DependencyGraph.Edge;
import io.atomic.reconcile.report.Html.Facts;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * The table of the apps. Its roles are spelled out, because its rows are laid out as grids and
 * those that nobody has scrolled to not at all, and tables in disguise are no tables to every
 * browser.
 */
final class HtmlApps {
  private static final List<String> HEAD = List.of("App", "Sync", "Health", "Image", "Since");

  private final Map<ResourceId, List<ResourceId>> dependencies;
  private final Map<ResourceId, List<ResourceId>> dependants;

  private HtmlApps(DependencyGraph graph) {
    this.dependencies = by(graph, Edge::dependant, Edge::dependency);
    this.dependants = by(graph, Edge::dependency, Edge::dependant);
  }

  private static Map<ResourceId, List<ResourceId>> by(
      DependencyGraph graph,
      java.util.function.Function<Edge, ResourceId> key,
      java.util.function.Function<Edge, ResourceId> value) {
    return graph.edges().stream()
        .sorted(Comparator.comparing(value))
        .collect(Collectors.groupingBy(key, Collectors.mapping(value, Collectors.toList())));
  }

  /** Where the page says more of a resource. */
  static String anchor(ResourceId id) {
    return switch (id.kind()) {
      case APP -> "app-" + id.name();
      case HOST -> HtmlHost.ID;
    };
  }

  /** Whether somebody should look at it. */
  static boolean needsAttention(ResourceStatus status) {
    return status.ready().status() != Truth.TRUE
        || Tone.of(status.sync(), status.health()) != Tone.GOOD;
  }

  static Element section(List<AppStatus> apps, DependencyGraph graph) {
    var section = Html.section("apps", "Apps");
    if (apps.isEmpty()) {
      return section.add(Element.of("p", "No app is declared or recorded.").styled("none"));
    }
    var rest = apps.stream().filter(HtmlApps::needsAttention).count();
    return section
        .addIf(rest > 0 && rest < apps.size(), filter(rest))
        .add(new HtmlApps(graph).table(apps));
  }

  private static Element filter(long count) {
    return Element.of("label")
        .styled("filter")
        .add(Element.of("input").with("type", "checkbox").with("id", "attention-only"))
        .text("Only what needs attention (%d)".formatted(count));
  }

  private Element table(List<AppStatus> apps) {
    return Element.of("table")
        .styled("apps")
        .with("role", "table")
        .add(
            Element.of("caption", "How each of the %d apps stands".formatted(apps.size())),
            Element.of("thead")
                .with("role", "rowgroup")
                .add(
                    Element.of("tr")
                        .with("role", "row")
                        .addAll(
                            HEAD,
                            name ->
                                Element.of("th", name)
                                    .with("scope", "col")
                                    .with("role", "columnheader"))))
        .addAll(apps, this::app);
  }

  private Element app(AppStatus app) {
    return Element.of("tbody")
        .styled(needsAttention(app) ? "app" : "app fine")
        .with("id", anchor(app.id()))
        .with("role", "rowgroup")
        .add(
            Element.of("tr")
                .with("role", "row")
                .add(
                    Element.of("th", app.id().name())
                        .with("scope", "row")
                        .with("role", "rowheader"),
                    cell("Sync").add(Html.badge(Tone.of(app.sync()), app.sync().word())),
                    cell("Health").add(Html.badge(Tone.of(app.health()), app.health().word())),
                    image(app.image()),
                    since(app)),
            Element.of("tr")
                .styled("more")
                .with("role", "row")
                .add(
                    Element.of("td")
                        .with("colspan", HEAD.size())
                        .with("role", "cell")
                        .with("aria-colspan", HEAD.size())
                        .add(details(app))));
  }

  private static Element cell(String column) {
    return Element.of("td").with("role", "cell").with("data-column", column);
  }

  private static Element image(@Nullable UsedImage image) {
    var cell = cell("Image");
    if (image == null) {
      return cell.text("–");
    }
    cell.add(Element.of("code", image.reference()));
    var id = image.id();
    return id == null
        ? cell.text(" not installed")
        : cell.text(" ").add(Element.of("code", Image.shortId(id)).styled("id").with("title", id));
  }

  private static Element since(AppStatus app) {
    var since = app.ready().since();
    var cell = cell("Since");
    return since == null ? cell.styled("unknown").text("–") : cell.add(Html.time(since));
  }

  /** Closed until somebody wants to know; the summary says why an app is not ready. */
  private Element details(AppStatus app) {
    var ready = app.ready();
    var summary =
        needsAttention(app)
            ? "%s: %s".formatted(ready.reason(), ready.message())
            : counted(app.conditions().size(), "condition");
    var facts =
        new Facts()
            .of("Manifest", app.place() == null ? "none that is valid" : app.place())
            .of("Wanted", app.desired() == null ? null : Tree.word(app.desired()))
            .of(
                "Container",
                app.container() == null ? "none" : StatusText.container(app.container()))
            .lastRun(app.outcome());
    links(facts, "Needs", dependencies.getOrDefault(app.id(), List.of()));
    links(facts, "Needed by", dependants.getOrDefault(app.id(), List.of()));
    return Element.of("details")
        .add(
            Element.of("summary", summary)
                .add(Element.of("span", " of " + app.id().name()).styled("aside")))
        .add(Html.conditions(app.conditions()))
        .addIf(!app.differences().isEmpty(), Html.differences(app.differences()))
        .add(facts.list());
  }

  private static void links(Facts facts, String name, List<ResourceId> ids) {
    if (ids.isEmpty()) {
      return;
    }
    var value = Element.of("dd");
    for (var i = 0; i < ids.size(); i++) {
      value
          .text(i == 0 ? "" : ", ")
          .add(Html.link(anchor(ids.get(i)), DependencyGraph.label(ids.get(i))));
    }
    facts.of(name, value);
  }

  static String counted(int count, String what) {
    return "%d %s%s".formatted(count, what, count == 1 ? "" : "s");
  }
}
