package io.atomic.reconcile.host;

import static org.assertj.core.api.Assertions.assertThat;

import io.atomic.reconcile.cycle.HostVitals.Disk;
import io.atomic.reconcile.cycle.Told;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the host's own programs tell, and what is made of it where they do not. */
class LocalHostVitalsIT {
  @TempDir private Path temporary = Path.of("given by JUnit");

  private LocalHostVitals vitals() {
    var path = temporary.resolve("bin") + ":" + System.getenv("PATH");
    return new LocalHostVitals(temporary, new TreeMap<>(Map.of("PATH", path)));
  }

  /** Puts a program in front of the host's own. */
  private void program(String name, String script) throws IOException {
    var file = temporary.resolve("bin").resolve(name);
    Files.createDirectories(file.getParent());
    Files.writeString(file, "#!/bin/sh\n" + script + "\n");
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwxr-xr-x"));
  }

  @Test
  void theClockIsRightIfSomebodyWhoFollowsATimeServerSaysSo() throws Exception {
    program("timedatectl", "echo yes");
    assertThat(vitals().isClockSynchronised()).isTrue();
    program("timedatectl", "echo no");
    assertThat(vitals().isClockSynchronised()).isFalse();
    program("timedatectl", "echo 'cannot connect' >&2; exit 1");
    assertThat(vitals().isClockSynchronised()).isNull();

    Files.createDirectories(temporary.resolve("run/systemd/timesync"));
    Files.createFile(temporary.resolve("run/systemd/timesync/synchronized"));
    assertThat(vitals().isClockSynchronised()).isTrue();
  }

  private static List<Disk> known(Told<List<Disk>> disks) {
    return switch (disks) {
      case Told.Known<List<Disk>>(var known) -> known;
      case Told.Unknown<List<Disk>>(var message, _) -> throw new AssertionError(message);
    };
  }

  @Test
  void directoriesOfOneFileSystemAreToldTogetherWhetherTheyExistOrNot() throws Exception {
    var there = temporary.toString();
    var later = temporary.resolve("not/made/yet").toString();

    var disks = known(vitals().disks(List.of(there, later, "/proc")));

    assertThat(disks).hasSize(2);
    var disk = disks.getFirst();
    assertThat(disk.directories())
        .containsExactly(there, later, temporary.resolve("var").toString());
    assertThat(disk.bytes()).isGreaterThan(disk.freeBytes());
    assertThat(disk.bytes()).isEqualTo(Files.getFileStore(temporary).getTotalSpace());
    assertThat(disk.inodes()).isGreaterThanOrEqualTo(disk.freeInodes());
  }

  @Test
  void whereNobodyTellsThatIsTold() throws Exception {
    program("stat", "echo 'no idea' >&2; exit 1");

    assertThat(vitals().disks(List.of("/")))
        .isInstanceOfSatisfying(
            Told.Unknown.class,
            unknown -> assertThat(unknown.message()).contains("'stat'", "no idea"));
  }

  @Test
  void aUnitThatIsNotThereIsOff() throws Exception {
    assertThat(vitals().unit("there-is-no.timer").isOn()).isFalse();
  }
}
