package io.atomic.reconcile.process;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.SortedMap;
import org.jspecify.annotations.Nullable;

/** Finds programs as {@code exec} would, so that a missing one is not just an odd exit code. */
public final class ProgramSearch {

  /** Where shells look if PATH is not set. */
  private static final String DEFAULT_PATH =
      "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin";

  private ProgramSearch() {}

  /** What became of a search. */
  public sealed interface Found {
    /** A file that can be executed. */
    record Program(Path path) implements Found {}

    /**
     * There is none.
     *
     * @param reason the second half of a "tried to x, but y"
     */
    record Nothing(String reason) implements Found {}
  }

  /**
   * Looks for a program.
   *
   * @param name a path, or a name to look up in the PATH of the environment
   * @param directory against which relative paths are resolved
   */
  public static Found find(String name, SortedMap<String, String> environment, Path directory) {
    if (name.isEmpty()) {
      return new Found.Nothing("its name is empty");
    }
    if (name.indexOf('/') >= 0) {
      var path = directory.resolve(name);
      var reason = reasonAgainst(path);
      return reason == null ? new Found.Program(path) : new Found.Nothing(reason);
    }
    var search = environment.getOrDefault("PATH", DEFAULT_PATH);
    for (var part : search.split(":", -1)) {
      var path = directory.resolve(part).resolve(name);
      if (reasonAgainst(path) == null) {
        return new Found.Program(path);
      }
    }
    return new Found.Nothing("it was not found in PATH '%s'".formatted(search));
  }

  private static @Nullable String reasonAgainst(Path path) {
    if (!Files.exists(path)) {
      return "the file was not found";
    }
    if (Files.isDirectory(path)) {
      return "it is a directory";
    }
    return Files.isExecutable(path) ? null : "the file is not executable";
  }
}
