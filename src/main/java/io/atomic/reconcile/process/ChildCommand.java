package io.atomic.reconcile.process;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Collections;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * A program to run and the bounds that it runs in.
 *
 * @param argv at least the program: a path, or a name that is looked up in the child's own PATH
 * @param environment all of it: nothing of our own is inherited
 * @param directory the child's working directory
 * @param deadline how long it may run
 * @param grace how long it may take to end after TERM before it is killed
 * @param outputLimit bytes of each captured stream that are kept, half of them from its beginning
 *     and half from its end
 * @param streams whether the two output streams are one
 * @param input what it can read; empty = nothing, from {@code /dev/null}
 */
public record ChildCommand(
    List<String> argv,
    SortedMap<String, String> environment,
    Path directory,
    Duration deadline,
    Duration grace,
    int outputLimit,
    Streams streams,
    String input) {
  private static final Duration GRACE = Duration.ofSeconds(10);
  private static final int OUTPUT_LIMIT = 64 * 1024;

  /** A pipe takes as much before anybody reads. */
  private static final int INPUT_LIMIT = 4000;

  public ChildCommand {
    argv = List.copyOf(argv);
    environment = Collections.unmodifiableSortedMap(new TreeMap<>(environment));
    if (argv.isEmpty()) {
      throw new IllegalArgumentException("a command has at least one word");
    }
    if (outputLimit < 2) {
      throw new IllegalArgumentException("output limit '%d' is too small".formatted(outputLimit));
    }
    if (input.getBytes(StandardCharsets.UTF_8).length > INPUT_LIMIT) {
      throw new IllegalArgumentException("input is longer than %d bytes".formatted(INPUT_LIMIT));
    }
  }

  /** What becomes of standard error. */
  public enum Streams {
    /** It is captured together with standard output, in the order of writing. */
    MERGED,
    /** It is captured by itself, so that standard output can be parsed. */
    SEPARATE
  }

  /** A command with 10 s of grace and 64 KiB of merged output. */
  public static ChildCommand of(
      List<String> argv, SortedMap<String, String> environment, Path directory, Duration deadline) {
    return new ChildCommand(
        argv, environment, directory, deadline, GRACE, OUTPUT_LIMIT, Streams.MERGED, "");
  }

  public ChildCommand withGrace(Duration other) {
    return new ChildCommand(
        argv, environment, directory, deadline, other, outputLimit, streams, input);
  }

  public ChildCommand withOutputLimit(int bytes) {
    return new ChildCommand(argv, environment, directory, deadline, grace, bytes, streams, input);
  }

  public ChildCommand withStreams(Streams other) {
    return new ChildCommand(
        argv, environment, directory, deadline, grace, outputLimit, other, input);
  }

  public ChildCommand withInput(String text) {
    return new ChildCommand(
        argv, environment, directory, deadline, grace, outputLimit, streams, text);
  }

  /** The first word, by which messages call the child. */
  public String program() {
    return argv.getFirst();
  }

  /** Without environment and input, which can be secrets. */
  @Override
  public String toString() {
    return "ChildCommand[argv=%s, directory=%s, deadline=%s]".formatted(argv, directory, deadline);
  }
}
