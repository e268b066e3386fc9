package io.atomic.reconcile.report;

import io.atomic.reconcile.model.Durations;
import io.atomic.reconcile.model.Image;
import io.atomic.reconcile.report.PastRun.PastApp;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;

/** The last runs: bars on a line of time for the eye, and a list that says everything. */
final class HtmlRuns {
  private static final double WIDTH = 1_060;
  private static final double BASE = 104;
  private static final double SIDE = 14;
  private static final double BAR = 8;
  private static final double LOWEST = 8;
  private static final double HIGHEST = 78;
  private static final int MOST = 60;

  /** So many are seen at once; the others when somebody asks. */
  private static final int SHOWN = 8;

  private static final int TICKS = 4;

  private HtmlRuns() {}

  /**
   * Of the runs.
   *
   * @param all the latest first
   */
  static Element section(List<PastRun> all) {
    var section = Html.section("runs", "Last runs");
    if (all.isEmpty()) {
      return section.add(Element.of("p", "No run is recorded.").styled("none"));
    }
    var runs = all.subList(0, Math.min(MOST, all.size()));
    return section
        .add(Html.scrolling("Timeline of the last runs", timeline(runs.reversed())))
        .add(list(runs.subList(0, Math.min(SHOWN, runs.size()))))
        .addIf(
            runs.size() > SHOWN, earlier(runs.subList(Math.min(SHOWN, runs.size()), runs.size())));
  }

  private static Element list(List<PastRun> runs) {
    return Element.of("ol").styled("runs").addAll(runs, HtmlRuns::run);
  }

  private static Element earlier(List<PastRun> runs) {
    return Element.of("details")
        .styled("earlier")
        .add(Element.of("summary", HtmlApps.counted(runs.size(), "earlier run")), list(runs));
  }

  // --- the list ---

  private static Element run(PastRun run) {
    var item =
        Element.of("li")
            .add(Html.time(run.startedAt()))
            .text(" ")
            .add(Html.badge(Tone.of(run.outcome()), HistoryText.word(run)))
            .text(run.isCarriedOut() ? " in " + Durations.text(run.took()) + " " : " ")
            .add(Element.of("code", run.runId()).styled("id"));
    if (run.message() != null) {
      item.add(Element.of("p", run.message()));
    }
    var touched = run.apps().stream().filter(PastApp::isTouched).toList();
    return item.addIf(
        !touched.isEmpty() && run.isCarriedOut(), Element.of("ul").addAll(touched, HtmlRuns::app));
  }

  private static Element app(PastApp app) {
    var item =
        Element.of("li")
            .add(Element.of("strong", app.resource()))
            .text(" %s (%s)".formatted(HistoryText.word(app.outcome()), app.verb()));
    if (app.image() != null) {
      item.text(" ").add(Element.of("code", app.image()));
    }
    if (app.imageId() != null) {
      item.text(" ").add(Element.of("code", Image.shortId(app.imageId())).styled("id"));
    }
    return app.message() == null ? item : item.text(": " + app.message());
  }

  // --- the line ---

  /**
   * A bar for each run where it began, as near as the others leave it room, and the higher the
   * longer it took.
   */
  private static Element timeline(List<PastRun> runs) {
    var first = runs.getFirst().startedAt();
    var span = Math.max(1, Duration.between(first, runs.getLast().startedAt()).toMillis());
    var longest = runs.stream().map(PastRun::took).max(Duration::compareTo).orElse(Duration.ZERO);
    var places = places(runs, first, span);
    var svg =
        Element.of("svg")
            .styled("timeline")
            .with("role", "img")
            .with("aria-label", name(runs))
            .with("viewBox", "0 0 1060 132")
            .add(
                Element.of("path")
                    .styled("axis")
                    .with("d", "M0 %s H%s".formatted((int) BASE, (int) WIDTH)));
    for (var i = 0; i < runs.size(); i++) {
      svg.add(bar(runs.get(i), places[i], longest));
    }
    for (var tick = 0; tick <= TICKS; tick++) {
      svg.add(tick(first.plusMillis(span * tick / TICKS), tick));
    }
    return svg;
  }

  private static String name(List<PastRun> runs) {
    var failed = runs.stream().filter(run -> Tone.of(run.outcome()) == Tone.BAD).count();
    return "%s from %s to %s, %s; the list below says the same"
        .formatted(
            HtmlApps.counted(runs.size(), "run"),
            Html.text(runs.getFirst().startedAt()),
            Html.text(runs.getLast().startedAt()),
            failed == 0 ? "none failed" : failed + " failed");
  }

  private static double[] places(List<PastRun> runs, Instant first, long span) {
    var wished = new double[runs.size()];
    var least = new double[runs.size()];
    for (var i = 0; i < wished.length; i++) {
      var since = Duration.between(first, runs.get(i).startedAt()).toMillis();
      wished[i] = SIDE + (WIDTH - 2 * SIDE - BAR) * since / span;
      least[i] = BAR + 3;
    }
    var places = Spacing.of(wished, least);
    // What was pushed over an edge comes back in, as far as there is room.
    var beyond = Math.max(0, places[places.length - 1] - (WIDTH - SIDE - BAR));
    for (var i = 0; i < places.length; i++) {
      places[i] = Math.max(SIDE + i * (BAR + 3), places[i] - beyond);
    }
    return places;
  }

  private static Element bar(PastRun run, double x, Duration longest) {
    var tone = Tone.of(run.outcome());
    var height =
        LOWEST
            + (HIGHEST - LOWEST)
                * Math.log1p((double) run.took().toMillis())
                / Math.log1p(Math.max(1.0, (double) longest.toMillis()));
    var group =
        Element.of("g")
            .styled("run " + tone.word())
            .add(
                Element.of(
                    "title",
                    "%s: %s in %s"
                        .formatted(
                            Html.text(run.startedAt()),
                            HistoryText.word(run),
                            Durations.text(run.took()))))
            .add(
                Element.of("rect")
                    .at("x", x)
                    .at("y", BASE - height)
                    .at("width", BAR)
                    .at("height", height)
                    .at("rx", 3));
    // Whoever does not see colours sees a cross.
    return group.addIf(
        tone == Tone.BAD,
        Element.of("path")
            .styled("cross")
            .with(
                "d",
                "M%s %s l7 7 m0 -7 l-7 7"
                    .formatted(Math.round(x + BAR / 2 - 3.5), Math.round(BASE - height - 13))));
  }

  private static Element tick(Instant at, int tick) {
    var anchor = tick == 0 ? "start" : tick == TICKS ? "end" : "middle";
    return Element.of("text", Html.text(at.truncatedTo(ChronoUnit.MINUTES)))
        .at("x", tick * WIDTH / TICKS)
        .at("y", BASE + 21)
        .with("text-anchor", anchor);
  }
}
