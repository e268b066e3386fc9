package io.atomic.reconcile.manifest;

import static io.atomic.reconcile.manifest.ValueType.bool;
import static io.atomic.reconcile.manifest.ValueType.duration;
import static io.atomic.reconcile.manifest.ValueType.filled;
import static io.atomic.reconcile.manifest.ValueType.filledList;
import static io.atomic.reconcile.manifest.ValueType.grant;
import static io.atomic.reconcile.manifest.ValueType.image;
import static io.atomic.reconcile.manifest.ValueType.integer;
import static io.atomic.reconcile.manifest.ValueType.list;
import static io.atomic.reconcile.manifest.ValueType.map;
import static io.atomic.reconcile.manifest.ValueType.mapping;
import static io.atomic.reconcile.manifest.ValueType.matching;
import static io.atomic.reconcile.manifest.ValueType.oneOf;
import static io.atomic.reconcile.manifest.ValueType.path;
import static io.atomic.reconcile.manifest.ValueType.positiveDuration;
import static io.atomic.reconcile.manifest.ValueType.text;

import io.atomic.reconcile.manifest.Declaration.Reference;
import io.atomic.reconcile.model.AppSpec;
import io.atomic.reconcile.model.AppSpec.AppState;
import io.atomic.reconcile.model.AppSpec.Drift;
import io.atomic.reconcile.model.AppSpec.OnRemove;
import io.atomic.reconcile.model.AppSpec.Pull;
import io.atomic.reconcile.model.AppSpec.Strategy;
import io.atomic.reconcile.model.CommandSpec;
import io.atomic.reconcile.model.EnvValue;
import io.atomic.reconcile.model.Health;
import io.atomic.reconcile.model.ImageReference;
import io.atomic.reconcile.model.Update;
import io.atomic.reconcile.model.When;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The {@code spec} of an App manifest. */
final class AppDecoder {
  private static final ValueType<String> WINDOW =
      matching(Grammar.WINDOW, "the name of a window such as 'nightly'");

  /** Stands for an image that was reported, so that the fields after it are read as well. */
  private static final ImageReference UNKNOWN_IMAGE =
      new ImageReference(null, "unknown", null, null);

  private List<Reference> dependsOn = List.of();

  List<Reference> dependsOn() {
    return dependsOn;
  }

  AppSpec spec(Fields fields) {
    var image = fields.required("image", image());
    var state = fields.optional("state", oneOf(AppState.class), AppState.RUNNING);
    var pull = fields.optional("pull", oneOf(Pull.class), Pull.MISSING);
    var update = fields.optional("update", mapping(AppDecoder::update), Update.DEFAULT);
    var strategy = fields.optional("strategy", oneOf(Strategy.class), Strategy.REINSTALL);
    dependsOn = fields.optional("dependsOn", AppDecoder::references, List.of());
    return new AppSpec(
        image == null ? UNKNOWN_IMAGE : image,
        state,
        pull,
        update,
        strategy,
        dependsOn.stream().map(Reference::name).toList(),
        fields.optional("waitForHost", bool(), false),
        fields.optional("when", mapping(AppDecoder::when), When.ALWAYS),
        fields.optional("lockFile", path()),
        fields.optional(
            "env",
            map(
                Grammar.ENV_NAME,
                "the name of a variable that a manifest may set",
                AppDecoder::envValue),
            Collections.emptySortedMap()),
        command(fields, "install"),
        command(fields, "run"),
        command(fields, "stop"),
        command(fields, "uninstall"),
        fields.optional("grants", list(grant()), List.of()),
        fields.optional("creates", list(path()), List.of()),
        fields.optional("watchFiles", list(path()), List.of()),
        fields.optional("health", mapping(AppDecoder::health)),
        fields.optional("rollback", bool(), true),
        fields.optional("drift", oneOf(Drift.class), Drift.CORRECT),
        fields.optional("onRemove", oneOf(OnRemove.class), OnRemove.UNINSTALL),
        fields.optional("purgeData", bool(), false),
        fields.optional("adopt", bool(), false),
        fields.optional("suspend", bool(), false));
  }

  static Update update(Fields fields) {
    return new Update(
        fields.optional("policy", oneOf(Update.Policy.class), Update.Policy.NEVER),
        fields.optional("minAge", duration()),
        fields.optional("window", WINDOW));
  }

  private static @Nullable List<Reference> references(Value value) {
    var name = matching(Grammar.NAME, "the name of an app");
    var references =
        list(
                item -> {
                  var read = name.read(item);
                  return read == null ? null : new Reference(item.node().place(), read);
                })
            .read(value);
    var seen = new HashSet<String>();
    for (var reference : references == null ? List.<Reference>of() : references) {
      if (!seen.add(reference.name())) {
        value
            .findings()
            .error(
                reference.place(), "%s names '%s' twice".formatted(value.path(), reference.name()));
      }
    }
    return references;
  }

  private static When when(Fields fields) {
    return new When(
        fields.optional("hostname", filled()),
        fields.optional("arch", filled()),
        fields.optional(
            "osRelease",
            map(Grammar.OS_RELEASE_KEY, "a field of os-release such as 'ID'", text()),
            Collections.emptySortedMap()),
        fields.optional("fileExists", path()));
  }

  private static @Nullable EnvValue envValue(Value value) {
    if (value.node() instanceof Yaml.Mapping) {
      return mapping(AppDecoder::secret).read(value);
    }
    var text = text().read(value);
    return text == null ? null : new EnvValue.Plain(text);
  }

  static @Nullable EnvValue secret(Fields fields) {
    var file = fields.optional("file", path());
    var credential =
        fields.optional("credential", matching(Grammar.CREDENTIAL, "the name of a credential"));
    if (fields.has("file") == fields.has("credential")) {
      fields.error("credential", "a secret is given by exactly one of 'file' and 'credential'");
      return null;
    }
    if (file != null) {
      return new EnvValue.FromFile(file);
    }
    return credential == null ? null : new EnvValue.FromCredential(credential);
  }

  private static CommandSpec command(Fields fields, String key) {
    return fields.optional(
        key,
        mapping(command ->
            new CommandSpec(
                command.optional("args", list(text()), List.of()),
                command.optional(
                    "options",
                    map(Grammar.OPTION_KEY, "'1', '2' or '3'", text()),
                    Collections.emptySortedMap()),
                command.optional("timeout", positiveDuration()),
                command.optional("command", filledList(text())))),
        CommandSpec.DEFAULT);
  }

  private static Health health(Fields fields) {
    return new Health(
        fields.optional("running", duration()),
        fields.optional("http", mapping(AppDecoder::http)),
        fields.optional("tcp", matching(Grammar.TCP, "a 'host:port'")),
        fields.optional("exec", filledList(text()), List.of()),
        fields.optional("unit", matching(Grammar.UNIT, "a systemd unit such as 'x.service'")),
        fields.optional("timeout", positiveDuration()),
        fields.optional("interval", positiveDuration()));
  }

  private static Health.@Nullable Http http(Fields fields) {
    var url = fields.required("url", matching(Grammar.HTTP_URL, "an http or https URL"));
    var status = fields.optional("status", integer(100, 599), 200);
    return url == null ? null : new Health.Http(url, status);
  }
}
