package io.atomic.reconcile.state;

import io.atomic.reconcile.cycle.EffectException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Comparator;
import java.util.List;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** The reports of the last runs, as JSON that was made elsewhere. */
public final class RunHistory {
  private static final String LAST = "last-run.json";
  private static final String HISTORY = "history";
  private static final Pattern RUN_ID = Pattern.compile("[A-Za-z0-9_-]{1,64}");

  /** Sorts by time, and has no character that a file name should not have. */
  private static final DateTimeFormatter TIME =
      DateTimeFormatter.ofPattern("uuuuMMdd'T'HHmmss.SSS'Z'").withZone(ZoneOffset.UTC);

  private final StateDirectory directory;
  private final int kept;

  /** A history of that many reports. */
  public RunHistory(StateDirectory directory, int kept) {
    this.directory = directory;
    this.kept = kept;
  }

  /** Adds a report and drops the oldest ones that are too many. The caller holds the lock. */
  public void add(String runId, Instant begin, byte[] json) throws EffectException {
    if (!RUN_ID.matcher(runId).matches()) {
      throw new IllegalArgumentException("'%s' is no run ID".formatted(runId));
    }
    var history = directory.directory(HISTORY);
    DurableFile.write(history.resolve(TIME.format(begin) + "-" + runId + ".json"), json);
    DurableFile.write(directory.file(LAST), json);
    for (var report : reports().stream().skip(kept).toList()) {
      delete(report);
    }
  }

  /** The last report; null = there is none. */
  public byte @Nullable [] last() throws EffectException {
    return DurableFile.read(directory.file(LAST));
  }

  /** What stands in a report that is kept; null = it was dropped meanwhile. */
  public byte @Nullable [] read(Path report) throws EffectException {
    return DurableFile.read(report);
  }

  /** The files of the reports that are kept, the latest first. */
  public List<Path> reports() throws EffectException {
    var history = directory.file(HISTORY);
    if (Files.notExists(history)) {
      return List.of();
    }
    try (var files = Files.list(history)) {
      return files
          .filter(file -> file.getFileName().toString().endsWith(".json"))
          .sorted(Comparator.reverseOrder())
          .toList();
    } catch (IOException e) {
      throw DiskFailure.of("list", history, e);
    }
  }

  private static void delete(Path report) throws EffectException {
    try {
      Files.deleteIfExists(report);
    } catch (IOException e) {
      throw DiskFailure.of("remove the old report", report, e);
    }
  }
}
