package io.atomic.reconcile.label;

import static org.assertj.core.api.Assertions.assertThat;

import io.atomic.reconcile.label.Expansion.Expanded;
import io.atomic.reconcile.label.Expansion.Invalid;
import io.atomic.reconcile.label.Variables.Value;
import java.util.List;
import java.util.Map;

/** Expands texts for tests, with variables that are the same everywhere. */
final class Expansions {
  private static final Map<String, String> SET =
      Map.of(
          "NAME", "app",
          "IMAGE", "reg.io:5000/ns/app:v1",
          "CONFDIR", "/etc/app",
          "DATADIR", "/var/lib/app",
          "PWD", "/cwd",
          "HOME", "/root",
          "EMPTY", "",
          "BLANKS", "a  b",
          "TRICKY", "$NAME 'q' | NAME",
          "OPT1", "-p 8080:80 -e 'A=b c'");

  private Expansions() {}

  static Value lookup(String name) {
    var text = SET.get(name);
    if (name.equals("PASSWORD")) {
      return new Value.Secret(name);
    }
    return text == null ? new Value.Unset() : new Value.Plain(text);
  }

  static Expansion expand(String text) {
    return Expander.expand("label RUN", new CommandText.Label(text), Expansions::lookup);
  }

  /** The words behind the first. */
  static List<String> words(String text) {
    var expansion = expand("x " + text);
    assertThat(expansion).isInstanceOf(Expanded.class);
    return ((Expanded) expansion).words().stream().skip(1).map(Word::toString).toList();
  }

  static LabelProblem problem(String text) {
    var expansion = expand(text);
    assertThat(expansion).isInstanceOf(Invalid.class);
    assertThat(((Invalid) expansion).problems()).hasSize(1);
    return ((Invalid) expansion).problems().getFirst();
  }
}
