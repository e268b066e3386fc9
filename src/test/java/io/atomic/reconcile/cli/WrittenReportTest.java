package io.atomic.reconcile.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.atomic.reconcile.cycle.EffectException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A report takes the place of the one before. */
class WrittenReportTest {
  @TempDir Path directory = Path.of("");

  private static String mode(Path file) throws IOException {
    return PosixFilePermissions.toString(Files.getPosixFilePermissions(file));
  }

  private void assertNothingElseIsLeft(String... names) throws IOException {
    try (var files = Files.list(directory)) {
      assertThat(files.map(file -> file.getFileName().toString())).containsExactlyInAnyOrder(names);
    }
  }

  @Test
  void aNewOneIsForEverybody() throws Exception {
    var file = directory.resolve("host.html");
    new WrittenReport(file).replace("page");
    assertThat(file).hasContent("page");
    assertThat(mode(file)).isEqualTo("rw-r--r--");
    assertNothingElseIsLeft("host.html");
  }

  @Test
  void oneThatWasThereKeepsItsModeAndWhoReadsItHasItWhole() throws Exception {
    var file = Files.writeString(directory.resolve("host.html"), "before");
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-r-----"));
    try (var reader = Files.newBufferedReader(file)) {
      new WrittenReport(file).replace("page");
      assertThat(reader.readLine()).isEqualTo("before");
    }
    assertThat(file).hasContent("page");
    assertThat(mode(file)).isEqualTo("rw-r-----");
    assertNothingElseIsLeft("host.html");
  }

  @Test
  void aLinkStaysALink() throws Exception {
    var file = Files.writeString(directory.resolve("real.html"), "before");
    var link = Files.createSymbolicLink(directory.resolve("link.html"), file);
    new WrittenReport(link).replace("page");
    assertThat(link).isSymbolicLink();
    assertThat(file).hasContent("page");
  }

  @Test
  void aDeviceStaysADevice() throws Exception {
    new WrittenReport(Path.of("/dev/null")).replace("page");
    assertThat(Files.isRegularFile(Path.of("/dev/null"))).isFalse();
  }

  @Test
  void whereThereIsNoDirectoryItSaysWhich() {
    assertThatThrownBy(() -> new WrittenReport(directory.resolve("no/host.html")).replace("page"))
        .isInstanceOf(EffectException.class)
        .hasMessage(
            "tried to write the report to '%s/no/host.html', but there is no directory '%s/no'",
            directory, directory);
  }

  @Test
  void aDirectoryIsNotReplaced() throws IOException {
    assertThatThrownBy(() -> new WrittenReport(directory).replace("page"))
        .hasMessageEndingWith("but it is a directory");
    assertNothingElseIsLeft();
  }
}
