package io.atomic.reconcile.it;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** What a process takes at the moment, proc(5). */
record Proc(long pid) {
  long threads() {
    return count("task");
  }

  long descriptors() {
    return count("fd");
  }

  private long count(String what) {
    try (var entries = Files.list(directory().resolve(what))) {
      return entries.count();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Memory that is nobody else's, and no file's. */
  int ownKilobytes() {
    return TestHost.lines(directory().resolve("status")).stream()
        .filter(line -> line.startsWith("RssAnon:"))
        .mapToInt(line -> Integer.parseInt(line.replaceAll("\\D", "")))
        .sum();
  }

  private Path directory() {
    return Path.of("/proc", Long.toString(pid));
  }
}
