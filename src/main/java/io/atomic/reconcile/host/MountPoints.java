package io.atomic.reconcile.host;

import java.io.FileInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Where something is mounted, as the kernel tells; bind mounts are among it. */
final class MountPoints {
  private static final Path MOUNTS = Path.of("/proc/self/mountinfo");

  /** The field with the mount point, counted from 0. */
  private static final int POINT = 4;

  /** Blanks and backslashes of paths stand there as their octal codes. */
  private static final Pattern OCTAL = Pattern.compile("\\\\([0-7]{3})");

  private MountPoints() {}

  /**
   * Those at a path or below it.
   *
   * @param real a path without links
   */
  static List<Path> within(Path real) throws IOException {
    // Through a stream: a channel would close itself under an interrupted thread.
    try (var in = new FileInputStream(MOUNTS.toFile())) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8)
          .lines()
          .map(line -> line.split(" ", -1))
          .filter(fields -> fields.length > POINT)
          .map(fields -> Path.of(decoded(fields[POINT])))
          .filter(point -> point.startsWith(real))
          .toList();
    }
  }

  static String decoded(String field) {
    return OCTAL
        .matcher(field)
        .replaceAll(match -> {
          var letter = (char) Integer.parseInt(match.group(1), 8);
          return Matcher.quoteReplacement(String.valueOf(letter));
        });
  }
}
