package io.atomic.reconcile.label;

import io.atomic.reconcile.label.EngineCommands.Reading;
import io.atomic.reconcile.label.WrittenWord.Part;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A command as its author wrote it: words whose variables still stand in them by name, and where
 * each of them begins. What a word becomes on some host says nothing of what was meant by it.
 */
final class AuthoredCommand {
  /** Standing alone they may become any number of words, also none. */
  private static final Set<String> MANY_WORDS = Set.of("OPT1", "OPT2", "OPT3", "RUN_OPTS");

  /**
   * Stands for a word that could not be read. It is spelled like a variable, since it may become
   * anything.
   */
  private static final Word UNREADABLE = Word.of("${?}");

  private final @Nullable String text;
  private final List<String> list;
  private final List<Word> words = new ArrayList<>();
  private final List<Place> places = new ArrayList<>();
  private final boolean whole;

  /**
   * Where something stands.
   *
   * @param word from 1; 0 = the command as a whole
   * @param spot null = not known
   */
  record Place(int word, @Nullable Spot spot) {
    static final Place WHOLE = new Place(0, null);
  }

  private AuthoredCommand(@Nullable String text, List<String> list, boolean whole) {
    this.text = text;
    this.list = list;
    this.whole = whole;
  }

  static AuthoredCommand of(LabelRequest request) {
    return switch (request.source()) {
      case CommandText.Label(var text) when !Expander.mayBeRead(text) ->
          new AuthoredCommand(text, List.of(), false);
      case CommandText.Label(var text) -> ofLabel(request.origin(), text);
      case CommandText.Words(var list) -> ofWords(request.origin(), list);
    };
  }

  private static AuthoredCommand ofLabel(String origin, String text) {
    var scan = WordScanner.label(origin, text);
    var command = new AuthoredCommand(text, List.of(), scan.whole());
    for (var i = 0; i < scan.words().size(); i++) {
      var written = scan.words().get(i);
      command.add(written, new Place(i + 1, new Spot(text, written.offset())));
    }
    return command;
  }

  private static AuthoredCommand ofWords(String origin, List<String> list) {
    var command = new AuthoredCommand(null, list, true);
    for (var i = 0; i < list.size(); i++) {
      var text = list.get(i);
      var place = new Place(i + 1, null);
      if (!Expander.mayBeRead(text)) {
        command.add(UNREADABLE, place);
      } else if (i == 0 || text.isEmpty()) {
        command.add(Word.of(text), place);
      } else {
        command.add(WordScanner.word(origin, text).words().getFirst(), place);
      }
    }
    return command;
  }

  private void add(WrittenWord written, Place place) {
    if (written.bare()
        && written.parts().size() == 1
        && written.parts().getFirst() instanceof Part.Reference(var name, _, _, _, _)
        && MANY_WORDS.contains(name)) {
      return;
    }
    if (!written.readable()) {
      add(UNREADABLE, place);
      return;
    }
    var shown = new StringBuilder();
    for (var part : written.parts()) {
      switch (part) {
        case Part.Literal(var literal) -> shown.append(literal);
        case Part.Reference reference -> shown.append("${").append(reference.name()).append('}');
      }
    }
    add(Word.of(shown.toString()), place);
  }

  private void add(Word word, Place place) {
    words.add(word);
    places.add(place);
  }

  /** Whether it could be read to its end. */
  boolean isWhole() {
    return whole;
  }

  /** Variables are spelled <code>${NAME}</code>, however their author spelled them. */
  List<Word> words() {
    return words;
  }

  /** Where the word of that index stands. */
  Place place(int index) {
    return index >= 0 && index < places.size() ? places.get(index) : Place.WHOLE;
  }

  /** Where an option stands; its value may be the word behind it. */
  Place place(Given given) {
    return place(given.word());
  }

  /** Where the image or the first container stands. */
  Place operand(EngineCall call) {
    return place(words.size() - call.operands().size());
  }

  /** The word that a place found otherwise is in. */
  Place around(Spot spot) {
    if (text == null) {
      // A word of a manifest: the spot knows which one, but not its number.
      return new Place(list.indexOf(spot.text()) + 1, spot);
    }
    var word = 0;
    for (var place : places) {
      if (place.spot() != null && place.spot().offset() <= spot.offset()) {
        word = place.word();
      }
    }
    return new Place(word, spot);
  }

  /**
   * Where the engine's command line stops to make sense: the last word of the shortest beginning
   * that is wrong in the same way as the whole.
   */
  Place unclear(LabelProblem problem) {
    var right = 0;
    var wrong = words.size();
    while (wrong - right > 1) {
      var middle = (right + wrong) / 2;
      if (EngineCommands.read(words.subList(0, middle)) instanceof Reading.Unclear(var other)
          && other.message().equals(problem.message())) {
        wrong = middle;
      } else {
        right = middle;
      }
    }
    return place(wrong - 1);
  }

  /** Whether the author left it to a variable, or to the word NAME or IMAGE. */
  static boolean isVariable(String word, String token) {
    return word.contains("${") || word.equals(token) || word.endsWith("=" + token);
  }
}
