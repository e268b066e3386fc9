package io.atomic.reconcile.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code host VERB}: the operating system's own tool, found through PATH, with our streams. */
class HostByHandIT {
  @TempDir Path tools = Path.of("");

  private Command.Result host(String... words) {
    var all = new ArrayList<>(List.of("host"));
    all.addAll(List.of(words));
    var path = "PATH=%s:%s".formatted(tools, System.getenv("PATH"));
    return Program.start(List.of("env", path), all, "y\n").await();
  }

  @Test
  void theToolGetsTheWordsAndTheInputAndItsStatusComesBack() throws IOException {
    var tool = tools.resolve("rpm-ostree");
    Files.writeString(tool, "#!/bin/sh\nread answer; echo \"$# $* $answer\"; exit 9\n");
    Files.setPosixFilePermissions(tool, PosixFilePermissions.fromString("rwxr-xr-x"));

    var result = host("rebase", "fedora:fedora/x86_64/silverblue/43", "--reboot");

    assertThat(result.exitCode()).as("%s", result).isEqualTo(9);
    assertThat(result.out()).isEqualTo("3 rebase fedora:fedora/x86_64/silverblue/43 --reboot y\n");
  }

  @Test
  void optionsOfProjectAtomicAreSpelledAsTheToolSpellsThemNow() throws IOException {
    var tool = tools.resolve("rpm-ostree");
    Files.writeString(tool, "#!/bin/sh\necho \"$*\"\n");
    Files.setPosixFilePermissions(tool, PosixFilePermissions.fromString("rwxr-xr-x"));

    assertThat(host("upgrade", "--downgrade", "-r").out())
        .isEqualTo("upgrade --allow-downgrade -r\n");
    assertThat(host("upgrade", "--check-diff").out()).isEqualTo("upgrade --preview\n");
    assertThat(host("status", "--pretty").out()).isEqualTo("status\n");
  }

  @Test
  void aHostWithoutTheToolSaysSo() {
    var result = host("status");

    assertThat(result.exitCode()).as("%s", result).isEqualTo(1);
    assertThat(result.err()).contains("tried to find rpm-ostree on PATH");
  }

  @Test
  void whatIsNoVerbNeverReachesTheTool() {
    assertThat(host("unlock", "--hotfix").exitCode()).isEqualTo(64);
  }
}
