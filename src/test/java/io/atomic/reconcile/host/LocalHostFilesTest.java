package io.atomic.reconcile.host;

import static org.assertj.core.api.Assertions.assertThat;

import io.atomic.reconcile.model.EnvValue;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The host's files are looked at in bounded time, and nothing but our own directories goes. */
class LocalHostFilesTest {
  @TempDir Path root;

  private LocalHostFiles files() {
    return new LocalHostFiles(
        root, LocalHostFilesTest::noSecret, text -> text, new MountSources(null));
  }

  private static String noSecret(EnvValue value) {
    throw new IllegalStateException("nobody asks for " + value);
  }

  /** Invariant 13. */
  @Test
  @Timeout(value = 10, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
  void aWatchedFifoOrDeviceIsNotRead() throws Exception {
    var fifo = root.resolve("fifo");
    assertThat(new ProcessBuilder("mkfifo", fifo.toString()).start().waitFor()).isZero();
    Files.createSymbolicLink(root.resolve("zero"), Path.of("/dev/zero"));

    assertThat(files().contents(Set.of("/fifo", "/zero", "/none")))
        .containsEntry("/fifo", "unreadable")
        .containsEntry("/zero", "unreadable")
        .containsEntry("/none", "missing");
  }

  @Test
  void anEmptyDirectoryOfOursGoes() throws Exception {
    var ours = root.resolve("var/lib/web");

    assertThat(files().makeDirectory(ours.toString())).isTrue();
    files().removeIfEmpty(ours.toString());

    assertThat(ours).doesNotExist();
  }

  /** Invariant 10. */
  @Test
  void whatAUserPutInPlaceOfOurDirectoryStays() throws Exception {
    var data = Files.createDirectory(root.resolve("data"));
    var link = Files.createSymbolicLink(root.resolve("link"), data);
    var file = Files.writeString(root.resolve("file"), "precious");
    var full = Files.createDirectory(root.resolve("full"));
    Files.writeString(full.resolve("row"), "precious");

    files().removeIfEmpty(link.toString());
    files().removeIfEmpty(file.toString());
    files().removeIfEmpty(full.toString());

    assertThat(link).isSymbolicLink();
    assertThat(file).exists();
    assertThat(full.resolve("row")).exists();
  }
}
