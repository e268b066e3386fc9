package io.atomic.reconcile.process;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Vocabulary of the tests that run real children. */
final class Children {
  static final SortedMap<String, String> ENVIRONMENT =
      new TreeMap<>(Map.of("PATH", "/usr/bin:/bin"));

  private Children() {}

  static ChildCommand shell(String script) {
    return command("/bin/sh", "-c", script);
  }

  static ChildCommand command(String... argv) {
    return ChildCommand.of(List.of(argv), ENVIRONMENT, Path.of("/"), Duration.ofSeconds(30))
        .withGrace(Duration.ofMillis(300));
  }

  static ChildCommand withDeadline(ChildCommand command, Duration deadline) {
    return new ChildCommand(
        command.argv(),
        command.environment(),
        command.directory(),
        deadline,
        command.grace(),
        command.outputLimit(),
        command.streams(),
        command.input());
  }

  static ChildCommand withEnvironment(ChildCommand command, SortedMap<String, String> other) {
    return new ChildCommand(
        command.argv(),
        other,
        command.directory(),
        command.deadline(),
        command.grace(),
        command.outputLimit(),
        command.streams(),
        command.input());
  }

  static ChildResult run(ChildCommand command) throws InterruptedException {
    return new ChildProcesses().run(command, ChildListener.NONE);
  }

  static boolean runs(long pid) {
    var stat = ProcessStat.of(pid);
    return stat != null && !stat.zombie();
  }

  /** Words that run a class of the tests in a JVM of its own. */
  static List<String> java(Class<?> main, String... args) {
    var words = new ArrayList<String>();
    words.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    words.addAll(List.of("-Xshare:auto", "-cp", System.getProperty("java.class.path")));
    words.add(main.getName());
    words.addAll(List.of(args));
    return words;
  }

  /** Remembers what it was told. */
  static final class Recording implements ChildListener {
    final List<String> lines = new ArrayList<>();
    private @Nullable ProcessMark mark;

    ProcessMark mark() {
      return Objects.requireNonNull(mark, "the child was not started");
    }

    @Override
    public void started(ProcessMark started) {
      mark = started;
    }

    @Override
    public void line(String text) {
      lines.add(text);
    }
  }
}
