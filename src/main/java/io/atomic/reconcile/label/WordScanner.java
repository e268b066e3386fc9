package io.atomic.reconcile.label;

import io.atomic.reconcile.label.LabelProblem.Kind;
import io.atomic.reconcile.label.WrittenWord.Part;
import java.util.ArrayList;
import java.util.List;

/**
 * Splits text into words by the POSIX shell's rules for blanks, quotes and backslashes, and marks
 * the variables in them. There are no comments, globs, tildes or operators: those need a shell, and
 * there is none.
 */
final class WordScanner {
  private static final String OPERATORS = "|&;<>";

  private static final String QUOTE_IT = "quote it if it is meant literally";
  private static final String ESCAPE_IT = "write '\\$' for a literal dollar";
  private static final String NEEDS_SHELL = "a command that needs a shell needs the grant 'shell'";

  /** The words of a manifest are never left to a shell of ours, whatever is granted. */
  private static final String IS_SHELL =
      "for a shell, begin with the words '/bin/sh' and '-c', under the grant 'command:/bin/sh'";

  /**
   * The words, as far as the text could be read, and what is wrong with it.
   *
   * @param whole whether it was read to its end
   */
  record Scan(List<WrittenWord> words, List<LabelProblem> problems, boolean whole) {
    Scan {
      words = List.copyOf(words);
      problems = List.copyOf(problems);
    }
  }

  private enum Dialect {
    /** A label: everything, but no variables in the first word. */
    LABEL,
    /** A value that is split: blanks, quotes and backslashes only. */
    VALUE,
    /** One word of a manifest: variables only. */
    WORD
  }

  private final String origin;
  private final String text;
  private final Dialect dialect;
  private final List<WrittenWord> words = new ArrayList<>();
  private final List<LabelProblem> problems = new ArrayList<>();
  private final List<Part> parts = new ArrayList<>();
  private final StringBuilder literal = new StringBuilder();
  private int pos;
  private boolean inWord;
  private int wordStart;
  private boolean bare = true;
  private boolean readable = true;
  private boolean stopped;

  private WordScanner(String origin, String text, Dialect dialect) {
    this.origin = origin;
    this.text = text;
    this.dialect = dialect;
  }

  static Scan label(String origin, String text) {
    return new WordScanner(origin, text, Dialect.LABEL).split();
  }

  static Scan value(String origin, String text) {
    return new WordScanner(origin, text, Dialect.VALUE).split();
  }

  /** Reads one word that is already split off; only <code>\$</code> and <code>\`</code> escape. */
  static Scan word(String origin, String text) {
    var scanner = new WordScanner(origin, text, Dialect.WORD);
    scanner.inWord = true;
    while (scanner.pos < text.length() && !scanner.stopped) {
      var c = text.charAt(scanner.pos);
      if (c == '\\' && "$`".indexOf(scanner.peek(1)) >= 0) {
        scanner.bare = false;
        scanner.take(scanner.peek(1), 2);
      } else if (c == '$' || c == '`') {
        scanner.reference();
      } else {
        scanner.take(c, 1);
      }
    }
    return scanner.end();
  }

  private Scan split() {
    while (pos < text.length() && !stopped) {
      var c = text.charAt(pos);
      switch (c) {
        case ' ', '\t', '\n', '\r' -> {
          endWord();
          pos++;
        }
        case '\'' -> singleQuoted();
        case '"' -> doubleQuoted();
        case '\\' -> backslash();
        default -> {
          if (dialect == Dialect.LABEL && OPERATORS.indexOf(c) >= 0) {
            operator();
          } else if (dialect == Dialect.LABEL && (c == '$' || c == '`')) {
            reference();
          } else {
            take(c, 1);
          }
        }
      }
    }
    return end();
  }

  private Scan end() {
    endWord();
    return new Scan(words, problems, !stopped);
  }

  private void endWord() {
    if (!inWord) {
      return;
    }
    endLiteral();
    words.add(new WrittenWord(parts, bare, readable, wordStart));
    parts.clear();
    inWord = false;
    bare = true;
    readable = true;
  }

  private void endLiteral() {
    if (!literal.isEmpty()) {
      parts.add(new Part.Literal(literal.toString()));
      literal.setLength(0);
    }
  }

  private void begin() {
    if (!inWord) {
      inWord = true;
      wordStart = pos;
    }
  }

  private void take(char c, int consumed) {
    begin();
    literal.append(c);
    pos += consumed;
  }

  /** The character that many places on; NUL behind the end, since text has none. */
  private char peek(int distance) {
    return pos + distance < text.length() ? text.charAt(pos + distance) : '\0';
  }

  private void quoted() {
    begin();
    bare = false;
  }

  private void singleQuoted() {
    var close = text.indexOf('\'', pos + 1);
    if (close < 0) {
      unbalanced(pos, "a single quote is not closed");
      return;
    }
    quoted();
    literal.append(text, pos + 1, close);
    pos = close + 1;
  }

  private void doubleQuoted() {
    var open = pos;
    quoted();
    pos++;
    while (!stopped) {
      if (pos >= text.length()) {
        unbalanced(open, "a double quote is not closed");
        return;
      }
      var c = text.charAt(pos);
      if (c == '"') {
        pos++;
        return;
      }
      if (c == '\\' && "$`\"\\\n".indexOf(peek(1)) >= 0) {
        escape();
      } else if (dialect == Dialect.LABEL && (c == '$' || c == '`')) {
        reference();
      } else {
        take(c, 1);
      }
    }
  }

  private void backslash() {
    if (pos + 1 >= text.length()) {
      unbalanced(pos, "a backslash at the end escapes nothing");
    } else if (peek(1) == '\n') {
      pos += 2;
    } else {
      quoted();
      take(peek(1), 2);
    }
  }

  /** A backslash and a newline join two lines; before anything else it makes that literal. */
  private void escape() {
    if (peek(1) == '\n') {
      pos += 2;
    } else {
      take(peek(1), 2);
    }
  }

  private void reference() {
    if (text.charAt(pos) == '`') {
      substitution(pos + 1, '`');
    } else if (peek(1) == '(') {
      substitution(pos + 2, ')');
    } else if (words.isEmpty() && dialect == Dialect.LABEL) {
      take('$', 1);
    } else {
      switch (DollarForm.read(text, pos)) {
        case DollarForm.Dollar _ -> take('$', 1);
        case DollarForm.Unsupported(var end) -> unsupported(end);
        case DollarForm.Unclosed _ ->
            stop(
                Kind.DOLLAR,
                "but '%s' is not closed".formatted(abridged(text.substring(pos))),
                pos,
                "add the closing '}'");
        case DollarForm.Variable variable -> add(variable);
      }
    }
  }

  private void substitution(int from, char closing) {
    var close = text.indexOf(closing, from);
    var first = words.isEmpty() && dialect == Dialect.LABEL;
    if (close > 0 && !first && text.substring(from, close).strip().equals("pwd")) {
      add(new DollarForm.Variable("PWD", null, false, close + 1));
      return;
    }
    var shown = abridged(text.substring(pos, close < 0 ? text.length() : close + 1));
    stop(
        Kind.SHELL,
        "but '%s' is a command substitution and no shell runs".formatted(shown),
        pos,
        dialect == Dialect.WORD
            ? "write a backslash before it if it is meant literally; " + IS_SHELL
            : QUOTE_IT + "; " + NEEDS_SHELL);
  }

  private void operator() {
    var end = pos + 1;
    while (end < text.length() && text.charAt(end) == text.charAt(pos)) {
      end++;
    }
    var shown = abridged(text.substring(pos, end));
    stop(
        Kind.SHELL,
        "but '%s' is a shell operator and no shell runs".formatted(shown),
        pos,
        QUOTE_IT + "; " + NEEDS_SHELL);
  }

  private void add(DollarForm.Variable variable) {
    endLiteral();
    begin();
    parts.add(
        new Part.Reference(
            variable.name(),
            text.substring(pos, variable.end()),
            variable.fallback(),
            variable.fallbackIfEmpty(),
            pos));
    pos = variable.end();
  }

  private void unsupported(int end) {
    problems.add(
        new LabelProblem(
            Kind.DOLLAR,
            "tried to replace '%s' in %s, but only $VAR, ${VAR}, ${VAR-default} and ${VAR:-default} are known"
                .formatted(abridged(text.substring(pos, end)), origin),
            new Spot(text, pos),
            ESCAPE_IT + "; " + (dialect == Dialect.WORD ? IS_SHELL : NEEDS_SHELL)));
    begin();
    readable = false;
    pos = end;
  }

  private void unbalanced(int at, String what) {
    stop(Kind.QUOTE, "but " + what, at, "close the quote, or escape it with a backslash");
  }

  /** What follows cannot be read with any confidence, so the first such problem is the last. */
  private void stop(Kind kind, String but, int at, String remedy) {
    var message = "tried to split %s into words, %s".formatted(origin, but);
    problems.add(new LabelProblem(kind, message, new Spot(text, at), remedy));
    readable = false;
    stopped = true;
  }

  private static String abridged(String form) {
    var limit = 40;
    return form.length() <= limit ? form : form.substring(0, limit) + "…";
  }
}
