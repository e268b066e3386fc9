package io.atomic.reconcile.label;

import static java.util.Comparator.comparingInt;

import io.atomic.reconcile.label.LabelProblem.Kind;
import io.atomic.reconcile.label.Variables.Value;
import io.atomic.reconcile.label.Word.Fragment;
import io.atomic.reconcile.label.WrittenWord.Part;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * Strict expansion: text is split once, variables are replaced inside words in one pass, and no
 * replaced value is ever split or replaced again, with the one exception of options that stand
 * alone ({@code $OPT1}), whose purpose is to be several words.
 *
 * <p>The first word is taken as written: what runs is never decided by a variable.
 */
public final class Expander {
  /** Longest text that is looked at; the longest of published labels has some 2000 characters. */
  public static final int MAX_TEXT = 64 * 1024;

  /** Longest outcome; an argument list of more is refused by Linux anyway. */
  static final int MAX_OUTCOME = 1024 * 1024;

  /** Unset they are nothing, alone they are split; every other unset variable is a mistake. */
  private static final Set<String> OPTIONS = Set.of("OPT1", "OPT2", "OPT3", "RUN_OPTS");

  private final String origin;
  private final Variables variables;
  private final List<Word> words = new ArrayList<>();
  private final SortedSet<String> used = new TreeSet<>();
  private final List<LabelProblem> problems = new ArrayList<>();
  private int size;

  private Expander(String origin, Variables variables) {
    this.origin = origin;
    this.variables = variables;
  }

  /**
   * Expands a whole command.
   *
   * @param origin how messages call the text, such as {@code label RUN}
   */
  public static Expansion expand(String origin, CommandText text, Variables variables) {
    var expander = new Expander(origin, variables);
    switch (text) {
      case CommandText.Label(var label) -> expander.label(label);
      case CommandText.Words(var list) -> expander.words(list);
    }
    return expander.outcome();
  }

  /** Expands a label that is one value and no command, such as RUN_OPTS_FILE: one word. */
  public static Expansion expandValue(String origin, String text, Variables variables) {
    var expander = new Expander(origin, variables);
    var value = text.strip();
    if (expander.notBlank(value) && expander.acceptable(value)) {
      var scan = WordScanner.word(origin, value);
      expander.problems.addAll(scan.problems());
      scan.words().forEach(word -> expander.words.add(expander.replaced(word, value)));
    }
    return expander.outcome();
  }

  /** Whether a text is looked at, whatever it says. */
  static boolean mayBeRead(String text) {
    return text.length() <= MAX_TEXT && text.indexOf('\0') < 0;
  }

  private void label(String text) {
    if (!notBlank(text) || !acceptable(text)) {
      return;
    }
    var scan = WordScanner.label(origin, text);
    problems.addAll(scan.problems());
    var written = scan.words();
    for (var i = 0; i < written.size(); i++) {
      if (i == 0) {
        // The scanner leaves the first word without references.
        addLiteral(written.getFirst());
      } else {
        add(written.get(i), text);
      }
    }
    problems.sort(comparingInt(problem -> problem.spot() == null ? 0 : problem.spot().offset()));
  }

  private void words(List<String> list) {
    for (var i = 0; i < list.size(); i++) {
      var text = list.get(i);
      if (!acceptable(text)) {
        continue;
      }
      if (i == 0 || text.isEmpty()) {
        words.add(Word.of(text));
      } else {
        var scan = WordScanner.word(origin, text);
        problems.addAll(scan.problems());
        scan.words().forEach(word -> add(word, text));
      }
    }
  }

  private boolean notBlank(String text) {
    if (text.isBlank()) {
      problem(Kind.EMPTY, "tried to read %s, but it is blank".formatted(origin), null);
    }
    return !text.isBlank();
  }

  private boolean acceptable(String text) {
    if (text.length() > MAX_TEXT) {
      problem(
          Kind.TOO_LONG,
          "tried to read %s, but it has %d characters and at most %d are accepted"
              .formatted(origin, text.length(), MAX_TEXT),
          null);
      return false;
    }
    var nul = text.indexOf('\0');
    if (nul >= 0) {
      problem(
          Kind.NUL,
          "tried to read %s, but it has a NUL character, which no argument can hold"
              .formatted(origin),
          new Spot(text, nul));
      return false;
    }
    return true;
  }

  private Expansion outcome() {
    if (problems.isEmpty() && (words.isEmpty() || words.getFirst().fragments().isEmpty())) {
      problem(Kind.EMPTY, "tried to read %s, but it names no program".formatted(origin), null);
    }
    return problems.isEmpty()
        ? new Expansion.Expanded(words, used)
        : new Expansion.Invalid(problems);
  }

  private void addLiteral(WrittenWord written) {
    var text = new StringBuilder();
    for (var part : written.parts()) {
      if (part instanceof Part.Literal(var literal)) {
        text.append(literal);
      }
    }
    words.add(Word.of(text.toString()));
  }

  private void add(WrittenWord written, String text) {
    if (written.bare()
        && written.parts().size() == 1
        && written.parts().getFirst() instanceof Part.Reference reference
        && OPTIONS.contains(reference.name())) {
      addOption(reference, text);
    } else {
      words.add(replaced(written, text));
    }
  }

  /** An option that stands alone: as many words as its value has, none if it has no value. */
  private void addOption(Part.Reference reference, String text) {
    var value = variables.lookup(reference.name());
    if (!(value instanceof Value.Plain(var plain))
        || (plain.isEmpty() && reference.fallbackIfEmpty())) {
      var word = new Word(List.of(replacement(reference, text)));
      if (!word.fragments().isEmpty()) {
        words.add(word);
      }
      return;
    }
    used.add(reference.name());
    if (!fits(plain, reference, text)) {
      return;
    }
    var scan = WordScanner.value("the value of '%s'".formatted(reference.name()), plain);
    problems.addAll(scan.problems());
    scan.words().forEach(this::addLiteral);
  }

  private Word replaced(WrittenWord written, String text) {
    var fragments = new ArrayList<Fragment>();
    var parts = written.parts();
    for (var i = 0; i < parts.size(); i++) {
      switch (parts.get(i)) {
        case Part.Reference reference -> fragments.add(replacement(reference, text));
        case Part.Literal(var literal) ->
            fragments.addAll(
                i == parts.size() - 1
                    ? withToken(literal, i == 0, text)
                    : List.of(new Fragment.Text(literal)));
      }
    }
    return new Word(fragments);
  }

  /** Literal text at the end of a word: NAME and IMAGE count there, whole or behind a {@code =}. */
  private List<Fragment> withToken(String literal, boolean whole, String text) {
    for (var token : List.of("NAME", "IMAGE")) {
      if ((whole && literal.equals(token)) || literal.endsWith("=" + token)) {
        var kept = literal.substring(0, literal.length() - token.length());
        var reference = new Part.Reference(token, token, null, false, -1);
        return List.of(new Fragment.Text(kept), replacement(reference, text));
      }
    }
    return List.of(new Fragment.Text(literal));
  }

  private Fragment replacement(Part.Reference reference, String text) {
    used.add(reference.name());
    var fallback = reference.fallback();
    return switch (variables.lookup(reference.name())) {
      case Value.Secret(var env) -> new Fragment.SecretRef(env);
      case Value.Plain(var plain)
          when !plain.isEmpty() || !reference.fallbackIfEmpty() || fallback == null ->
          new Fragment.Text(fits(plain, reference, text) ? plain : "");
      case Value.Plain _, Value.Unset _ -> {
        if (fallback == null && !OPTIONS.contains(reference.name())) {
          unset(reference, text);
        }
        yield new Fragment.Text(fallback == null ? "" : fallback);
      }
    };
  }

  /** Whether a value may be put in: no NUL, and not more in all than an argument list can hold. */
  private boolean fits(String value, Part.Reference reference, String text) {
    if (value.indexOf('\0') >= 0) {
      problem(
          Kind.NUL,
          "tried to replace '%s' in %s, but the value has a NUL character, which no argument can hold"
              .formatted(reference.form(), origin),
          spot(reference, text));
      return false;
    }
    var before = size;
    size += value.length();
    if (size > MAX_OUTCOME && before <= MAX_OUTCOME) {
      problem(
          Kind.TOO_LONG,
          "tried to replace '%s' in %s, but the outcome has more than %d characters"
              .formatted(reference.form(), origin, MAX_OUTCOME),
          spot(reference, text));
    }
    return size <= MAX_OUTCOME;
  }

  private void unset(Part.Reference reference, String text) {
    var name = reference.name();
    problems.add(
        new LabelProblem(
            Kind.UNSET_VARIABLE,
            "tried to replace '%s' in %s, but variable '%s' is not set"
                .formatted(reference.form(), origin, name),
            spot(reference, text),
            "set '%s' in spec.env, or let the image's author write '${%s:-default}'"
                .formatted(name, name)));
  }

  private static @Nullable Spot spot(Part.Reference reference, String text) {
    return reference.offset() < 0 ? null : new Spot(text, reference.offset());
  }

  private void problem(Kind kind, String message, @Nullable Spot spot) {
    problems.add(new LabelProblem(kind, message, spot, null));
  }
}
