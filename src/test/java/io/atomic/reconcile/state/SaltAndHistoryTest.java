package io.atomic.reconcile.state;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.atomic.reconcile.cycle.EffectException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SaltAndHistoryTest {
  private static final Instant NOON = Instant.parse("2026-11-01T12:00:00.123456Z");

  @TempDir Path temporary;
  private StateDirectory directory = new StateDirectory(Path.of(""));

  @BeforeEach
  void makeDirectory() throws Exception {
    directory = new StateDirectory(temporary.resolve("state"));
    directory.create();
  }

  @Test
  void theSaltIsMadeOnceAndPrivate() throws Exception {
    assertThat(Salt.find(directory)).isNull();
    var salt = Salt.obtain(directory);
    assertThat(directory.file("salt")).hasSize(32);
    assertThat(FileStateStoreTest.mode(directory.file("salt"))).isEqualTo("rw-------");
    assertThat(Salt.obtain(directory).hash("pw")).isEqualTo(salt.hash("pw")).hasSize(64);
    assertThat(salt.hash("pw")).isNotEqualTo(salt.hash("pw2"));
    var other = new StateDirectory(temporary.resolve("other"));
    other.create();
    assertThat(Salt.obtain(other).hash("pw")).isNotEqualTo(salt.hash("pw"));
  }

  @Test
  void theHashIsHmacSha256() throws Exception {
    Files.write(directory.file("salt"), new byte[32]);
    // RFC 2104 with a key of 32 zero bytes over "abc", by openssl dgst -sha256 -mac HMAC.
    assertThat(Salt.obtain(directory).hash("abc"))
        .isEqualTo("fd7adb152c05ef80dccf50a1fa4c05d5a3ec6da95575fc312ae7c5d091836351");
  }

  @Test
  void aDamagedSaltIsNotUsed() throws Exception {
    Files.write(directory.file("salt"), new byte[3]);
    assertThatThrownBy(() -> Salt.obtain(directory))
        .isInstanceOf(EffectException.class)
        .hasMessageContaining("but it has 3 bytes instead of 32");
  }

  @Test
  void keepsTheLastReports() throws Exception {
    var history = new RunHistory(directory, 3);
    assertThat(last()).doesNotExist();
    assertThat(history.reports()).isEmpty();
    for (var i = 0; i < 5; i++) {
      history.add("run" + i, NOON.plusMillis(i), json(i), false);
    }
    assertThat(last()).hasBinaryContent(json(4));
    assertThat(history.reports())
        .extracting(path -> path.getFileName().toString())
        .containsExactly(
            "20261101T120000.127Z-run4.json",
            "20261101T120000.126Z-run3.json",
            "20261101T120000.125Z-run2.json");
    assertThat(history.reports().getFirst()).hasBinaryContent(json(4));
    assertThat(FileStateStoreTest.mode(directory.file("history"))).isEqualTo("rwx------");
  }

  private Path last() {
    return directory.file("last-run.json");
  }

  private List<String> kept(RunHistory history) throws EffectException {
    return history.reports().stream()
        .map(path -> path.getFileName().toString().replaceFirst("[^-]*-([a-z0-9]*)\\..*", "$1"))
        .toList();
  }

  @Test
  void repetitionsPushNothingOutThatTellsSomething() throws Exception {
    var history = new RunHistory(directory, 20);
    history.add("install", NOON, json(0), false);
    history.add("update", NOON.plusSeconds(1), json(1), false);
    for (var i = 10; i < 90; i++) {
      history.add("same" + i, NOON.plusSeconds(i), json(i), true);
    }
    history.add("drift", NOON.plusSeconds(90), json(90), false);

    assertThat(kept(history))
        .startsWith("drift", "same89", "same88")
        .endsWith("same80", "update", "install")
        .hasSize(13);
    assertThat(last()).hasBinaryContent(json(90));
  }

  @Test
  void whoKeepsFewReportsKeepsNoMoreRepetitions() throws Exception {
    var history = new RunHistory(directory, 2);
    for (var i = 0; i < 5; i++) {
      history.add("same" + i, NOON.plusSeconds(i), json(i), true);
    }

    assertThat(kept(history)).containsExactly("same4", "same3");
  }

  @Test
  void reportsOfReleasesThatKnewNoRepetitionsStay() throws Exception {
    var files = Files.createDirectories(directory.path().resolve("history"));
    Files.write(files.resolve("20261101T115900.000Z-old1.json"), json(1));
    Files.write(files.resolve("20261101T115901.000Z-old2.json"), json(2));
    var history = new RunHistory(directory, 2);

    history.add("same", NOON, json(3), true);
    assertThat(kept(history)).containsExactly("same", "old2", "old1");

    history.add("new", NOON.plusSeconds(1), json(4), false);
    assertThat(kept(history)).containsExactly("new", "same", "old2");
  }

  @Test
  void whereTheOldestCannotBeDroppedTheNewOneIsKeptAllTheSame() throws Exception {
    var history = new RunHistory(directory, 2);
    // What is cut off here, be it by a disk or by a crash, is made up for by the next run.
    var stuck = directory.path().resolve("history/20261101T115900.000Z-old.json");
    Files.createDirectories(stuck.resolve("inside"));
    history.add("run1", NOON, json(1), false);

    assertThatThrownBy(() -> history.add("run2", NOON.plusSeconds(1), json(2), false))
        .isInstanceOf(EffectException.class);
    assertThat(kept(history)).containsExactly("run2", "run1", "old");
    assertThat(last()).hasBinaryContent(json(2));

    Files.delete(stuck.resolve("inside"));
    history.add("run3", NOON.plusSeconds(2), json(3), false);
    assertThat(kept(history)).containsExactly("run3", "run2");
  }

  @Test
  void whatARunTellsLastStandsInThePlaceOfWhatItToldFirst() throws Exception {
    var history = new RunHistory(directory, 5);
    history.add("boots", NOON, json(1), false);

    history.add("boots", NOON, json(2), true);
    assertThat(history.reports())
        .singleElement()
        .satisfies(file -> {
          assertThat(file).hasFileName("20261101T120000.123Z-boots.again.json");
          assertThat(file).hasBinaryContent(json(2));
        });

    history.add("boots", NOON, json(3), false);
    assertThat(history.reports())
        .singleElement()
        .satisfies(file -> {
          assertThat(file).hasFileName("20261101T120000.123Z-boots.json");
          assertThat(file).hasBinaryContent(json(3));
        });
  }

  @Test
  void aRunIdIsNoPath() throws Exception {
    assertThatThrownBy(() -> new RunHistory(directory, 3).add("../x", NOON, json(1), false))
        .isInstanceOf(IllegalArgumentException.class);
  }

  private static byte[] json(int number) {
    return "{\"run\": %d}\n".formatted(number).getBytes(StandardCharsets.UTF_8);
  }
}
