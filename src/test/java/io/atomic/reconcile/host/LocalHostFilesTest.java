package io.atomic.reconcile.host;

import static org.assertj.core.api.Assertions.assertThat;

import io.atomic.reconcile.cycle.HostFiles;
import io.atomic.reconcile.model.EnvValue;
import io.atomic.reconcile.model.FileText;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.SortedMap;
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

  private SortedMap<String, FileText> texts(String... paths) {
    return files()
        .observe(new HostFiles.Questions(Set.of(), Set.of(), Set.of(), Set.of(paths)))
        .texts();
  }

  @Test
  @Timeout(value = 10, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
  void aTextIsReadWholeIfItIsSmallAndAFileOfItsOwn() throws Exception {
    Files.writeString(root.resolve("small"), "-e A=b\n");
    Files.writeString(root.resolve("full"), "x".repeat(64 * 1024));
    Files.writeString(root.resolve("large"), "x".repeat(64 * 1024 + 1));
    Files.write(root.resolve("binary"), new byte[] {(byte) 0xff, 0});
    Files.createSymbolicLink(root.resolve("link"), root.resolve("small"));
    Files.createSymbolicLink(root.resolve("dangling"), root.resolve("none"));
    Files.createDirectory(root.resolve("directory"));
    Files.createSymbolicLink(root.resolve("other"), root.resolve("directory"));
    Files.writeString(root.resolve("directory/file"), "seen");
    assertThat(new ProcessBuilder("mkfifo", root.resolve("fifo").toString()).start().waitFor())
        .isZero();

    var texts =
        texts(
            "/small",
            "/full",
            "/large",
            "/binary",
            "/link",
            "/dangling",
            "/directory",
            "/fifo",
            "/other/file",
            "/none");

    assertThat(texts).containsEntry("/small", new FileText.Content("-e A=b\n"));
    assertThat(texts.get("/full")).isInstanceOf(FileText.Content.class);
    assertThat(texts).doesNotContainKey("/none");
    for (var path :
        List.of("/large", "/binary", "/link", "/dangling", "/directory", "/fifo", "/other/file")) {
      assertThat(texts.get(path)).as(path).isInstanceOf(FileText.Unreadable.class);
    }
  }

  /** Most sources have no '..', so that both readings of them are one. */
  @Test
  void aMountSourceIsLookedAtHoweverItIsWritten() throws Exception {
    var directory = Files.createDirectory(root.resolve("data")).toRealPath();

    assertThat(files().mountSource(directory.toString()).leadsTo())
        .containsExactly(directory.toString());
    assertThat(files().mountSource(directory + "/../data").leadsTo())
        .containsExactly(directory.toString());
  }
}
