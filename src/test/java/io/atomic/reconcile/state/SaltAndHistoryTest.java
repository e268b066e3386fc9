package io.atomic.reconcile.state;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.atomic.reconcile.cycle.EffectException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
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
    assertThat(history.last()).isNull();
    assertThat(history.reports()).isEmpty();
    for (var i = 0; i < 5; i++) {
      history.add("run" + i, NOON.plusMillis(i), json(i));
    }
    assertThat(history.last()).isEqualTo(json(4));
    assertThat(history.reports())
        .extracting(path -> path.getFileName().toString())
        .containsExactly(
            "20261101T120000.127Z-run4.json",
            "20261101T120000.126Z-run3.json",
            "20261101T120000.125Z-run2.json");
    assertThat(history.reports().getFirst()).hasBinaryContent(json(4));
    assertThat(FileStateStoreTest.mode(directory.file("history"))).isEqualTo("rwx------");
  }

  @Test
  void aRunIdIsNoPath() throws Exception {
    assertThatThrownBy(() -> new RunHistory(directory, 3).add("../x", NOON, json(1)))
        .isInstanceOf(IllegalArgumentException.class);
  }

  private static byte[] json(int number) {
    return "{\"run\": %d}\n".formatted(number).getBytes(StandardCharsets.UTF_8);
  }
}
