package io.atomic.reconcile.label;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * An option as a command gives it. The spelling is kept, so that what is not changed is shown as
 * its author wrote it.
 *
 * @param value null = none was given
 * @param join how option and value were written
 * @param word number of the word it began in: the letters of a group such as {@code -itd} share one
 */
record Given(
    EngineOption option,
    boolean byLetter,
    String spelling,
    @Nullable Word value,
    Join join,
    int word) {
  private static final Set<String> TRUE = Set.of("1", "t", "T", "TRUE", "true", "True");
  private static final Set<String> FALSE = Set.of("0", "f", "F", "FALSE", "false", "False");

  /** Written by us, not read from a command. */
  static final int NO_WORD = -1;

  /** How an option and its value are written. */
  enum Join {
    /** {@code --name x}, {@code -p x}. */
    NEXT_WORD,
    /** {@code --name=x}, {@code -p=x}. */
    EQUALS,
    /** {@code -p8080:80}. */
    TOUCHING
  }

  static Given flag(EngineOption option) {
    return new Given(option, true, String.valueOf(option.letter()), null, Join.NEXT_WORD, NO_WORD);
  }

  static Given of(EngineOption option, Join join, Word value) {
    return new Given(option, false, option.name(), value, join, NO_WORD);
  }

  Given withValue(Word other) {
    return new Given(option, byLetter, spelling, other, join, word);
  }

  boolean is(String name) {
    return option.is(name);
  }

  /** Whether a flag is on; {@code --rm=false} is off. */
  boolean isOn() {
    return value == null || TRUE.contains(value.toString());
  }

  /** Whether a flag's value, if it has one, can be read at all. */
  boolean isReadableFlag() {
    return value == null || TRUE.contains(value.toString()) || FALSE.contains(value.toString());
  }

  /** The option's value; only of one that takes a value. */
  Word argument() {
    return value == null ? Word.of("") : value;
  }

  /** The words again; letters that came from one word go back into one. */
  static List<Word> render(List<Given> options) {
    var words = new ArrayList<Word>();
    Given before = null;
    for (var given : options) {
      var grouped =
          before != null
              && before.byLetter
              && given.byLetter
              && before.value == null
              && given.word != NO_WORD
              && before.word == given.word;
      var lead =
          grouped
              ? words.removeLast() + given.spelling
              : (given.byLetter ? "-" : "--") + given.spelling;
      if (given.value == null) {
        words.add(Word.of(lead));
      } else {
        switch (given.join) {
          case NEXT_WORD -> {
            words.add(Word.of(lead));
            words.add(given.value);
          }
          case EQUALS -> words.add(given.value.after(lead + "="));
          case TOUCHING -> words.add(given.value.after(lead));
        }
      }
      before = given;
    }
    return words;
  }
}
