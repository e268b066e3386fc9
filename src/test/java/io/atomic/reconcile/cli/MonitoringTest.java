package io.atomic.reconcile.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.atomic.reconcile.cycle.Cycle.Proposal;
import io.atomic.reconcile.cycle.Kept;
import io.atomic.reconcile.cycle.Looks;
import io.atomic.reconcile.cycle.RunReport;
import io.atomic.reconcile.cycle.RunReport.Verdict;
import io.atomic.reconcile.model.AlertBook;
import io.atomic.reconcile.model.AlertBook.Pending;
import io.atomic.reconcile.model.AlertKind;
import io.atomic.reconcile.model.Desired;
import io.atomic.reconcile.model.Observed.EngineKind;
import io.atomic.reconcile.model.Observed.EngineView;
import io.atomic.reconcile.model.Receiver;
import io.atomic.reconcile.model.Receiver.Channel;
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
import java.util.TreeSet;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.UnaryOperator;
import org.awaitility.Awaitility;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Runs and deliveries are told of by threads that know nothing of each other. */
class MonitoringTest {
  private static final Receiver ADMIN =
      new Receiver(
          new Channel.Command(List.of("tell")),
          EnumSet.allOf(AlertKind.class),
          Duration.ofHours(24),
          Duration.ofSeconds(10));

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

  private static FinishedRun run(Verdict verdict) {
    return new FinishedRun(
        new RunReport(
            "r1",
            Instant.EPOCH,
            Instant.EPOCH,
            verdict,
            null,
            new TreeMap<>(),
            List.of(),
            new TreeMap<>()),
        true,
        false);
  }

  private static Monitoring monitoring(
      Kept<Tally> tally, Kept<AlertBook> book, @Nullable Textfile textfile, Receiver... receivers) {
    var clock = Clock.systemUTC();
    var all = List.of(receivers);
    return new Monitoring(
        new Monitoring.Ports(
            () -> null,
            tally,
            book,
            textfile,
            now -> new AlertEdges(all, "host", now),
            new Delivery(book, all, (_, _) -> new Courier.Outcome.Delivered(), clock)),
        "1",
        clock);
  }

  /** A host without apps, where nothing was to be done. */
  private static Proposal seen(EngineView engine) {
    return Looks.at(
        new Desired(
            new TreeMap<>(),
            null,
            new TreeSet<>(),
            true,
            new Desired.Source.Manifests(),
            List.of()),
        engine);
  }

  private static List<String> messages(AlertBook book) {
    return book.page(ADMIN.id()).outbox().values().stream()
        .map(Pending::notification)
        .map(one -> "%s %s".formatted(one.alert().kind(), one.state()))
        .toList();
  }

  @Test
  void whatALookShowsIsToldWithoutARun() throws Exception {
    var book = new Memory<>(AlertBook.EMPTY);
    var textfile = new Textfile(directory.resolve("x.prom"));
    var monitoring = monitoring(new Memory<>(Tally.NOTHING), book, textfile, ADMIN);

    assertThat(
            monitoring.saw(
                seen(new EngineView.Unreachable("nobody listens", "start it")), List.of(), null))
        .isEmpty();
    assertThat(messages(book.load())).containsExactly("ENGINE_UNAVAILABLE FIRING");
    assertThat(textfile.path())
        .content()
        .contains("engine_up 0.0\n", "notifications_pending 1.0\n");

    assertThat(monitoring.deliver(Duration.ofMinutes(1)).delivered()).isOne();
    monitoring.saw(
        seen(new EngineView.Reached(EngineKind.DOCKER, List.of(), List.of())), List.of(), null);
    assertThat(messages(book.load())).containsExactly("ENGINE_UNAVAILABLE RESOLVED");
    assertThat(textfile.path()).content().contains("engine_up 1.0\n");
  }

  @Test
  void aLookDoesNotEndWhatIsWrongWithTheRunBeforeIt() {
    var book = new Memory<>(AlertBook.EMPTY);
    var monitoring = monitoring(new Memory<>(Tally.NOTHING), book, null, ADMIN);

    monitoring.after(run(Verdict.REFUSED), null, List.of(), null);
    monitoring.saw(
        seen(new EngineView.Reached(EngineKind.DOCKER, List.of(), List.of())), List.of(), null);

    assertThat(messages(book.load())).containsExactly("REFUSED FIRING");
  }

  @Test
  void whatWasCountedLastIsWhatTheFileSays() throws Exception {
    var tally = new OvertakingTally();
    var book = new Memory<>(AlertBook.EMPTY);
    var textfile = new Textfile(directory.resolve("x.prom"));
    var monitoring = monitoring(tally, book, textfile);
    var second =
        Thread.ofPlatform()
            .unstarted(() -> monitoring.after(run(Verdict.LOCKED), null, List.of(), null));
    tally.other =
        () -> {
          second.start();
          Awaitility.await()
              .atMost(Duration.ofSeconds(60))
              .until(() ->
                  EnumSet.of(Thread.State.BLOCKED, Thread.State.TERMINATED)
                      .contains(second.getState()));
        };

    monitoring.after(run(Verdict.LOCKED), null, List.of(), null);
    second.join();

    assertThat(textfile.path()).content().contains("lock_contended_total 2.0\n");
  }
}
