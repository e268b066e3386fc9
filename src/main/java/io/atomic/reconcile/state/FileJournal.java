package io.atomic.reconcile.state;

import io.atomic.reconcile.cycle.CommandRunner.ChildMark;
import io.atomic.reconcile.cycle.EffectException;
import io.atomic.reconcile.cycle.Journal;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;

/**
 * The journal in {@code journal.jsonl}, one line per entry. Steps run in parallel and write from
 * any thread; who writes holds the lock of the state directory.
 */
public final class FileJournal implements Journal {
  private static final String FILE = "journal.jsonl";

  /** Journals of earlier runs that are kept. */
  private static final int KEPT = 3;

  private final StateDirectory directory;
  private final Path file;

  /** The file as it was after our last entry; null = it must be read before the next one. */
  private @Nullable Left left;

  private record Left(@Nullable Object identity, long length) {}

  public FileJournal(StateDirectory directory) {
    this.directory = directory;
    file = directory.file(FILE);
  }

  /**
   * What stands in the file.
   *
   * @param length in bytes, without a line that a crash tore: it never came into effect
   */
  private record Content(List<JournalEntry> entries, int length) {}

  /** The step of one run. */
  private record Key(String runId, int sequence) {}

  @Override
  public void begin(Intent intent) throws EffectException {
    append(new JournalEntry.Begin(intent));
  }

  @Override
  public void child(String runId, int sequence, ChildMark mark) throws EffectException {
    append(new JournalEntry.Child(runId, sequence, mark));
  }

  @Override
  public void end(String runId, int sequence, Instant at, Result result, @Nullable String message)
      throws EffectException {
    append(new JournalEntry.End(runId, sequence, at, result, message));
  }

  /** Reads and changes nothing; a journal that is not there has nothing unfinished. */
  @Override
  public synchronized List<Unfinished> unfinished() throws EffectException {
    var open = new LinkedHashMap<Key, Unfinished>();
    for (var entry : read().entries()) {
      var key = new Key(entry.runId(), entry.sequence());
      switch (entry) {
        case JournalEntry.Begin(var intent) -> open.put(key, new Unfinished(intent, null));
        case JournalEntry.Child(_, _, var mark) ->
            open.computeIfPresent(key, (_, one) -> new Unfinished(one.intent(), mark));
        case JournalEntry.End _ -> open.remove(key);
      }
    }
    return List.copyOf(open.values());
  }

  private Content read() throws EffectException {
    var bytes = DurableFile.read(file);
    if (bytes == null) {
      return new Content(List.of(), 0);
    }
    var entries = new ArrayList<JournalEntry>();
    var start = 0;
    for (var line = 1; start < bytes.length; line++) {
      var end = start;
      while (end < bytes.length && bytes[end] != '\n') {
        end++;
      }
      if (end == bytes.length) {
        break;
      }
      try {
        entries.add(JournalJson.read(Arrays.copyOfRange(bytes, start, end)));
      } catch (JacksonException | Fields.Malformed | IllegalArgumentException e) {
        if (end + 1 == bytes.length && e instanceof JacksonException) {
          // File systems can lose the middle of what was not yet synced, too.
          break;
        }
        throw damaged(line, e);
      }
      start = end + 1;
    }
    return new Content(entries, start);
  }

  /** It has a line that no crash of ours leaves behind. */
  private EffectException damaged(int line, RuntimeException cause) {
    var reason = cause instanceof JacksonException ? "it is not JSON" : cause.getMessage();
    return new EffectException(
        "tried to read line %d of '%s', but %s".formatted(line, file, reason),
        "mv '%s' '%s.damaged'; what was interrupted is then found by looking at the host only"
            .formatted(file, file),
        cause);
  }

  /**
   * Adds an entry; when this returns it is on disk.
   *
   * <p>The file is opened anew for each, since between two runs another process may have rotated
   * it, and read unless it is as we left it: half a line must not be followed by another one.
   */
  private synchronized void append(JournalEntry entry) throws EffectException {
    var line = JournalJson.write(entry);
    var withEnd = Arrays.copyOf(line, line.length + 1);
    withEnd[line.length] = '\n';
    try {
      var length = isAsWeLeftIt() ? Files.size(file) : read().length();
      if (Files.notExists(file)) {
        Files.createFile(file, DurableFile.PRIVATE);
        DurableFile.syncDirectory(file);
      }
      cutOff(length);
      try (var out = new FileOutputStream(file.toFile(), true)) {
        out.write(withEnd);
        out.getFD().sync();
      }
      left = new Left(identity(), length + withEnd.length);
    } catch (IOException e) {
      left = null;
      throw DiskFailure.of("write to the journal", file, e);
    }
  }

  private boolean isAsWeLeftIt() throws IOException {
    return left != null
        && Files.exists(file)
        && left.equals(new Left(identity(), Files.size(file)));
  }

  private @Nullable Object identity() throws IOException {
    return Files.readAttributes(file, BasicFileAttributes.class).fileKey();
  }

  private void cutOff(long length) throws IOException {
    if (Files.size(file) == length) {
      return;
    }
    try (var access = new RandomAccessFile(file.toFile(), "rw")) {
      access.setLength(length);
      access.getFD().sync();
    }
  }

  /** Keeps the last few journals; an empty one stays. */
  @Override
  public synchronized void rotate() throws EffectException {
    try {
      if (Files.notExists(file) || Files.size(file) == 0) {
        return;
      }
      for (var number = KEPT; number > 1; number--) {
        var younger = directory.file(FILE + "." + (number - 1));
        if (Files.exists(younger)) {
          DurableFile.move(younger, directory.file(FILE + "." + number));
        }
      }
      DurableFile.move(file, directory.file(FILE + ".1"));
      DurableFile.syncDirectory(file);
    } catch (IOException e) {
      throw DiskFailure.of("rotate the journal", file, e);
    }
  }
}
