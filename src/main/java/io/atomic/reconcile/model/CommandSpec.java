package io.atomic.reconcile.model;

import java.time.Duration;
import java.util.Collections;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * What a manifest says about one label command ({@code spec.install}, {@code run}, …).
 *
 * @param args appended verbatim after the label's words
 * @param options values of OPT1..OPT3, keyed "1".."3"
 * @param timeout deadline of the command; null = the setting's default
 * @param command words that replace the label; null = the label is used
 */
public record CommandSpec(
    List<String> args,
    SortedMap<String, String> options,
    @Nullable Duration timeout,
    @Nullable List<String> command) {

  public static final CommandSpec DEFAULT =
      new CommandSpec(List.of(), Collections.emptySortedMap(), null, null);

  /** The same for the label's own command. */
  public CommandSpec withoutCommand() {
    return new CommandSpec(args, options, timeout, null);
  }

  public CommandSpec {
    args = List.copyOf(args);
    options = Collections.unmodifiableSortedMap(new TreeMap<>(options));
    command = command == null ? null : List.copyOf(command);
  }
}
