package io.atomic.reconcile.label;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A word as its author wrote it, quotes removed: which of it is literal and what is to be replaced.
 *
 * @param bare whether no part of it was quoted or escaped
 * @param readable whether nothing in it was left out because nobody knows what it means
 * @param offset in the text, quotes included
 */
record WrittenWord(List<Part> parts, boolean bare, boolean readable, int offset) {

  WrittenWord {
    parts = List.copyOf(parts);
  }

  /** A piece of the word. */
  sealed interface Part {

    record Literal(String text) implements Part {}

    /**
     * A variable to replace.
     *
     * @param form as written, for messages
     * @param fallback taken where the variable has no value; null = there is none
     * @param fallbackIfEmpty whether an empty value counts as none
     * @param offset in the text; -1 = not known
     */
    record Reference(
        String name, String form, @Nullable String fallback, boolean fallbackIfEmpty, int offset)
        implements Part {}
  }
}
