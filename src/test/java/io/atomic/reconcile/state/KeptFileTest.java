package io.atomic.reconcile.state;

import static org.assertj.core.api.Assertions.assertThat;

import io.atomic.reconcile.model.Alert;
import io.atomic.reconcile.model.AlertBook;
import io.atomic.reconcile.model.AlertKind;
import io.atomic.reconcile.model.Notification;
import io.atomic.reconcile.model.Tally;
import io.atomic.reconcile.model.Tally.AppChange;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class KeptFileTest {
  private static final Instant NOON = Instant.parse("2026-11-01T12:00:00.123Z");

  private final StateDirectory directory;

  KeptFileTest(@TempDir Path temporary) {
    directory = new StateDirectory(temporary.resolve("state"));
  }

  private static Tally some() {
    return Tally.NOTHING
        .withRun("succeeded", true, NOON, Duration.ofMillis(700))
        .withRun("failed", false, NOON.plusSeconds(9), Duration.ofHours(2))
        .withChange(new AppChange("web", "run", AppChange.Result.DONE))
        .withChange(new AppChange("web", "run", AppChange.Result.FAILED))
        .withRollback("web")
        .withLockContended()
        .withNotifications("delivered", 3);
  }

  @Test
  void whatWasCountedIsCountedOnByTheNextProcess() throws Exception {
    assertThat(KeptFile.tally(directory).load()).isEqualTo(Tally.NOTHING);
    KeptFile.tally(directory).update(_ -> some());

    assertThat(KeptFile.tally(directory).load()).isEqualTo(some());
    assertThat(FileStateStoreTest.mode(directory.file("metrics.json"))).isEqualTo("rw-------");
  }

  @Test
  void whatSomebodyWasToldIsKnownToTheNextProcess() throws Exception {
    var alert = new Alert(AlertKind.ENGINE_UNAVAILABLE, "engine", "EngineUnavailable", "a \"b\"");
    var book =
        AlertBook.EMPTY.with(
            "r",
            new AlertBook.Page(
                new TreeMap<>(Map.of("k", new AlertBook.Known(alert, NOON, NOON.plusSeconds(1)))),
                new TreeMap<>(
                    Map.of(
                        "k",
                        new AlertBook.Pending(
                            new Notification(
                                alert,
                                Notification.State.RESOLVED,
                                "host1",
                                NOON,
                                NOON.plusSeconds(2)),
                            2,
                            NOON.plusSeconds(3))))));
    KeptFile.alerts(directory).update(_ -> book);

    assertThat(KeptFile.alerts(directory).load()).isEqualTo(book);
  }

  @Test
  void whatCannotBeUnderstoodIsAsGoodAsNothing() throws Exception {
    directory.create();
    for (var text :
        Set.of("", "{", "[]", "{\"formatVersion\": 2}", "{\"formatVersion\": 1, \"runs\": 3}")) {
      Files.writeString(directory.file("metrics.json"), text);
      assertThat(KeptFile.tally(directory).load()).as(text).isEqualTo(Tally.NOTHING);
    }
    KeptFile.tally(directory).update(Tally::withLockContended);
    assertThat(KeptFile.tally(directory).load().lockContended()).isOne();
  }

  @Test
  void whoCountsAtTheSameTimeCountsBoth() throws Exception {
    try (var threads = Executors.newFixedThreadPool(4)) {
      for (var i = 0; i < 40; i++) {
        var _ = threads.submit(() -> KeptFile.tally(directory).update(Tally::withLockContended));
      }
    }
    assertThat(KeptFile.tally(directory).load().lockContended()).isEqualTo(40);
  }

  @Test
  void anInterruptedThreadStillWritesDownWhatWas() throws Exception {
    Thread.currentThread().interrupt();
    KeptFile.tally(directory).update(Tally::withLockContended);
    assertThat(Thread.interrupted()).isTrue();
    assertThat(KeptFile.tally(directory).load().lockContended()).isOne();
  }
}
