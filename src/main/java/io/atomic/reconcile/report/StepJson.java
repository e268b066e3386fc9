package io.atomic.reconcile.report;

import io.atomic.reconcile.model.AppRecord;
import io.atomic.reconcile.model.Durations;
import io.atomic.reconcile.model.EnvValue;
import io.atomic.reconcile.model.Installation;
import io.atomic.reconcile.model.Launch;
import io.atomic.reconcile.plan.Action;
import io.atomic.reconcile.plan.AppAction;
import io.atomic.reconcile.plan.HostAction;
import io.atomic.reconcile.plan.PlannedCommand;
import io.atomic.reconcile.plan.Step;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;

/** One step, with everything that its effect depends on. A secret is only ever referred to. */
final class StepJson {
  static final String REASON = "reason";

  private StepJson() {}

  static Tree of(Step step) {
    var action = step.action();
    var tree =
        Tree.object()
            .text("id", step.id())
            .text("resource", step.resource())
            .text("action", action.word())
            .word("phase", step.phase())
            .text(REASON, step.reason())
            .texts("needs", step.needs())
            .flag("onFailure", step.onFailure())
            .flag("disruptive", action.disruptive())
            .flag("reversible", action.reversible())
            .flag("repeatAfterInterruption", repeats(action));
    object(action, tree);
    var command = action.command();
    if (command != null) {
      command(command, tree);
    }
    return tree;
  }

  /** INSTALL and UNINSTALL cannot be observed: an interrupted one is carried out once more. */
  private static boolean repeats(Action action) {
    return action instanceof AppAction.Install || action instanceof AppAction.Uninstall;
  }

  /** What the action works on, and what it was worked out from. */
  private static void object(Action action, Tree tree) {
    switch (action) {
      case HostAction host -> object(host, tree);
      case AppAction app -> object(app, tree);
    }
  }

  private static void object(HostAction action, Tree tree) {
    switch (action) {
      case HostAction.Stage stage ->
          tree.texts("argv", stage.change().argv())
              .text("deployment", stage.from())
              .text("inputs", stage.key());
      case HostAction.Unstage unstage ->
          tree.texts("argv", unstage.change().argv()).text("deployment", unstage.deploymentId());
      case HostAction.ReleaseLock release ->
          tree.text("url", release.lock().url()).text("group", release.lock().group());
      case HostAction.Reboot reboot -> tree.text("inputs", reboot.key());
      case HostAction.WriteHost _, HostAction.ForgetHost _ -> {}
    }
  }

  private static void object(AppAction action, Tree tree) {
    switch (action) {
      case AppAction.Fetch fetch ->
          tree.texts("references", fetch.references()).text("digest", fetch.digest());
      case AppAction.Adopt adopt -> adopted(adopt.record(), tree);
      case AppAction.Install install -> installed(install.result(), tree);
      case AppAction.Run run -> launched(run.launch(), tree);
      case AppAction.Complete complete -> launched(complete.launch(), tree);
      case AppAction.Start start -> tree.text("containerId", start.containerId());
      case AppAction.Unpause unpause -> tree.text("containerId", unpause.containerId());
      case AppAction.Rename rename ->
          tree.text("containerId", rename.containerId()).text("newName", rename.name());
      case AppAction.Reconfigure reconfigure ->
          tree.text("containerId", reconfigure.containerId())
              .map("options", reconfigure.options(), JsonNodeFactory.instance::stringNode);
      case AppAction.Stop stop -> tree.text("containerId", stop.containerId());
      case AppAction.SetAside aside ->
          tree.text("containerId", aside.containerId()).text("newName", aside.newName());
      case AppAction.RemoveContainer remove ->
          tree.text("containerId", remove.containerId()).text("containerName", remove.name());
      case AppAction.RemoveOld remove ->
          tree.text("containerId", remove.containerId()).text("containerName", remove.name());
      case AppAction.RemoveImage remove ->
          tree.texts("references", remove.references()).text("imageId", remove.imageId());
      case AppAction.PutBack back -> tree.text("containerId", back.containerId());
      case AppAction.CheckHealth check -> tree.flag("trial", check.trial() != null);
      case AppAction.Recheck recheck ->
          tree.text("containerId", recheck.containerId())
              .texts("dependencies", recheck.dependencies());
      case AppAction.RollBack back -> tree.text("imageId", back.to().imageId());
      case AppAction.NoteVolumes note -> tree.texts("volumes", note.volumes());
      case AppAction.PurgeData purge ->
          tree.texts("directories", purge.directories()).texts("volumes", purge.volumes());
      case AppAction.Uninstall _, AppAction.WriteRecord _, AppAction.Forget _ -> {}
    }
  }

  private static void adopted(AppRecord record, Tree tree) {
    var installation = record.installation();
    var launch = record.launch();
    tree.text("imageId", installation == null ? null : installation.imageId())
        .text("containerId", launch == null ? null : launch.containerId());
  }

  private static void installed(@Nullable Installation installation, Tree tree) {
    if (installation != null) {
      tree.text("imageId", installation.imageId()).text("inputs", installation.inputs().hash());
    }
  }

  private static void launched(@Nullable Launch launch, Tree tree) {
    if (launch != null) {
      tree.text("imageId", launch.imageId()).text("inputs", launch.inputs().hash());
    }
  }

  private static void command(PlannedCommand command, Tree tree) {
    switch (command) {
      case PlannedCommand.KnownAfterFetch _ -> tree.flag("knownAfterFetch", true);
      case PlannedCommand.Known known ->
          tree.text("containerName", known.containerName())
              .texts("argv", known.argv())
              .map("environment", known.environment(), StepJson::env)
              .texts("privileges", known.claims().needs())
              .texts("grants", known.claims().grants())
              .texts("directories", known.hostDirectories())
              .text("timeout", Durations.text(known.timeout()));
    }
  }

  /** As a manifest spells it. */
  private static JsonNode env(EnvValue value) {
    return switch (value) {
      case EnvValue.Plain(var text) -> JsonNodeFactory.instance.stringNode(text);
      case EnvValue.FromFile(var path) -> Tree.object().text("file", path).node();
      case EnvValue.FromCredential(var name) -> Tree.object().text("credential", name).node();
    };
  }
}
