package io.atomic.reconcile.report;

import io.atomic.reconcile.model.Durations;
import io.atomic.reconcile.model.Image;
import io.atomic.reconcile.model.Printable;
import io.atomic.reconcile.report.AppVersions.NotTried;
import io.atomic.reconcile.report.AppVersions.Proven;
import io.atomic.reconcile.report.PastRun.Outcome;
import io.atomic.reconcile.report.PastRun.PastApp;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The last runs, for people: one line for each, and one for each app that something was done to.
 */
public final class HistoryText {
  private final Style style;
  private final StringBuilder text = new StringBuilder();

  private HistoryText(Style style) {
    this.style = style;
  }

  /** The runs, the latest first. */
  public static String runs(List<PastRun> runs, Style style) {
    var history = new HistoryText(style);
    if (runs.isEmpty()) {
      return "No run is recorded.\n";
    }
    runs.forEach(history::run);
    return history.text.toString();
  }

  /**
   * The runs that touched one app, and the versions of it.
   *
   * @param versions null = the app is not recorded
   */
  public static String app(
      String app, List<PastRun> runs, @Nullable AppVersions versions, Style style) {
    var history = new HistoryText(style);
    if (runs.isEmpty()) {
      history.text.append("No run that is kept touched '%s'.\n".formatted(app));
    }
    runs.forEach(history::run);
    if (versions != null) {
      history.versions(app, versions);
    }
    return history.text.toString();
  }

  private void run(PastRun run) {
    text.append(
        "%s  %s  %s%s%s\n"
            .formatted(
                time(run.startedAt()),
                style.faint(run.runId()),
                coloured(word(run), run.outcome()),
                run.isCarriedOut() ? " in " + Durations.text(run.took()) : "",
                run.message() == null ? "" : ": " + Printable.line(run.message())));
    if (run.isCarriedOut()) {
      run.apps().stream().filter(PastApp::isTouched).forEach(this::app);
    }
  }

  /** A run that did not come to its work says why in its verdict. */
  static String word(PastRun run) {
    var outcome = word(run.outcome());
    return switch (run.verdict()) {
      case "executed" -> outcome;
      case "interrupted" ->
          run.outcome() == Outcome.UNCHANGED ? "interrupted" : "interrupted, " + outcome;
      default -> run.verdict().replace('-', ' ');
    };
  }

  static String word(Outcome outcome) {
    return switch (outcome) {
      case UNCHANGED -> "nothing to do";
      case ROLLED_BACK -> "rolled back";
      case CHANGED, FAILED, REFUSED, HELD -> Tree.word(outcome);
    };
  }

  private void app(PastApp app) {
    text.append(
        "  %s  %s (%s)%s%s\n"
            .formatted(
                Printable.line(app.resource()),
                coloured(word(app.outcome()), app.outcome()),
                app.verb(),
                image(app.image(), app.imageId()),
                app.message() == null ? "" : ": " + oneLine(app.message())));
  }

  private String coloured(String word, Outcome outcome) {
    return switch (outcome) {
      case CHANGED -> style.added(word);
      case FAILED, ROLLED_BACK, REFUSED -> style.bad(word);
      case HELD, UNCHANGED -> style.faint(word);
    };
  }

  private void versions(String app, AppVersions versions) {
    text.append(style.strong("Versions that proved themselves")).append('\n');
    if (versions.proven().isEmpty()) {
      text.append("  none: there is nothing to go back to\n");
    }
    for (var proven : versions.proven()) {
      text.append("  " + proven(app, proven) + "\n");
    }
    if (!versions.notTried().isEmpty()) {
      text.append(style.strong("Versions that are not tried again")).append('\n');
      versions.notTried().forEach(one -> text.append("  " + notTried(app, one) + "\n"));
    }
  }

  private String proven(String app, Proven proven) {
    var version = proven.version();
    return "%d %s  since %s  %s"
        .formatted(
            proven.back(),
            image(version.installation().reference(), version.imageId()),
            time(version.at()),
            proven.back() == 0
                ? style.added("what is there now")
                : style.faint("rollback %s --to %d".formatted(app, proven.back())));
  }

  private String notTried(String app, NotTried notTried) {
    var version = notTried.version();
    var until = notTried.until();
    return "%s  %s  %s: %s  %s"
        .formatted(
            image(version.manifest().spec().image().toString(), version.imageId()).strip(),
            version.isByHand() ? "gone back from" : "failed",
            time(version.at()),
            oneLine(version.reason()),
            style.faint(
                "until image or manifest changes%s, or retry %s"
                    .formatted(until == null ? "" : ", until " + time(until), app)));
  }

  /** Behind what stands before it; empty = nothing is known of it. */
  private static String image(@Nullable String reference, @Nullable String id) {
    var shown = reference == null ? "" : " " + oneLine(reference);
    return id == null ? shown : "%s (%s)".formatted(shown, Image.shortId(id));
  }

  private static Instant time(Instant at) {
    return at.truncatedTo(ChronoUnit.SECONDS);
  }

  private static String oneLine(String value) {
    return Printable.line(value.strip().replaceAll("\\s+", " "));
  }
}
