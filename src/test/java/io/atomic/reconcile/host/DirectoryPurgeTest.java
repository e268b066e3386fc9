package io.atomic.reconcile.host;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A directory goes with all that is in it, and nothing that is not. */
class DirectoryPurgeTest {
  @TempDir private Path temporary = Path.of("given by JUnit");

  private Path file(String path) throws IOException {
    var file = temporary.resolve(path);
    Files.createDirectories(file.getParent());
    return Files.writeString(file, "kept");
  }

  private void purge(Path directory) throws Exception {
    new DirectoryPurge(directory).run();
  }

  @Test
  void allThatIsInItGoes() throws Exception {
    file("web/a/b/c");
    file("web/.hidden");
    file("web/a name with \n odd \\ letters");
    Files.createDirectories(temporary.resolve("web/empty"));
    Files.setPosixFilePermissions(
        file("web/read-only/file").getParent(), PosixFilePermissions.fromString("r-xr-xr-x"));
    var beside = file("web-2/file");

    purge(temporary.resolve("web"));

    assertThat(temporary.resolve("web")).doesNotExist();
    assertThat(beside).exists();
  }

  @Test
  void whatLinksInItLeadToStays() throws Exception {
    var etc = file("etc/passwd");
    file("web/file");
    Files.createSymbolicLink(temporary.resolve("web/etc"), temporary.resolve("etc"));
    Files.createSymbolicLink(temporary.resolve("web/passwd"), etc);
    Files.createSymbolicLink(temporary.resolve("web/nowhere"), Path.of("/nowhere"));
    Files.createSymbolicLink(temporary.resolve("web/up"), Path.of(".."));

    purge(temporary.resolve("web"));

    assertThat(temporary.resolve("web")).doesNotExist();
    assertThat(etc).hasContent("kept");
  }

  @Test
  void aLinkInItsPlaceIsNotWhatWeMade() throws Exception {
    var etc = file("etc/passwd");
    var link = Files.createSymbolicLink(temporary.resolve("web"), temporary.resolve("etc"));

    purge(link);

    assertThat(link).isSymbolicLink();
    assertThat(etc).hasContent("kept");
  }

  @Test
  void aFileInItsPlaceIsNotWhatWeMade() throws Exception {
    var file = file("web");
    purge(file);
    assertThat(file).hasContent("kept");
  }

  @Test
  void whatIsGoneIsWell() throws Exception {
    purge(temporary.resolve("web"));
    purge(temporary.resolve("neither/web"));
    assertThat(temporary).isEmptyDirectory();
  }

  @Test
  void whoIsInterruptedStopsAtOnce() throws Exception {
    var file = file("web/file");
    Thread.currentThread().interrupt();

    assertThatThrownBy(() -> purge(temporary.resolve("web")))
        .isInstanceOf(InterruptedException.class);

    assertThat(file).exists();
  }

  @Test
  void theKernelSpellsBlanksOfMountPointsInOctal() {
    assertThat(MountPoints.decoded("/a\\040b\\134c$1")).isEqualTo("/a b\\c$1");
  }
}
