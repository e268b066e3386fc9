package io.atomic.reconcile.it;

import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;

/** The program itself: as it is distributed if that has been built, else from the classes. */
final class Program {
  private static final Path DISTRIBUTION =
      Path.of(System.getProperty("dist.directory", "target/dist")).toAbsolutePath();

  private static final Path DISTRIBUTED = DISTRIBUTION.resolve("bin/atomic-reconcile");

  private static final List<String> COMMAND = command();

  private Program() {}

  /** What is started first: the program as it is distributed, or a Java. */
  static String path() {
    return COMMAND.getFirst();
  }

  /** The directory of the distribution, whether it has been built or not. */
  static Path distribution() {
    return DISTRIBUTION;
  }

  static Command.Result run(List<String> arguments) {
    return start(List.of(), arguments, "").await();
  }

  /**
   * Starts it.
   *
   * @param wrapper words of a command that runs the command given to it
   * @param input what it reads
   */
  static Command start(List<String> wrapper, List<String> arguments, String input) {
    var argv = new ArrayList<>(wrapper);
    argv.addAll(COMMAND);
    argv.addAll(arguments);
    return Command.start(argv, Map.of(), input);
  }

  private static List<String> command() {
    return Files.isExecutable(DISTRIBUTED)
        ? List.of(DISTRIBUTED.toString())
        : List.of(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "-XX:TieredStopAtLevel=1",
            "-XX:+UseSerialGC",
            "-cp",
            classPath(),
            "io.atomic.reconcile.cli.Main");
  }

  private static String classPath() {
    var ours = System.getProperty("surefire.test.class.path");
    var all = ours == null ? System.getProperty("java.class.path") : ours;
    return String.join(
        File.pathSeparator,
        Arrays.stream(all.split(File.pathSeparator))
            .map(entry -> Path.of(entry).toAbsolutePath().toString())
            .toList());
  }
}
