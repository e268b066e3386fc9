package io.atomic.reconcile.report;

import io.atomic.reconcile.cycle.Cycle.Proposal;
import io.atomic.reconcile.label.CommandText;
import io.atomic.reconcile.label.Variables;
import io.atomic.reconcile.model.AppRecord;
import io.atomic.reconcile.model.HostSpec.Reboot;
import io.atomic.reconcile.plan.BootConsent;
import io.atomic.reconcile.plan.Comparison;
import io.atomic.reconcile.plan.Explanation;
import io.atomic.reconcile.plan.Explanation.ExplainedCommand;
import io.atomic.reconcile.plan.HostExplanation;
import io.atomic.reconcile.policy.AppGrants;
import java.util.Map;
import tools.jackson.databind.JsonNode;

/**
 * Everything about one app, or the host, for machines; {@code schema/explain.schema.json} describes
 * it.
 */
public final class ExplainJson {
  private ExplainJson() {}

  /** Of one that is among the proposal's. */
  public static JsonNode of(Proposal proposal, ResourceStatus status) {
    var tree =
        Tree.document()
            .object("engine", proposal.situation().observed().engine(), StatusJson::engine);
    switch (status) {
      case AppStatus app -> app(proposal, app, tree);
      case HostStatus host -> host(proposal, host, tree);
    }
    var id = status.id();
    return tree.object(
            "change",
            proposal.plan().changes().get(id),
            change -> ChangeJson.of(change, status.place()))
        .list("steps", proposal.plan().stepsOf(id), StepJson::of)
        .list(
            "notices",
            proposal.plan().notices().stream()
                .filter(notice -> id.equals(notice.resource()))
                .toList(),
            ProblemJson::of)
        .list("problems", Explained.problems(proposal, id), ProblemJson::of)
        .node();
  }

  private static void app(Proposal proposal, AppStatus status, Tree tree) {
    var id = status.id();
    var situation = proposal.situation();
    tree.object("app", status, StatusJson::app)
        .object("record", situation.recorded().apps().get(id.name()), ExplainJson::record)
        .object("grants", proposal.grants().getOrDefault(id, AppGrants.NONE), ExplainJson::grants);
    var explanation = Explanation.of(situation, id.name());
    if (explanation != null) {
      var image = explanation.image();
      tree.flag("imageOnDisk", image != null)
          .text("imageId", image == null ? null : image.id())
          .list("commands", explanation.commands(), ExplainJson::command)
          .list("labelProblems", explanation.findings(), LabelText::problem)
          .list("comparisons", explanation.comparisons(), ExplainJson::comparison);
    }
  }

  private static void host(Proposal proposal, HostStatus status, Tree tree) {
    var situation = proposal.situation();
    var declared = situation.desired().host();
    tree.object("host", status, HostJson::of)
        .object(
            "reboot",
            declared == null ? null : declared.resource().spec().reboot(),
            policy -> reboot(policy, situation.boot()))
        .list("comparisons", HostExplanation.of(situation), ExplainJson::comparison);
  }

  private static Tree reboot(Reboot policy, BootConsent consent) {
    var tree =
        Tree.object()
            .word("strategy", policy.strategy())
            .text("window", policy.window())
            .text("gateFile", policy.gateFile())
            .object("fleetLock", policy.fleetLock(), HostJson::lock)
            .word("inhibit", policy.inhibit());
    return switch (consent) {
      case BootConsent.Given _ -> tree.flag("consent", true);
      case BootConsent.Withheld(var reason, var why, _) ->
          tree.flag("consent", false).text("reason", reason).text("message", why);
    };
  }

  private static Tree record(AppRecord record) {
    return Tree.object()
        .text("place", record.place())
        .texts("containers", record.containers())
        .texts("directories", record.directories())
        .texts("pulled", record.pulled());
  }

  private static Tree grants(AppGrants grants) {
    return Tree.object()
        .texts("granted", grants.granted())
        .texts("missing", grants.missing())
        .text("message", grants.message());
  }

  private static Tree command(ExplainedCommand command) {
    var tree =
        Tree.object().text("label", command.purpose().label()).word("source", command.source());
    switch (command.text()) {
      case CommandText.Label(var text) -> tree.text("text", text);
      case CommandText.Words(var words) -> tree.texts("words", words);
      case null -> {}
    }
    if (command.argv() != null) {
      tree.texts("argv", command.argv());
    }
    var reading = command.reading();
    if (reading != null) {
      tree.list("variables", command.variables().entrySet(), ExplainJson::variable)
          .texts("needs", reading.grants())
          .list("problems", reading.findings(), LabelText::problem);
    }
    return tree;
  }

  private static Tree comparison(Comparison comparison) {
    return Tree.object()
        .word("group", comparison.group())
        .text("field", comparison.field())
        .text("before", comparison.before())
        .text("after", comparison.after())
        .flag("equal", comparison.equal());
  }

  private static Tree variable(Map.Entry<String, Variables.Value> variable) {
    var tree = Tree.object().text("name", variable.getKey());
    return switch (variable.getValue()) {
      case Variables.Value.Plain(var text) -> tree.text("state", "set").text("value", text);
      case Variables.Value.Secret _ -> tree.text("state", "secret");
      case Variables.Value.Unset _ -> tree.text("state", "unset");
    };
  }
}
