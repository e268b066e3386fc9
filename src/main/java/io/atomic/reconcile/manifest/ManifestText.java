package io.atomic.reconcile.manifest;

import io.atomic.reconcile.model.App;
import io.atomic.reconcile.model.AppSpec;
import io.atomic.reconcile.model.AppSpec.AppState;
import io.atomic.reconcile.model.EnvValue;
import io.atomic.reconcile.model.Printable;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;
import org.snakeyaml.engine.v2.nodes.Tag;
import org.snakeyaml.engine.v2.resolver.ScalarResolver;
import org.snakeyaml.engine.v2.schema.CoreSchema;

/**
 * Writes manifests of apps that were not declared before: name, image, state, env, the command of
 * RUN, grants and {@code adopt}. The other fields are at their defaults and are not written.
 */
public final class ManifestText {
  /** Text that YAML takes as it is, if it is not one of its numbers or words. */
  private static final Pattern PLAIN =
      Pattern.compile("(?:[A-Za-z_/]|--?[A-Za-z])[A-Za-z0-9_/.@=+$-]*(?::[A-Za-z0-9_/.@=+-]+)*");

  /** What older readers, that somebody may lint with, take for a truth value. */
  private static final Pattern YAML_1_1 = Pattern.compile("(?i)y|n|yes|no|on|off");

  private static final ScalarResolver CORE = new CoreSchema().getScalarResolver();

  private final StringBuilder text = new StringBuilder();

  private ManifestText() {}

  /**
   * One document, without the line that separates it from others.
   *
   * @param remarks written before it as comments
   */
  public static String of(App app, List<String> remarks) {
    return new ManifestText().document(app, remarks);
  }

  private String document(App app, List<String> remarks) {
    for (var remark : remarks) {
      // A line end in a comment would be the end of the comment.
      line(0, "# " + Printable.line(remark));
    }
    line(0, "apiVersion: atomic/v1");
    line(0, "kind: App");
    line(0, "metadata:");
    line(1, "name: " + scalar(app.name()));
    line(0, "spec:");
    spec(app.spec());
    return text.toString();
  }

  private void spec(AppSpec spec) {
    line(1, "image: " + scalar(spec.image().toString()));
    if (spec.state() != AppState.RUNNING) {
      line(1, "state: " + spec.state().name().toLowerCase(Locale.ROOT));
    }
    if (!spec.env().isEmpty()) {
      line(1, "env:");
      spec.env().forEach((name, value) -> line(2, scalar(name) + ": " + env(value)));
    }
    if (spec.run().command() != null) {
      line(1, "run:");
      line(2, "command:");
      spec.run().command().forEach(word -> line(3, "- " + scalar(word)));
    }
    if (!spec.grants().isEmpty()) {
      line(1, "grants:");
      spec.grants().forEach(grant -> line(2, "- " + scalar(grant)));
    }
    if (spec.adopt()) {
      line(1, "adopt: true");
    }
  }

  private static String env(EnvValue value) {
    return switch (value) {
      case EnvValue.Plain(var plain) -> scalar(plain);
      case EnvValue.FromFile(var path) -> "{file: %s}".formatted(quoted(path));
      case EnvValue.FromCredential(var name) -> "{credential: %s}".formatted(quoted(name));
    };
  }

  private void line(int depth, String content) {
    text.append("  ".repeat(depth)).append(content).append('\n');
  }

  /** In quotes, unless every reader takes it for the same text without. */
  static String scalar(String value) {
    var plain =
        PLAIN.matcher(value).matches()
            && CORE.resolve(value, true).equals(Tag.STR)
            && !YAML_1_1.matcher(value).matches();
    return plain ? value : quoted(value);
  }

  private static String quoted(String value) {
    var quoted = new StringBuilder("\"");
    value
        .codePoints()
        .forEach(c -> {
          switch (c) {
            case '"' -> quoted.append("\\\"");
            case '\\' -> quoted.append("\\\\");
            case '\n' -> quoted.append("\\n");
            case '\t' -> quoted.append("\\t");
            default -> {
              if (isPrintable(c)) {
                quoted.appendCodePoint(c);
              } else {
                quoted.append(c > 0xffff ? "\\U%08x".formatted(c) : "\\u%04x".formatted(c));
              }
            }
          }
        });
    return quoted.append('"').toString();
  }

  /** Without what YAML does not allow, what ends its lines, and what nobody would see. */
  private static boolean isPrintable(int c) {
    return !Printable.isHidden(c)
        && (c < Character.MIN_SURROGATE || c > Character.MAX_SURROGATE)
        && (c & 0xfffe) != 0xfffe;
  }
}
