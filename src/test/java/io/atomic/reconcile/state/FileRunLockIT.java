package io.atomic.reconcile.state;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.atomic.reconcile.cycle.EffectException;
import io.atomic.reconcile.cycle.RunLock.Attempt.Busy;
import io.atomic.reconcile.cycle.RunLock.Attempt.Held;
import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
class FileRunLockIT {
  private static final Duration SHORT = Duration.ofMillis(300);

  @TempDir Path temporary;
  private StateDirectory directory = new StateDirectory(Path.of(""));

  @BeforeEach
  void nameDirectory() throws Exception {
    directory = new StateDirectory(temporary.resolve("below/state"));
  }

  @Test
  void makesTheDirectoryAndSaysWhyItCannot() throws Exception {
    ((Held) lock(Duration.ZERO).acquire()).close();
    assertThat(FileStateStoreTest.mode(directory.path())).isEqualTo("rwx------");
    directory = new StateDirectory(Path.of("/proc/atomic"));
    assertThatThrownBy(() -> lock(Duration.ZERO).acquire())
        .isInstanceOf(EffectException.class)
        .hasMessageStartingWith("tried to make the state directory '/proc/atomic', but ");
  }

  @Test
  void isHeldByOneInThisProcess() throws Exception {
    try (var held = (Held) lock(Duration.ZERO).acquire()) {
      assertThat(held).isNotNull();
      assertThat(lock(SHORT).acquire()).isEqualTo(new Busy("another run of this process"));
      assertThat(FileStateStoreTest.mode(directory.file("lock"))).isEqualTo("rw-------");
    }
    ((Held) lock(Duration.ZERO).acquire()).close();
  }

  @Test
  void isHeldByOneProcessAndEndsWithIt() throws Exception {
    var process = start();
    try {
      var busy = (Busy) lock(SHORT).acquire();
      assertThat(busy.holder()).startsWith("'other' (process %d) since 2".formatted(process.pid()));
      process.destroyForcibly();
      ((Held) lock(Duration.ofSeconds(20)).acquire()).close();
    } finally {
      process.destroyForcibly();
    }
  }

  /** Closing any descriptor of a file gives up the process's kernel lock on it. */
  @Test
  void isNotLostWhenAnotherThreadAsksForIt() throws Exception {
    try (var held = (Held) lock(Duration.ZERO).acquire()) {
      assertThat(held).isNotNull();
      assertThat(lock(SHORT).acquire()).isInstanceOf(Busy.class);
      var process = start("try");
      assertThat(process.waitFor()).isEqualTo(75);
    }
    assertThat(start("try").waitFor()).isZero();
  }

  @Test
  void waitingCanBeInterrupted() throws Exception {
    try (var held = (Held) lock(Duration.ZERO).acquire()) {
      assertThat(held).isNotNull();
      Thread.currentThread().interrupt();
      assertThatThrownBy(() -> lock(Duration.ofMinutes(1)).acquire())
          .isInstanceOf(InterruptedException.class);
    }
  }

  private FileRunLock lock(Duration timeout) {
    return new FileRunLock(directory, "apply", timeout);
  }

  private Process start() throws Exception {
    var process = start("hold");
    var reader =
        new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8));
    assertThat(reader.readLine()).isEqualTo("held");
    return process;
  }

  private Process start(String what) throws Exception {
    return new ProcessBuilder(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "-cp",
            System.getProperty("java.class.path"),
            Other.class.getName(),
            directory.path().toString(),
            what)
        .redirectError(ProcessBuilder.Redirect.INHERIT)
        .start();
  }

  /** Another process that wants the lock. */
  static final class Other {
    public static void main(String[] args) throws EffectException, InterruptedException {
      var lock = new FileRunLock(new StateDirectory(Path.of(args[0])), "other", Duration.ZERO);
      switch (lock.acquire()) {
        case Busy _ -> System.exit(75);
        case Held held -> {
          System.out.println("held");
          if (args[1].equals("hold")) {
            Thread.sleep(Duration.ofMinutes(1));
          }
          held.close();
        }
      }
    }
  }
}
