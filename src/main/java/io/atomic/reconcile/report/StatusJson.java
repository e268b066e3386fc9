package io.atomic.reconcile.report;

import io.atomic.reconcile.cycle.Cycle.Proposal;
import io.atomic.reconcile.model.Container;
import io.atomic.reconcile.model.Image;
import io.atomic.reconcile.model.Installation.LabelTexts;
import io.atomic.reconcile.model.LastOutcome;
import io.atomic.reconcile.model.Observed.EngineView;
import io.atomic.reconcile.policy.AppGrants;
import io.atomic.reconcile.report.AppStatus.UsedImage;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * How the host and the apps stand, for machines; {@code schema/status.schema.json} describes it.
 */
public final class StatusJson {
  private StatusJson() {}

  /**
   * A document.
   *
   * @param host null = there is none, or it was not asked for
   * @param apps all of the proposal's, or those that were asked for
   */
  public static JsonNode of(Proposal proposal, @Nullable HostStatus host, List<AppStatus> apps) {
    var situation = proposal.situation();
    return Tree.document()
        .object("engine", situation.observed().engine(), StatusJson::engine)
        .object("host", host, HostJson::of)
        .list("apps", apps, StatusJson::app)
        .list("notices", proposal.plan().notices(), ProblemJson::of)
        .text("nextOpening", proposal.plan().nextOpening())
        .list("refusals", proposal.refusals(), ProblemJson::of)
        .list("problems", situation.desired().problems(), ProblemJson::of)
        .node();
  }

  static Tree engine(EngineView engine) {
    return switch (engine) {
      case EngineView.NotAsked _ -> Tree.object().text("state", "not-asked");
      case EngineView.Reached(var kind, _, _) ->
          Tree.object().text("state", "reached").word("kind", kind);
      case EngineView.Unreachable(var message, var remedy) ->
          Tree.object()
              .text("state", "unreachable")
              .text("message", message)
              .text("remedy", remedy);
    };
  }

  static Tree app(AppStatus status) {
    return Tree.object()
        .text("resource", status.id())
        .word("desired", status.desired())
        .text("place", status.place())
        .text("sync", status.sync().word())
        .text("health", status.health().word())
        .list("conditions", status.conditions(), StatusJson::condition)
        .object("image", status.image(), StatusJson::image)
        .object("container", status.container(), StatusJson::container)
        .object("commands", status.commands(), StatusJson::commands)
        .object("grants", status.grants(), StatusJson::grants)
        .list("differences", status.differences(), ChangeJson::difference)
        .object("lastOutcome", status.outcome(), StatusJson::outcome);
  }

  static Tree condition(Condition condition) {
    return Tree.object()
        .text("type", condition.type().word())
        .text("status", condition.status().word())
        .text("reason", condition.reason())
        .text("message", condition.message())
        .text("since", condition.since());
  }

  private static Tree image(UsedImage image) {
    var tree = Tree.object().text("reference", image.reference()).text("id", image.id());
    if (image.id() == null) {
      return tree;
    }
    var resolution = image.resolution();
    return tree.text("shortId", Image.shortId(image.id()))
        .text("digest", resolution == null ? null : resolution.digest())
        .text("resolvedAt", resolution == null ? null : resolution.at());
  }

  private static Tree container(Container container) {
    return Tree.object()
        .text("id", container.id())
        .text("shortId", container.shortId())
        .text("name", container.name())
        .text("imageId", container.imageId())
        .word("state", container.status())
        .number("exitCode", container.exitCode())
        .word("health", container.health());
  }

  private static Tree grants(AppGrants grants) {
    return Tree.object()
        .texts("granted", grants.granted())
        .list(
            "needs",
            grants.needs().entrySet(),
            entry -> Tree.object().text("command", entry.getKey()).texts("needs", entry.getValue()))
        .texts("missing", grants.missing())
        .text("message", grants.message());
  }

  private static Tree commands(LabelTexts labels) {
    return Tree.object()
        .text("install", labels.install())
        .text("run", labels.run())
        .text("stop", labels.stop())
        .text("uninstall", labels.uninstall());
  }

  static Tree outcome(LastOutcome outcome) {
    return Tree.object()
        .text("runId", outcome.runId())
        .text("at", outcome.at())
        .flag("ok", outcome.ok())
        .text("message", outcome.message());
  }
}
