package io.atomic.reconcile.manifest;

import static io.atomic.reconcile.manifest.Written.app;
import static org.assertj.core.api.Assertions.assertThat;

import io.atomic.reconcile.model.ResourceId;
import java.io.RandomAccessFile;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.ServerSocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Whatever lies in a manifest directory is one clear problem, in bounded time and memory. */
@Timeout(20)
class NastyFilesTest {
  @TempDir Path root;
  private Written written;
  private Path nasty;

  @BeforeEach
  void start() throws Exception {
    written = new Written(root);
    written.etc("good.yaml", app("good"));
    nasty = written.path("etc/atomic.d/x.yaml");
  }

  /** The other file counts, nothing may be pruned, and there is this one problem. */
  private void assertProblem(String expected) {
    var desired = written.read();
    assertThat(written.problems(desired)).containsExactly("etc/atomic.d/x.yaml" + expected);
    assertThat(desired.apps()).containsOnlyKeys("good");
    assertThat(desired.named()).isFalse();
  }

  @Test
  void directory() throws Exception {
    Files.createDirectory(nasty);
    assertProblem(": is a directory, not a file");
  }

  @Test
  void danglingLink() throws Exception {
    Files.createSymbolicLink(nasty, Path.of("gone"));
    assertProblem(": is a link to 'gone', which leads nowhere");
  }

  @Test
  void linkToItself() throws Exception {
    Files.createSymbolicLink(nasty, Path.of("x.yaml"));
    assertProblem(": is a link to 'x.yaml', which leads nowhere");
  }

  @Test
  void linkToFileIsRead() throws Exception {
    written.file("srv/elsewhere.txt", app("linked"));
    Files.createSymbolicLink(nasty, Path.of("../../srv/elsewhere.txt"));
    assertThat(written.read().apps()).containsOnlyKeys("good", "linked");
  }

  @Test
  void fifo() throws Exception {
    assertThat(new ProcessBuilder("mkfifo", nasty.toString()).start().waitFor()).isZero();
    assertProblem(": is a FIFO, not a file");
  }

  @Test
  void socket() throws Exception {
    try (var server = ServerSocketChannel.open(StandardProtocolFamily.UNIX)) {
      server.bind(UnixDomainSocketAddress.of(nasty));
      assertProblem(": is a socket, not a file");
    }
  }

  @Test
  void device() throws Exception {
    Files.createSymbolicLink(nasty, Path.of("/dev/zero"));
    assertProblem(": is a device, not a file");
  }

  @Test
  void hundredMegabytes() throws Exception {
    try (var file = new RandomAccessFile(nasty.toFile(), "rw")) {
      file.setLength(100L * 1024 * 1024);
    }
    assertProblem(": is larger than 1024 KiB");
  }

  @Test
  void binary() throws Exception {
    Files.write(nasty, new byte[] {'a', '\n', 'b', 0x7f, 0, 1});
    assertProblem(":2:3: is no text: it has a NUL byte here");
  }

  @Test
  void notUtf8() throws Exception {
    Files.write(nasty, "kind: App\nx: ü\n".getBytes(StandardCharsets.ISO_8859_1));
    assertProblem(":2:4: is not UTF-8: it has the byte 0xfc here");
  }

  @Test
  void truncatedUtf8() throws Exception {
    Files.write(nasty, new byte[] {'a', (byte) 0xc3});
    assertProblem(":1:2: is not UTF-8: it has the byte 0xc3 here");
  }

  @Test
  void controlCharacter() throws Exception {
    Files.writeString(nasty, "a: b\nc: \u0007\n");
    assertProblem(":2:4: the character U+0007 is not allowed in YAML");
  }

  @Test
  void byteOrderMarkIsNoMatter() throws Exception {
    Files.writeString(nasty, "\uFEFF" + app("marked"));
    assertThat(written.read().apps()).containsOnlyKeys("good", "marked");
  }

  @Test
  void billionLaughs() throws Exception {
    var laughs = new StringBuilder("a: &a [lol, lol, lol, lol, lol, lol, lol, lol, lol]\n");
    for (var c = 'b'; c <= 'i'; c++) {
      var alias = "*" + (char) (c - 1);
      laughs.append("%c: &%c [%s]\n".formatted(c, c, (alias + ", ").repeat(8) + alias));
    }
    Files.writeString(nasty, laughs);
    assertProblem(":1:4: anchor '&a' is not accepted; write the value out where it is needed");
  }

  @Test
  void deepNesting() throws Exception {
    Files.writeString(nasty, "[".repeat(500_000));
    assertProblem(":1:66: values are nested deeper than 64 levels");
  }

  @Test
  void deepBlocks() throws Exception {
    Files.writeString(nasty, "- ".repeat(500_000));
    assertProblem(":1:131: values are nested deeper than 64 levels");
  }

  @Test
  void manyDocuments() throws Exception {
    Files.writeString(nasty, "--- a\n".repeat(300));
    assertThat(written.problems())
        .contains("etc/atomic.d/x.yaml:257:5: the file has more than 256 documents");
  }

  @Test
  void manyMistakesAreCounted() throws Exception {
    var keys = new StringBuilder(app("many"));
    for (var i = 0; i < 20_000; i++) {
      keys.append("  key%d: 1\n".formatted(i));
    }
    Files.writeString(nasty, keys);
    assertThat(written.problems())
        .hasSize(101)
        .last()
        .isEqualTo("etc/atomic.d/x.yaml:108:3: 19900 more problems from here on");
    assertThat(written.read().invalid()).containsExactly(ResourceId.app("many"));
  }

  @Test
  void syntaxErrorIsPlaced() throws Exception {
    Files.writeString(nasty, "kind: App\nspec: {image: a\n");
    assertThat(written.problems()).singleElement().asString().contains("x.yaml:3:1: this is not");
  }
}
