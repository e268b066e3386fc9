package io.atomic.reconcile.plan;

import io.atomic.reconcile.label.ShellWords;
import io.atomic.reconcile.model.App;
import io.atomic.reconcile.model.AppSpec.AppState;
import io.atomic.reconcile.model.CommandSpec;
import io.atomic.reconcile.model.EnvValue;
import io.atomic.reconcile.model.Fingerprint;
import io.atomic.reconcile.model.HostFacts;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * What INSTALL and RUN depend on. A change of the first installs again, a change of the second only
 * runs again, a change of anything else restarts nothing.
 */
public final class Inputs {
  private static final String ENV = "env.";

  /** The field for the content of the file that label RUN_OPTS_FILE names. */
  static final String RUN_OPTS = "RUN_OPTS";

  private Inputs() {}

  /** Whether a field stands for an environment variable, of which contents are only secrets. */
  static boolean isSecret(String field) {
    return field.startsWith(ENV);
  }

  /** The field under which the content of a watched file is recorded. */
  public static String watched(String path) {
    return "watchFiles " + path;
  }

  /**
   * The image, {@code install.*}, the INSTALL label and the env that it uses.
   *
   * @param used variables that the INSTALL command names
   */
  static Fingerprint install(App app, String imageId, @Nullable String label, Set<String> used) {
    var fields = new TreeMap<String, String>();
    fields.put("image", imageId);
    command(fields, "install", app.spec().install(), label);
    app.spec()
        .env()
        .forEach((name, value) -> {
          if (used.contains(name)) {
            fields.put(ENV + name, text(value));
          }
        });
    return Fingerprint.of(fields);
  }

  /**
   * {@code run.*}, the RUN label, all other env and the watched files.
   *
   * @param runOpts what RUN gets from the file that label RUN_OPTS_FILE names; null = nothing
   */
  static Fingerprint run(
      App app, @Nullable String label, Fingerprint install, @Nullable String runOpts) {
    var fields = new TreeMap<String, String>();
    var spec = app.spec();
    command(fields, "run", spec.run(), label);
    spec.env()
        .forEach((name, value) -> {
          if (!install.fields().containsKey(ENV + name)) {
            fields.put(ENV + name, text(value));
          }
        });
    for (var path : spec.watchFiles()) {
      fields.put(watched(path), "watched");
    }
    if (runOpts != null) {
      fields.put(RUN_OPTS, runOpts);
    }
    if (spec.state() == AppState.COMPLETED) {
      fields.put("state", "completed");
    }
    return Fingerprint.of(fields);
  }

  /** Hashes of what fields only refer to: secrets and watched files. */
  static SortedMap<String, String> contents(App app, HostFacts host) {
    var contents = new TreeMap<String, String>();
    app.spec()
        .env()
        .forEach((name, value) -> {
          if (value.isSecret()) {
            put(contents, ENV + name, host.secrets().get(HostFacts.secretKey(value)));
          }
        });
    for (var path : app.spec().watchFiles()) {
      put(contents, watched(path), host.contents().get(path));
    }
    return contents;
  }

  private static void put(SortedMap<String, String> contents, String field, @Nullable String hash) {
    // Without a salt there is nothing to compare with yet.
    if (hash != null && !hash.isEmpty()) {
      contents.put(field, hash);
    }
  }

  private static void command(
      SortedMap<String, String> fields, String verb, CommandSpec spec, @Nullable String label) {
    if (!spec.args().isEmpty()) {
      fields.put(verb + ".args", ShellWords.joinExactly(spec.args()));
    }
    spec.options().forEach((key, value) -> fields.put(verb + ".options." + key, value));
    if (spec.command() != null) {
      fields.put(verb + ".command", ShellWords.joinExactly(spec.command()));
    } else if (label != null) {
      fields.put(verb + ".label", label);
    }
  }

  private static String text(EnvValue value) {
    return switch (value) {
      case EnvValue.Plain(var text) -> text;
      case EnvValue.FromFile _, EnvValue.FromCredential _ -> HostFacts.secretKey(value);
    };
  }
}
