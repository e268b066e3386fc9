package io.atomic.reconcile.state;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.atomic.reconcile.cycle.CommandRunner.ChildMark;
import io.atomic.reconcile.cycle.EffectException;
import io.atomic.reconcile.cycle.Journal.Intent;
import io.atomic.reconcile.cycle.Journal.Result;
import io.atomic.reconcile.cycle.Journal.Unfinished;
import io.atomic.reconcile.model.ResourceId;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Arrays;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FileJournalTest {
  private static final Instant NOON = Instant.parse("2026-11-01T12:00:00Z");
  private static final ChildMark CHILD = new ChildMark(42, 4711, "0d0d");

  @TempDir Path temporary;
  private StateDirectory directory = new StateDirectory(Path.of(""));
  private FileJournal journal = new FileJournal(directory);

  @BeforeEach
  void makeDirectory() throws Exception {
    directory = new StateDirectory(temporary.resolve("state"));
    journal = new FileJournal(directory);
    directory.create();
  }

  @Test
  void whatBeganAndDidNotEndIsUnfinished() throws Exception {
    journal.begin(intent(1));
    journal.child("r1", 1, CHILD);
    journal.begin(intent(2));
    end(1);
    journal.begin(intent(3));
    assertThat(journal.unfinished())
        .containsExactly(new Unfinished(intent(2), null), new Unfinished(intent(3), null));
    assertThat(FileStateStoreTest.mode(file())).isEqualTo("rw-------");
  }

  @Test
  void ofSeveralChildrenTheLastOneCounts() throws Exception {
    journal.begin(intent(1));
    journal.child("r1", 1, new ChildMark(41, 4710, "0d0d"));
    journal.child("r1", 1, CHILD);
    assertThat(journal.unfinished()).containsExactly(new Unfinished(intent(1), CHILD));
  }

  @Test
  void linesAreThoseOfTheFormat() throws Exception {
    journal.begin(intent(1));
    journal.child("r1", 1, CHILD);
    end(1);
    assertThat(file())
        .hasContent(
            """
            {"type":"begin","run":"r1","sequence":1,"step":"httpd/install","resource":"App/httpd",\
            "action":"install","reason":"config: 'a'\\nb","at":"2026-11-01T12:00:00Z",\
            "details":{"absent":"httpd"}}
            {"type":"child","run":"r1","sequence":1,"pid":42,"startTicks":4711,"bootId":"0d0d"}
            {"type":"end","run":"r1","sequence":1,"result":"failed","message":"no","at":"2026-11-01T12:00:00Z"}
            """);
  }

  /** Releases that knew nothing but apps named them so. */
  @Test
  void lineOfAnEarlierReleaseIsAboutItsApp() throws Exception {
    Files.writeString(
        file(),
        """
        {"type":"begin","run":"r1","sequence":1,"step":"httpd/install","app":"httpd",\
        "action":"install","reason":"config: 'a'\\nb","at":"2026-11-01T12:00:00Z",\
        "details":{"absent":"httpd"}}
        """);
    assertThat(journal.unfinished()).containsExactly(new Unfinished(intent(1), null));
  }

  @Test
  void aStepCanBeAboutTheHost() throws Exception {
    var intent =
        new Intent(
            "r1",
            1,
            NOON,
            "host/stage",
            ResourceId.host("host"),
            "stage-host",
            "config",
            new TreeMap<>());
    journal.begin(intent);
    assertThat(file()).content().contains("\"resource\":\"Host/host\"");
    assertThat(journal.unfinished()).containsExactly(new Unfinished(intent, null));
  }

  @Test
  void oneThatIsMissingHasNothingUnfinished() throws Exception {
    assertThat(journal.unfinished()).isEmpty();
    assertThat(file()).doesNotExist();
    var missing = new StateDirectory(temporary.resolve("no"));
    assertThat(new FileJournal(missing).unfinished()).isEmpty();
    assertThat(missing.path()).doesNotExist();
  }

  @Test
  void aTornLastLineIsCutOffAtWhateverByte() throws Exception {
    journal.begin(intent(1));
    var before = (int) Files.size(file());
    end(1);
    var bytes = Files.readAllBytes(file());
    for (var length = before; length < bytes.length; length++) {
      Files.write(file(), Arrays.copyOf(bytes, length));
      assertThat(journal.unfinished()).containsExactly(new Unfinished(intent(1), null));
      assertThat(file()).as("reading changes nothing").hasSize(length);
      journal.begin(intent(2));
      assertThat(Files.readAllLines(file())).as("cut at %d", length).hasSize(2);
      assertThat(journal.unfinished())
          .as("cut at %d", length)
          .containsExactly(new Unfinished(intent(1), null), new Unfinished(intent(2), null));
    }
  }

  @Test
  void aLastLineOfZerosIsTornToo() throws Exception {
    journal.begin(intent(1));
    var bytes = Files.readAllBytes(file());
    var zeros = Arrays.copyOf(bytes, bytes.length + 100);
    Files.write(file(), zeros);
    assertThat(journal.unfinished()).hasSize(1);
    zeros[zeros.length - 1] = '\n';
    Files.write(file(), zeros);
    assertThat(journal.unfinished()).hasSize(1);
    end(1);
    assertThat(Files.readAllLines(file())).hasSize(2);
    assertThat(journal.unfinished()).isEmpty();
  }

  @Test
  void damageInTheMiddleIsRefusedWithLineAndRemedy() throws Exception {
    journal.begin(intent(1));
    end(1);
    journal.begin(intent(2));
    var lines = Files.readAllLines(file());
    lines.set(1, lines.get(1).substring(5));
    Files.write(file(), lines);
    var refusal = catchThrowableOfType(EffectException.class, journal::unfinished);
    assertThat(refusal.message())
        .isEqualTo("tried to read line 2 of '%s', but it is not JSON".formatted(file()));
    assertThat(refusal.remedy()).startsWith("mv '%s' '%s.damaged'".formatted(file(), file()));
    assertThatThrownBy(() -> end(2)).hasMessage(refusal.message());
    assertThat(Files.readAllLines(file())).isEqualTo(lines);
  }

  @Test
  void aLineThatIsJsonButNoEntryIsDamageEvenAtTheEnd() throws Exception {
    Files.writeString(file(), "{\"type\":\"odd\",\"run\":\"r\",\"sequence\":1}\n");
    assertThatThrownBy(journal::unfinished)
        .isInstanceOf(EffectException.class)
        .hasMessageEndingWith("but 'type' is not a word that is known here");
  }

  @Test
  void aLineAboutSomethingUnknownIsDamage() throws Exception {
    Files.writeString(
        file(),
        """
        {"type":"begin","run":"r1","sequence":1,"step":"s","resource":"Moon/httpd",\
        "action":"install","reason":"r","at":"2026-11-01T12:00:00Z"}
        """);
    assertThatThrownBy(journal::unfinished)
        .isInstanceOf(EffectException.class)
        .hasMessageEndingWith("but 'Moon/httpd' does not name a resource");
  }

  @Test
  void stepsWriteInParallel() throws Exception {
    try (var threads = Executors.newFixedThreadPool(8)) {
      var steps =
          IntStream.range(0, 200)
              .<Callable<Void>>mapToObj(sequence ->
                  () -> {
                    journal.begin(intent(sequence));
                    end(sequence);
                    return null;
                  })
              .toList();
      for (var step : threads.invokeAll(steps)) {
        step.get();
      }
    }
    assertThat(Files.readAllLines(file())).hasSize(400);
    assertThat(journal.unfinished()).isEmpty();
  }

  @Test
  void anInterruptedStepCanStillWriteHowItEnded() throws Exception {
    Thread.currentThread().interrupt();
    journal.begin(intent(1));
    end(1);
    assertThat(Thread.interrupted()).isTrue();
    journal.begin(intent(2));
    assertThat(Files.readAllLines(file())).hasSize(3);
  }

  @Test
  void rotatesAndKeepsAFew() throws Exception {
    journal.rotate();
    for (var run = 1; run <= 5; run++) {
      journal.begin(intent(run));
      end(run);
      journal.rotate();
      journal.rotate();
    }
    assertThat(journal.unfinished()).isEmpty();
    assertThat(file()).doesNotExist();
    journal.begin(intent(6));
    assertThat(journal.unfinished()).containsExactly(new Unfinished(intent(6), null));
    assertThat(directory.file("journal.jsonl.1")).content().contains("\"sequence\":5");
    assertThat(directory.file("journal.jsonl.3")).content().contains("\"sequence\":3");
    assertThat(directory.file("journal.jsonl.4")).doesNotExist();
  }

  /** As when a run is started by hand between two runs of the daemon. */
  @Test
  void whatAnotherProcessRotatedIsNotWrittenTo() throws Exception {
    journal.begin(intent(1));
    end(1);
    new FileJournal(directory).rotate();
    journal.begin(intent(2));
    assertThat(new FileJournal(directory).unfinished())
        .containsExactly(new Unfinished(intent(2), null));
  }

  @Test
  void aStepOfAnotherRunIsAnotherStep() throws Exception {
    journal.begin(intent(1));
    journal.end("r2", 1, NOON, Result.OK, null);
    assertThat(journal.unfinished()).hasSize(1);
  }

  private void end(int sequence) throws EffectException {
    journal.end("r1", sequence, NOON, Result.FAILED, "no");
  }

  private Path file() {
    return directory.file("journal.jsonl");
  }

  private static Intent intent(int sequence) {
    return new Intent(
        "r1",
        sequence,
        NOON,
        "httpd/install",
        ResourceId.app("httpd"),
        "install",
        "config: 'a'\nb",
        new TreeMap<>(Map.of("absent", "httpd")));
  }
}
