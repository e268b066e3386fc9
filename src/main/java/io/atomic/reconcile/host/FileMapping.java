package io.atomic.reconcile.host;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A part of a file that a process has mapped into its memory, proc_pid_smaps(5).
 *
 * @param address where it begins
 * @param length in bytes
 */
record FileMapping(long address, long length) {
  private static final Pattern HEAD =
      Pattern.compile("([0-9a-f]+)-([0-9a-f]+) (\\S{4}) \\S+ \\S+ \\d+\\s*(.*)");

  /**
   * Those that are as they are in their files, since nobody can write there, and nobody has. What
   * is resident of them can be read from the files again.
   *
   * @param lines of {@code /proc/PID/smaps}
   * @param least how many kB have to be resident for a mapping to count
   */
  static List<FileMapping> unchanged(List<String> lines, long least) {
    var unchanged = new ArrayList<FileMapping>();
    Matcher mapping = null;
    long resident = 0;
    for (var line : lines) {
      var head = HEAD.matcher(line);
      if (head.matches()) {
        mapping = head.group(3).matches("r-.p") && head.group(4).startsWith("/") ? head : null;
      } else if (line.startsWith("Rss:")) {
        resident = kilobytes(line);
      } else if (mapping != null && line.startsWith("Anonymous:")) {
        // What was written before writing was forbidden: relocations of a library, say.
        if (kilobytes(line) == 0 && resident >= least) {
          var address = Long.parseUnsignedLong(mapping.group(1), 16);
          var end = Long.parseUnsignedLong(mapping.group(2), 16);
          unchanged.add(new FileMapping(address, end - address));
        }
        mapping = null;
      }
    }
    return unchanged;
  }

  private static long kilobytes(String line) {
    return Long.parseLong(line.replaceAll("\\D", ""));
  }
}
