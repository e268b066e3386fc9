package io.atomic.reconcile.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.atomic.reconcile.cycle.Kept;
import io.atomic.reconcile.cycle.RunReport;
import io.atomic.reconcile.cycle.RunReport.Verdict;
import io.atomic.reconcile.model.AlertBook;
import io.atomic.reconcile.model.Tally;
import io.atomic.reconcile.monitor.Textfile;
import io.atomic.reconcile.notify.Courier;
import io.atomic.reconcile.notify.Delivery;
import io.atomic.reconcile.policy.AlertEdges;
import io.atomic.reconcile.report.FinishedRun;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.EnumSet;
import java.util.List;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.UnaryOperator;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Runs and deliveries are told of by threads that know nothing of each other. */
class MonitoringTest {
  @TempDir Path directory;

  private static class Memory<T> implements Kept<T> {
    private final AtomicReference<T> value;

    Memory(T value) {
      this.value = new AtomicReference<>(value);
    }

    @Override
    public T load() {
      return value.get();
    }

    @Override
    public T update(UnaryOperator<T> change) {
      return value.updateAndGet(change);
    }
  }

  /** Whoever reads first is overtaken, as far as that is possible, before it can use it. */
  private static final class OvertakingTally extends Memory<Tally> {
    private Runnable other = () -> {};

    OvertakingTally() {
      super(Tally.NOTHING);
    }

    @Override
    public Tally load() {
      var tally = super.load();
      var overtaking = other;
      other = () -> {};
      overtaking.run();
      return tally;
    }
  }

  private static FinishedRun locked() {
    return new FinishedRun(
        new RunReport(
            "r1",
            Instant.EPOCH,
            Instant.EPOCH,
            Verdict.LOCKED,
            null,
            new TreeMap<>(),
            List.of(),
            new TreeMap<>()),
        true,
        false);
  }

  @Test
  void whatWasCountedLastIsWhatTheFileSays() throws Exception {
    var tally = new OvertakingTally();
    var book = new Memory<>(AlertBook.EMPTY);
    var textfile = new Textfile(directory.resolve("x.prom"));
    var clock = Clock.systemUTC();
    var monitoring =
        new Monitoring(
            new Monitoring.Ports(
                () -> null,
                tally,
                book,
                textfile,
                now -> new AlertEdges(List.of(), "host", now),
                new Delivery(book, List.of(), (_, _) -> new Courier.Outcome.Delivered(), clock)),
            "1",
            clock);
    var second =
        Thread.ofPlatform().unstarted(() -> monitoring.after(locked(), null, List.of(), null));
    tally.other =
        () -> {
          second.start();
          Awaitility.await()
              .atMost(Duration.ofSeconds(60))
              .until(() ->
                  EnumSet.of(Thread.State.BLOCKED, Thread.State.TERMINATED)
                      .contains(second.getState()));
        };

    monitoring.after(locked(), null, List.of(), null);
    second.join();

    assertThat(textfile.path()).content().contains("lock_contended_total 2.0\n");
  }
}
