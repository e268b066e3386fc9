package io.atomic.reconcile.model;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class GrantTest {

  @ParameterizedTest
  @CsvSource({
    "privileged, privileged",
    "privileged, cap:SYS_ADMIN",
    "privileged, device:/dev/kvm",
    "privileged, security-opt:label=disable",
    "cap:ALL, cap:SYS_TIME",
    "mount:/, mount:/etc/shadow",
    "mount:/srv, mount:/srv",
    "mount:/srv, mount:/srv/web:ro",
    "mount:/srv:ro, mount:/srv/web:ro",
    "mount:/srv//./web/, mount:/srv/web",
    "option:--volume:Z, option:--volume:Z",
    "engine-socket, engine-socket"
  })
  void covers(String grant, String need) {
    assertThat(grant(grant).covers(grant(need))).isTrue();
  }

  @ParameterizedTest
  @CsvSource({
    "privileged, mount:/",
    "privileged, host-network",
    "privileged, engine-socket",
    "privileged, option:--sysctl",
    "privileged, shell",
    "cap:SYS_TIME, cap:ALL",
    "cap:SYS_TIME, privileged",
    "cap:ALL, privileged",
    "mount:/srv, mount:/srvx",
    "mount:/srv, mount:/",
    "mount:/srv:ro, mount:/srv",
    "mount:/, engine-socket",
    "mount:/srv, device:/srv",
    "device:ALL, device:/dev/kvm",
    "option:--volume, option:--volume:Z",
    "shell, command:/bin/sh",
    "host-pid, host-network"
  })
  void doesNotCover(String grant, String need) {
    assertThat(grant(grant).covers(grant(need))).isFalse();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "all",
        "PRIVILEGED",
        "privileged ",
        "host-",
        "host-mnt",
        "cap:",
        "cap:sys_time",
        "cap:CAP_SYS_TIME",
        "mount:",
        "mount:srv",
        "mount:/a/../b",
        "mount:/..",
        "mount:/..:ro",
        "mount:/a/..:ro",
        "mount:/etc:rw",
        "mount:/etc:ro:ro",
        "mount:/etc:/etc",
        "mount:/a:b/c",
        "mount:/etc:",
        "mount:/a\u0085",
        "mount:/a\u009b2J",
        "mount:/a\u007f",
        "mount:/a\u202etxt",
        "mount:/a\u2028",
        "mount:/a\u200b",
        "mount:/a\ufeff:ro",
        "mount:/a\udb40\udc41",
        "option:-v",
        "option:v",
        "engine:",
        "container:-x",
        "container:",
        "device:",
        "command:",
        "security-opt:",
        "device:a b",
        "shell:x"
      })
  void isNoGrant(String text) {
    assertThat(Grant.find(text)).isNull();
  }

  /** What no grant can spell is granted with the directory that it is in. */
  @ParameterizedTest
  @CsvSource({
    "/srv/web, mount:/srv/web",
    "/srv/a:b, mount:/srv",
    "/srv/a:b/c, mount:/srv",
    "/srv/web/a\u202eb/c, mount:/srv/web",
    "/:, mount:/",
    "/, mount:/",
    "/ü/é, mount:/ü/é"
  })
  void isSpelledAsTheNearestThatCanBe(String path, String spelled) {
    var mount = new Grant.Mount(path, false);
    assertThat(mount.spelled()).hasToString(spelled);
    assertThat(grant(spelled).covers(mount)).isTrue();
    assertThat(new Grant.Mount(path, true).spelled()).hasToString(spelled + ":ro");
  }

  private static Grant grant(String text) {
    return requireNonNull(Grant.find(text), text);
  }
}
