package io.atomic.reconcile.state;

import static java.util.stream.Collectors.partitioningBy;

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

/**
 * The reports of the last runs, as JSON that was made elsewhere. Repetitions have a place of their
 * own, so that on a short schedule they do not push out what tells something.
 */
public final class RunHistory {
  private static final String LAST = "last-run.json";
  private static final String HISTORY = "history";
  private static final String REPORT = ".json";

  /** At the end, so that names sort by time; other releases take them for reports like any. */
  private static final String REPETITION = ".again" + REPORT;

  private static final int MOST_REPETITIONS = 10;
  private static final Pattern RUN_ID = Pattern.compile("[A-Za-z0-9_-]{1,64}");

  /** Sorts by time, and has no character that a file name should not have. */
  private static final DateTimeFormatter TIME =
      DateTimeFormatter.ofPattern("uuuuMMdd'T'HHmmss.SSS'Z'").withZone(ZoneOffset.UTC);

  private final StateDirectory directory;
  private final int kept;

  /**
   * A history.
   *
   * @param kept how many reports that are no repetitions
   */
  public RunHistory(StateDirectory directory, int kept) {
    this.directory = directory;
    this.kept = kept;
  }

  /**
   * Adds a report, in the place of one that the same run has added, and drops the oldest ones that
   * are too many. The caller holds the lock.
   *
   * @param repeats whether it tells nothing that one before it does not
   */
  public void add(String runId, Instant begin, byte[] json, boolean repeats)
      throws EffectException {
    if (!RUN_ID.matcher(runId).matches()) {
      throw new IllegalArgumentException("'%s' is no run ID".formatted(runId));
    }
    var history = directory.directory(HISTORY);
    var name = TIME.format(begin) + "-" + runId;
    DurableFile.write(history.resolve(name + (repeats ? REPETITION : REPORT)), json);
    DurableFile.write(directory.file(LAST), json);
    delete(history.resolve(name + (repeats ? REPORT : REPETITION)));
    // Last, so that whatever comes in between leaves too many and not too few.
    var reports = reports().stream().collect(partitioningBy(RunHistory::isRepetition));
    drop(reports.getOrDefault(false, List.of()), kept);
    drop(reports.getOrDefault(true, List.of()), Math.min(kept, MOST_REPETITIONS));
  }

  private static boolean isRepetition(Path report) {
    return report.getFileName().toString().endsWith(REPETITION);
  }

  private static void drop(List<Path> reports, int kept) throws EffectException {
    for (var report : reports.stream().skip(kept).toList()) {
      delete(report);
    }
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
          .filter(file -> file.getFileName().toString().endsWith(REPORT))
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
