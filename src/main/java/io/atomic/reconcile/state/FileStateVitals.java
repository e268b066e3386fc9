package io.atomic.reconcile.state;

import io.atomic.reconcile.cycle.EffectException;
import io.atomic.reconcile.cycle.StateVitals;
import io.atomic.reconcile.cycle.Told;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFileAttributes;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** The state directory as it lies on disk. */
public final class FileStateVitals implements StateVitals {
  private static final Path SELF = Path.of("/proc/self");
  private static final Path LOCKS = Path.of("/proc/locks");

  /** Bits of a mode that {@code chmod} knows. */
  private static final int PERMISSIONS = 07777;

  /** What {@link FileRunLock} writes into the file is of whoever had it last. */
  private static final String LOCK = "lock";

  private final StateDirectory directory;

  public FileStateVitals(StateDirectory directory) {
    this.directory = directory;
  }

  @Override
  public Seen look() {
    var path = directory.path();
    try {
      if (Files.notExists(path)) {
        return new Seen.Missing(path.toString());
      }
      if (!Files.isDirectory(path)) {
        return new Seen.Unusable(
            path.toString(),
            "tried to look into '%s', but it is not a directory".formatted(path),
            "move it away, or name another one with --state-dir");
      }
      var owner = Files.readAttributes(path, PosixFileAttributes.class).owner();
      var ours = Files.getOwner(SELF, LinkOption.NOFOLLOW_LINKS);
      if (!Files.isReadable(path) || !Files.isExecutable(path)) {
        return new Seen.Unusable(
            path.toString(),
            "tried to look into '%s', but permission was denied".formatted(path),
            "run it as '%s'".formatted(owner.getName()));
      }
      return new Seen.Directory(
          path.toString(),
          Integer.toOctalString((Integer) Files.getAttribute(path, "unix:mode") & PERMISSIONS),
          owner.getName(),
          owner.equals(ours),
          told(() -> new FileStateStore(directory).load()),
          told(() -> new FileJournal(directory).unfinished()),
          holder());
    } catch (IOException e) {
      var failure = DiskFailure.of("look into", path, e);
      return new Seen.Unusable(path.toString(), failure.message(), failure.remedy());
    }
  }

  /** Something that is read from disk. */
  private interface Reading<T> {
    T read() throws EffectException;
  }

  private static <T> Told<T> told(Reading<T> reading) {
    try {
      return new Told.Known<>(reading.read());
    } catch (EffectException e) {
      return Told.Unknown.of(e);
    }
  }

  /** Asked of the kernel: who tries to take a lock to see whether it is free, may keep it. */
  private @Nullable String holder() {
    var file = directory.file(LOCK);
    try {
      var inode = Files.getAttribute(file, "unix:ino");
      var line = Pattern.compile(".* (POSIX|OFDLCK) .*:%s \\d+ .*".formatted(inode));
      try (var locks = Files.lines(LOCKS)) {
        if (locks.noneMatch(lock -> line.matcher(lock).matches())) {
          return null;
        }
      }
      var text = Files.readString(file, StandardCharsets.UTF_8).strip();
      return text.isEmpty() ? "another process" : text;
    } catch (IOException _) {
      return null;
    }
  }
}
