package io.atomic.reconcile.process;

import java.io.FileInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What {@code /proc/PID/stat} says about a process that exists. */
record ProcessStat(
    long pid, boolean zombie, long parent, long group, long session, long startTicks) {
  private static final Path PROC = Path.of("/proc");

  // Numbers of the fields as proc(5) counts them, less those before the state.
  private static final int STATE = 3 - 3;
  private static final int PARENT = 4 - 3;
  private static final int GROUP = 5 - 3;
  private static final int SESSION = 6 - 3;
  private static final int START = 22 - 3;

  /** Null = there is no such process. */
  static @Nullable ProcessStat of(long pid) {
    try {
      return parse(pid, Proc.read(PROC.resolve(Long.toString(pid)).resolve("stat")));
    } catch (IOException _) {
      return null;
    }
  }

  static List<ProcessStat> all() {
    var found = new ArrayList<ProcessStat>();
    try (DirectoryStream<Path> entries = Files.newDirectoryStream(PROC, "[0-9]*")) {
      for (var entry : entries) {
        var stat = of(Long.parseLong(entry.getFileName().toString()));
        if (stat != null) {
          found.add(stat);
        }
      }
    } catch (IOException e) {
      throw new IllegalStateException("tried to list '/proc', but it cannot be read", e);
    }
    return found;
  }

  static ProcessStat parse(long pid, String text) {
    // The second field is the program's name in parentheses and can hold blanks and parentheses.
    var fields = text.substring(text.lastIndexOf(')') + 2).split(" ", -1);
    return new ProcessStat(
        pid,
        fields[STATE].equals("Z") || fields[STATE].equals("X"),
        Long.parseLong(fields[PARENT]),
        Long.parseLong(fields[GROUP]),
        Long.parseLong(fields[SESSION]),
        Long.parseLong(fields[START]));
  }

  /** Files of the kernel, read on any thread. */
  static final class Proc {
    private static final Path BOOT_ID = PROC.resolve("sys/kernel/random/boot_id");

    private Proc() {}

    /** Not through a channel, which an interrupted thread could not read. */
    static String read(Path file) throws IOException {
      try (var in = new FileInputStream(file.toFile())) {
        return new String(in.readAllBytes(), StandardCharsets.UTF_8);
      }
    }

    static String bootId() {
      try {
        return read(BOOT_ID).strip();
      } catch (IOException e) {
        throw new IllegalStateException("tried to read '%s', but could not".formatted(BOOT_ID), e);
      }
    }
  }
}
