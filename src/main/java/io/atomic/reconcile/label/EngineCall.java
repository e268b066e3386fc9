package io.atomic.reconcile.label;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A call of the container engine, understood.
 *
 * @param globals options before the subcommand
 * @param path the subcommand as written, {@code run} or {@code container run}
 * @param options of the subcommand; empty where it is not one whose options are known
 * @param dashes whether {@code --} ended the options
 * @param operands what follows: image and arguments of a {@code run}; everything of a subcommand
 *     whose options are not known
 */
record EngineCall(
    List<Given> globals,
    List<String> path,
    List<Given> options,
    boolean dashes,
    List<Word> operands) {

  EngineCall {
    globals = List.copyOf(globals);
    path = List.copyOf(path);
    options = List.copyOf(options);
    operands = List.copyOf(operands);
  }

  EngineCall withOptions(List<Given> other) {
    return new EngineCall(globals, path, other, dashes, operands);
  }

  EngineCall withMore(List<String> arguments) {
    var all = new ArrayList<>(operands);
    arguments.stream().map(Word::of).forEach(all::add);
    return new EngineCall(globals, path, options, dashes, all);
  }

  /** What the engine does: {@code container run} is {@code run}. */
  String subcommand() {
    return path.getLast();
  }

  boolean makesContainer() {
    return EngineCommands.makesContainer(subcommand());
  }

  /** The last of several counts, as for the engine. */
  @Nullable Given last(String option) {
    return options.reversed().stream().filter(given -> given.is(option)).findFirst().orElse(null);
  }

  boolean isOn(String flag) {
    var given = last(flag);
    return given != null && given.isOn();
  }

  /** All words behind the engine's own. */
  List<Word> words() {
    var words = new ArrayList<>(Given.render(globals));
    path.stream().map(Word::of).forEach(words::add);
    words.addAll(Given.render(options));
    if (dashes) {
      words.add(Word.of("--"));
    }
    words.addAll(operands);
    return words;
  }
}
