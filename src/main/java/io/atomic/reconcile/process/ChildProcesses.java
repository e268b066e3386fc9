package io.atomic.reconcile.process;

import java.io.IOException;
import java.nio.charset.Charset;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * Runs children: each in a session of its own, without a terminal, with nothing on standard input
 * but what it was given, within its deadline.
 */
public final class ChildProcesses {

  /** By this the JVM encodes words and variables of children; what it has not becomes '?'. */
  private static final Charset NATIVE =
      Charset.forName(System.getProperty("sun.jnu.encoding", "UTF-8"), Charset.defaultCharset());

  private final Gate gate;

  public ChildProcesses() {
    this(Path.of("/bin/sh"));
  }

  ChildProcesses(Path shell) {
    gate = new Gate(shell);
  }

  /**
   * Runs a child to its end.
   *
   * @throws InterruptedException if this thread was interrupted; by then the child has been ended
   *     with everything that it had started
   */
  public ChildResult run(ChildCommand command, ChildListener listener) throws InterruptedException {
    var program = ProgramSearch.find(command.program(), command.environment(), command.directory());
    return switch (program) {
      case ProgramSearch.Found.Nothing(var reason) -> notStarted(command, reason);
      case ProgramSearch.Found.Program(var path) -> {
        var reason = reasonAgainst(command, path);
        yield reason == null ? start(path, command, listener) : notStarted(command, reason);
      }
    };
  }

  private static @Nullable String reasonAgainst(ChildCommand command, Path program) {
    if (!Files.isDirectory(command.directory())) {
      return "its working directory '%s' is not there".formatted(command.directory());
    }
    // env(1) would take it for a variable.
    if (program.toString().indexOf('=') >= 0) {
      return "there is a '=' in its path '%s'".formatted(program);
    }
    var encoder = NATIVE.newEncoder();
    for (var word : command.argv()) {
      if (!encoder.canEncode(word)) {
        return "'%s' cannot be written in '%s'; start this program in a UTF-8 locale (LC_ALL=C.UTF-8)"
            .formatted(word, NATIVE);
      }
    }
    for (var variable : command.environment().entrySet()) {
      if (!encoder.canEncode(variable.getValue())) {
        return "the value of '%s' cannot be written in '%s'; start this program in a UTF-8 locale (LC_ALL=C.UTF-8)"
            .formatted(variable.getKey(), NATIVE);
      }
    }
    return Gate.reasonAgainst(command.environment());
  }

  private ChildResult start(Path program, ChildCommand command, ChildListener listener)
      throws InterruptedException {
    var builder =
        new ProcessBuilder(gate.words(program, command))
            .directory(command.directory().toFile())
            .redirectErrorStream(command.streams() == ChildCommand.Streams.MERGED);
    Process process;
    try {
      builder.environment().clear();
      builder.environment().putAll(Gate.own(command.environment()));
      process = builder.start();
    } catch (IOException | IllegalArgumentException e) {
      // The JVM's message can hold the words and, of a bad variable, its value.
      return notStarted(
          command,
          e instanceof IOException ? "the system refused" : "a variable's value has a NUL in it");
    }
    try (var child = new RunningChild(process, command, listener)) {
      var stat = ProcessStat.of(process.pid());
      if (stat == null) {
        return notStarted(command, "it was ended before it began");
      }
      return child.run(
          new ProcessMark(process.pid(), stat.startTicks(), ProcessStat.Proc.bootId()));
    }
  }

  private static ChildResult notStarted(ChildCommand command, String reason) {
    return new ChildResult.NotStarted(
        "tried to run '%s', but %s".formatted(command.program(), reason));
  }
}
