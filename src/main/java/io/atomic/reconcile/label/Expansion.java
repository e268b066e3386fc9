package io.atomic.reconcile.label;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.SortedSet;
import java.util.TreeSet;

/** What became of a command's text: words, or what is wrong with it. */
public sealed interface Expansion {

  /**
   * The words, before anything is added for a reconciler.
   *
   * @param words at least one
   * @param variables every variable that the text names, bare NAME and IMAGE included
   */
  record Expanded(List<Word> words, SortedSet<String> variables) implements Expansion {
    public Expanded {
      words = List.copyOf(words);
      variables = Collections.unmodifiableSortedSet(new TreeSet<>(variables));
    }

    /** Whether the first word is the container engine. */
    public boolean callsEngine() {
      return EngineWord.matches(words.getFirst().toString());
    }

    /** The words for display, the engine spelled as given; a secret shows as its variable. */
    public List<String> argv(List<String> engineCommand) {
      var argv = new ArrayList<String>();
      if (callsEngine()) {
        argv.addAll(engineCommand);
      } else {
        argv.add(words.getFirst().toString());
      }
      words.stream().skip(1).map(Word::toString).forEach(argv::add);
      return List.copyOf(argv);
    }
  }

  /**
   * The text cannot be expanded.
   *
   * @param problems at least one, in the order of the text
   */
  record Invalid(List<LabelProblem> problems) implements Expansion {
    public Invalid {
      problems = List.copyOf(problems);
    }
  }
}
