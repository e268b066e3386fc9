package io.atomic.reconcile.state;

import io.atomic.reconcile.model.App;
import io.atomic.reconcile.model.AppSpec;
import io.atomic.reconcile.model.CommandSpec;
import io.atomic.reconcile.model.EnvValue;
import io.atomic.reconcile.model.Health;
import io.atomic.reconcile.model.Update;
import io.atomic.reconcile.model.When;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** An app's manifest as recorded: the manifest's own spelling, with every default filled in. */
final class AppJson {
  private AppJson() {}

  /** Without the name, which is the key that it stands under. */
  static Written write(App app) {
    return Written.object()
        .textMap("labels", app.labels())
        .object("spec", app.spec(), AppJson::spec);
  }

  static App read(String name, Fields in) {
    return new App(name, in.textMap("labels"), spec(in.object("spec")));
  }

  private static Written spec(AppSpec spec) {
    return Written.object()
        .put("image", spec.image())
        .choice("state", spec.state())
        .choice("pull", spec.pull())
        .object("update", spec.update(), AppJson::update)
        .choice("strategy", spec.strategy())
        .texts("dependsOn", spec.dependsOn())
        .flag("waitForHost", spec.waitForHost())
        .object("when", spec.when(), AppJson::when)
        .put("lockFile", spec.lockFile())
        .map("env", spec.env(), AppJson::env)
        .object("install", spec.install(), AppJson::command)
        .object("run", spec.run(), AppJson::command)
        .object("stop", spec.stop(), AppJson::command)
        .object("uninstall", spec.uninstall(), AppJson::command)
        .texts("grants", spec.grants())
        .texts("creates", spec.creates())
        .texts("watchFiles", spec.watchFiles())
        .presentObject("health", spec.health(), AppJson::health)
        .flag("rollback", spec.rollback())
        .choice("drift", spec.drift())
        .choice("onRemove", spec.onRemove())
        .flag("purgeData", spec.purgeData())
        .flag("adopt", spec.adopt())
        .flag("suspend", spec.suspend());
  }

  private static AppSpec spec(Fields in) {
    return new AppSpec(
        in.image("image"),
        in.choice("state", AppSpec.AppState.RUNNING),
        in.choice("pull", AppSpec.Pull.MISSING),
        Objects.requireNonNullElse(in.objectOrNull("update", AppJson::update), Update.DEFAULT),
        in.choice("strategy", AppSpec.Strategy.REINSTALL),
        in.texts("dependsOn"),
        in.flag("waitForHost", false),
        Objects.requireNonNullElse(in.objectOrNull("when", AppJson::when), When.ALWAYS),
        in.textOrNull("lockFile"),
        in.map("env", AppJson::env),
        command(in, "install"),
        command(in, "run"),
        command(in, "stop"),
        command(in, "uninstall"),
        in.texts("grants"),
        in.texts("creates"),
        in.texts("watchFiles"),
        in.objectOrNull("health", AppJson::health),
        in.flag("rollback", true),
        in.choice("drift", AppSpec.Drift.CORRECT),
        in.choice("onRemove", AppSpec.OnRemove.UNINSTALL),
        in.flag("purgeData", false),
        in.flag("adopt", false),
        in.flag("suspend", false));
  }

  static Written update(Update update) {
    return Written.object()
        .choice("policy", update.policy())
        .put("minAge", update.minAge())
        .put("window", update.window());
  }

  static Update update(Fields in) {
    return new Update(
        in.choice("policy", Update.Policy.NEVER),
        in.durationOrNull("minAge"),
        in.textOrNull("window"));
  }

  private static Written when(When when) {
    return Written.object()
        .put("hostname", when.hostname())
        .put("arch", when.arch())
        .textMap("osRelease", when.osRelease())
        .put("fileExists", when.fileExists());
  }

  private static When when(Fields in) {
    return new When(
        in.textOrNull("hostname"),
        in.textOrNull("arch"),
        in.textMap("osRelease"),
        in.textOrNull("fileExists"));
  }

  static JsonNode env(EnvValue value) {
    return switch (value) {
      case EnvValue.Plain(var text) -> Json.text(text);
      case EnvValue.FromFile(var path) -> Written.object().put("file", path).node();
      case EnvValue.FromCredential(var name) -> Written.object().put("credential", name).node();
    };
  }

  static EnvValue env(String path, JsonNode value) {
    if (value.isString()) {
      return new EnvValue.Plain(value.stringValue());
    }
    var in = Fields.of(path, value);
    return in.has("credential")
        ? new EnvValue.FromCredential(in.text("credential"))
        : new EnvValue.FromFile(in.text("file"));
  }

  static Written command(CommandSpec command) {
    var written =
        Written.object()
            .texts("args", command.args())
            .textMap("options", command.options())
            .put("timeout", command.timeout());
    if (command.command() != null && command.command().isEmpty()) {
      // Not the same as none.
      written.node().putArray("command");
    }
    return written.texts("command", command.command());
  }

  static CommandSpec command(Fields parent, String name) {
    if (!parent.has(name)) {
      return CommandSpec.DEFAULT;
    }
    var in = parent.object(name);
    @Nullable List<String> words = in.has("command") ? in.texts("command") : null;
    return new CommandSpec(
        in.texts("args"), in.textMap("options"), in.durationOrNull("timeout"), words);
  }

  private static Written health(Health health) {
    return Written.object()
        .put("running", health.running())
        .object("http", health.http(), AppJson::http)
        .put("tcp", health.tcp())
        .texts("exec", health.exec())
        .put("unit", health.unit())
        .put("timeout", health.timeout())
        .put("interval", health.interval());
  }

  private static Health health(Fields in) {
    return new Health(
        in.durationOrNull("running"),
        in.objectOrNull("http", h -> new Health.Http(h.text("url"), h.integer("status"))),
        in.textOrNull("tcp"),
        in.texts("exec"),
        in.textOrNull("unit"),
        in.durationOrNull("timeout"),
        in.durationOrNull("interval"));
  }

  private static Written http(Health.Http http) {
    return Written.object().put("url", http.url()).number("status", http.status());
  }
}
