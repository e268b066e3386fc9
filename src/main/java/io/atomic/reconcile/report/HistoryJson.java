package io.atomic.reconcile.report;

import io.atomic.reconcile.model.Problem;
import io.atomic.reconcile.report.AppVersions.NotTried;
import io.atomic.reconcile.report.AppVersions.Proven;
import io.atomic.reconcile.report.PastRun.PastApp;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** The last runs, for machines; {@code schema/history.schema.json} describes it. */
public final class HistoryJson {
  private HistoryJson() {}

  /**
   * A document.
   *
   * @param versions of the app that was asked for; null = none was, or it is not recorded
   * @param problems with reports that cannot be read
   */
  public static JsonNode of(
      List<PastRun> runs, @Nullable AppVersions versions, List<Problem> problems) {
    return Tree.document()
        .list("runs", runs, HistoryJson::run)
        .object("versions", versions, HistoryJson::versions)
        .list("problems", problems, ProblemJson::of)
        .node();
  }

  private static Tree run(PastRun run) {
    return Tree.object()
        .text("runId", run.runId())
        .text("startedAt", run.startedAt())
        .text("endedAt", run.endedAt())
        .text("verdict", run.verdict())
        .number("exitStatus", run.exitStatus())
        .word("outcome", run.outcome())
        .text("message", run.message())
        .list("apps", run.apps(), HistoryJson::app);
  }

  private static Tree app(PastApp app) {
    return Tree.object()
        .text("resource", app.resource())
        .text("verb", app.verb())
        .word("outcome", app.outcome())
        .text("image", app.image())
        .text("imageId", app.imageId())
        .text("message", app.message());
  }

  private static Tree versions(AppVersions versions) {
    return Tree.object()
        .list("proven", versions.proven(), HistoryJson::proven)
        .list("notTried", versions.notTried(), HistoryJson::notTried);
  }

  private static Tree proven(Proven proven) {
    var version = proven.version();
    return Tree.object()
        .number("back", proven.back())
        .text("image", version.installation().reference())
        .text("imageId", version.imageId())
        .text("at", version.at());
  }

  private static Tree notTried(NotTried notTried) {
    var version = notTried.version();
    return Tree.object()
        .text("image", version.manifest().spec().image())
        .text("imageId", version.imageId())
        .text("reason", version.reason())
        .flag("byHand", version.isByHand())
        .text("runId", version.runId())
        .text("at", version.at())
        .text("until", notTried.until());
  }
}
