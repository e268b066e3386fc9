package io.atomic.reconcile.cli;

import io.atomic.reconcile.cycle.Request;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** What a label command is given by whoever runs it. */
final class WordsOptions {
  @Option(
      names = "--opt1",
      paramLabel = "TEXT",
      description = "What $OPT1 means in the label's command.")
  @Nullable String opt1;

  @Option(names = "--opt2", paramLabel = "TEXT", description = "Likewise $OPT2.")
  @Nullable String opt2;

  @Option(names = "--opt3", paramLabel = "TEXT", description = "Likewise $OPT3.")
  @Nullable String opt3;

  @Option(
      names = "--grant",
      paramLabel = "GRANT",
      description = "Let the label's commands use a privilege, such as mount:/srv. Repeatable.")
  List<String> grants = new ArrayList<>();

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
