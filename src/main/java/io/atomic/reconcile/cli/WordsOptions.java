package io.atomic.reconcile.cli;

import io.atomic.reconcile.cycle.Request;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Stack;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.IParameterConsumer;
import picocli.CommandLine.Model.ArgSpec;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;

/** What a label command is given by whoever runs it. */
final class WordsOptions {
  @Option(
      names = "--opt1",
      parameterConsumer = AnyWord.class,
      paramLabel = "TEXT",
      description = "What $OPT1 means in the label's command.")
  @Nullable String opt1;

  @Option(
      names = "--opt2",
      parameterConsumer = AnyWord.class,
      paramLabel = "TEXT",
      description = "Likewise $OPT2.")
  @Nullable String opt2;

  @Option(
      names = "--opt3",
      parameterConsumer = AnyWord.class,
      paramLabel = "TEXT",
      description = "Likewise $OPT3.")
  @Nullable String opt3;

  @Option(
      names = "--grant",
      paramLabel = "GRANT",
      converter = GrantConverter.class,
      description = "Let the label's commands use a privilege, such as mount:/srv. Repeatable.")
  List<String> grants = new ArrayList<>();

  /** Takes whatever word comes, which is an option more often than not, and none of ours. */
  static final class AnyWord implements IParameterConsumer {
    @Override
    public void consumeParameters(Stack<String> words, ArgSpec option, CommandSpec verb) {
      if (words.isEmpty()) {
        throw new ParameterException(
            verb.commandLine(), "%s needs a text".formatted(((OptionSpec) option).longestName()));
      }
      option.setValue(words.pop());
    }
  }

  Request.Words of(List<String> args, @Nullable List<String> command) {
    var options = new TreeMap<String, String>();
    put(options, "1", opt1);
    put(options, "2", opt2);
    put(options, "3", opt3);
    return new Request.Words(args, options, command, grants);
  }

  private static void put(Map<String, String> options, String key, @Nullable String value) {
    if (value != null) {
      options.put(key, value);
    }
  }
}
