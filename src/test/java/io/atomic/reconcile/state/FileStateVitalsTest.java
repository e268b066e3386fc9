package io.atomic.reconcile.state;

import static org.assertj.core.api.Assertions.assertThat;

import io.atomic.reconcile.cycle.RunLock.Attempt;
import io.atomic.reconcile.cycle.StateVitals.Seen;
import io.atomic.reconcile.cycle.Told;
import io.atomic.reconcile.model.Recorded;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FileStateVitalsTest {
  @TempDir private Path temporary = Path.of("given by JUnit");

  private StateDirectory state() {
    return new StateDirectory(temporary.resolve("state"));
  }

  private Seen.Directory directory() {
    return (Seen.Directory) new FileStateVitals(state()).look();
  }

  @Test
  void whatIsNotThereIsNotMade() {
    assertThat(new FileStateVitals(state()).look())
        .isEqualTo(new Seen.Missing(state().path().toString()));
    assertThat(state().path()).doesNotExist();
  }

  @Test
  void aFileInItsPlaceIsOfNoUse() throws Exception {
    Files.createFile(state().path());
    assertThat(new FileStateVitals(state()).look())
        .isInstanceOfSatisfying(
            Seen.Unusable.class, seen -> assertThat(seen.message()).contains("not a directory"));
  }

  @Test
  void ofADirectoryItsModeAndItsRecordAreTold() throws Exception {
    state().create();
    new FileStateStore(state()).save(SampleRecord.RECORDED);

    assertThat(directory().mode()).isEqualTo("700");
    assertThat(directory().ours()).isTrue();
    assertThat(directory().recorded()).isEqualTo(new Told.Known<>(SampleRecord.RECORDED));

    Files.setPosixFilePermissions(state().path(), PosixFilePermissions.fromString("rwxr-x--x"));
    assertThat(directory().mode()).isEqualTo("751");
  }

  @Test
  void aDamagedRecordIsToldWithTheLineThatMendsIt() throws Exception {
    state().create();
    Files.writeString(state().file("state.json"), "{");

    assertThat(directory().recorded())
        .isInstanceOfSatisfying(
            Told.Unknown.class,
            unknown -> {
              assertThat(unknown.message()).contains("state.json", "it is not JSON");
              assertThat(unknown.remedy()).startsWith("mv ");
            });
  }

  @Test
  void whoHoldsTheLockIsToldWithoutTakingIt() throws Exception {
    var lock = new FileRunLock(state(), "a test", Duration.ZERO);
    state().create();
    assertThat(directory().holder()).isNull();

    var attempt = lock.acquire();

    assertThat(attempt).isInstanceOf(Attempt.Held.class);
    if (attempt instanceof Attempt.Held held) {
      try (held) {
        assertThat(directory().holder())
            .contains("'a test' (process %d)".formatted(ProcessHandle.current().pid()));
      }
    }
    assertThat(directory().holder()).isNull();
    assertThat(directory().recorded()).isEqualTo(new Told.Known<>(Recorded.NOTHING));
  }
}
