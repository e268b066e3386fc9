package io.atomic.reconcile.host;

import static org.assertj.core.api.Assertions.assertThat;

import io.atomic.reconcile.cycle.Told;
import io.atomic.reconcile.model.BootState;
import io.atomic.reconcile.model.RebootObstacles;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is made of a host whose logind and systemd do not answer, or not well. */
class LocalRebootWatchIT {
  @TempDir private Path temporary = Path.of("given by JUnit");

  @BeforeEach
  void bootsWithSystemd() throws IOException {
    Files.createDirectories(temporary.resolve("run/systemd/system"));
  }

  private LocalRebootWatch watch() {
    var path = temporary.resolve("bin") + ":/usr/bin:/bin";
    return watch(path);
  }

  private LocalRebootWatch watch(String path) {
    return new LocalRebootWatch(temporary, new TreeMap<>(Map.of("PATH", path)));
  }

  /** Puts a program in front of the host's own. */
  private void program(String name, String script) throws IOException {
    var file = temporary.resolve("bin").resolve(name);
    Files.createDirectories(file.getParent());
    Files.writeString(file, "#!/bin/sh\n" + script + "\n");
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwxr-xr-x"));
  }

  private static void isUnknown(Told<RebootObstacles> told, String... words) {
    assertThat(told)
        .isInstanceOfSatisfying(
            Told.Unknown.class,
            unknown -> {
              assertThat(unknown.message()).contains(words);
              assertThat(unknown.remedy()).isEqualTo("systemctl status systemd-logind dbus");
            });
  }

  @Test
  void whereThereIsNoSystemdNobodyIsInTheWayAndABootHasNothingToProve() throws Exception {
    Files.delete(temporary.resolve("run/systemd/system"));
    program("busctl", "exit 1");
    program("systemctl", "exit 1");

    assertThat(watch().obstacles()).isEqualTo(new Told.Known<>(RebootObstacles.NONE));
    assertThat(watch().bootState()).isEqualTo(BootState.NOT_USED);
  }

  @Test
  void aLogindThatDoesNotAnswerIsNotTakenForOneThatKnowsNobody() throws Exception {
    program("busctl", "echo 'Call failed: no such service' >&2; exit 1");
    isUnknown(
        watch().obstacles(),
        "tried to ask logind who inhibits",
        "said: Call failed: no such service");

    program("busctl", "echo '{\"type\":\"s\",\"data\":[\"hello\"]}'");
    isUnknown(watch().obstacles(), "not what is expected");

    isUnknown(watch("/nowhere").obstacles(), "tried to run 'busctl', but it was not found");
  }

  /** It was listed, and has ended before it could be asked. */
  @Test
  void aSessionThatEndsMeanwhileIsNobody() throws Exception {
    program(
        "busctl",
        """
        case "$*" in
          *ListInhibitors) echo '{"type":"a(ssssuu)","data":[[]]}' ;;
          *ListSessions) echo '{"type":"a(susso)","data":[[["1",0,"root","","/s/_31"]]]}' ;;
          *) echo "Call failed: Unknown object '/s/_31'." >&2; exit 1 ;;
        esac
        """);

    assertThat(watch().obstacles()).isEqualTo(new Told.Known<>(RebootObstacles.NONE));
  }

  @Test
  void aSystemdThatDoesNotAnswerHasProvedNothing() throws Exception {
    program("systemctl", "echo 'Failed to connect to bus' >&2; exit 1");
    assertThat(watch().bootState()).isEqualTo(BootState.PENDING);
    program("systemctl", ":");
    assertThat(watch().bootState()).isEqualTo(BootState.PENDING);
    assertThat(watch("/nowhere").bootState()).isEqualTo(BootState.PENDING);
  }

  @Test
  void aWarningIsReadByWallAndNeverTakenForAFile() throws Exception {
    program("wall", "echo \"$#:$(cat)\" >'%s'".formatted(temporary.resolve("said")));

    watch().warn("/etc/passwd");
    assertThat(temporary.resolve("said")).hasContent("0:/etc/passwd");
    watch().warn("beep \u0007" + "x".repeat(5000));
    assertThat(Files.readString(temporary.resolve("said")))
        .startsWith("0:beep \\x07xxx")
        .hasSizeLessThan(1000);
  }
}
