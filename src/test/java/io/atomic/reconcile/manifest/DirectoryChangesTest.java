package io.atomic.reconcile.manifest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.atomic.reconcile.cycle.EffectException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Changes of manifest directories are noticed, wherever they come from. */
@Timeout(60)
class DirectoryChangesTest {
  @TempDir Path root;
  private final AtomicInteger changes = new AtomicInteger();
  private Path below;
  private Path above;
  private Thread follower;

  @BeforeEach
  void follow() throws IOException {
    below = Files.createDirectories(root.resolve("usr/lib/atomic.d"));
    above = root.resolve("etc/atomic.d");
    var directories = new DirectoryChanges(List.of(below, above));
    follower =
        Thread.ofPlatform()
            .daemon()
            .start(() -> {
              try {
                directories.follow(changes::incrementAndGet);
              } catch (EffectException | InterruptedException _) {
                // The test is over, or misses its changes.
              }
            });
    // What came before it was watched is a change as well.
    awaitMoreThan(0);
  }

  @AfterEach
  void end() throws InterruptedException {
    follower.interrupt();
    follower.join();
  }

  @Test
  void aManifestThatComesChangesOrGoes() throws IOException {
    var manifest = below.resolve("web.yaml");
    isNoticed(() -> Files.writeString(manifest, "one"));
    isNoticed(() -> Files.writeString(manifest, "two"));
    isNoticed(() -> Files.move(manifest, below.resolve("db.yml")));
    isNoticed(() -> Files.delete(below.resolve("db.yml")));
  }

  @Test
  void aDirectoryThatComesLater() throws IOException {
    isNoticed(() -> Files.createDirectories(above));
    isNoticed(() -> Files.writeString(above.resolve("web.yaml"), "one"));
  }

  @Test
  void aDirectoryThatGoesAndComesAgain() throws IOException {
    isNoticed(() -> Files.delete(below));
    isNoticed(() -> Files.createDirectory(below));
    isNoticed(() -> Files.writeString(below.resolve("web.yaml"), "one"));
  }

  @Test
  void aDirectoryThatIsReplaced() throws IOException {
    var staged = Files.createDirectory(root.resolve("staged"));
    Files.writeString(staged.resolve("web.yaml"), "one");
    isNoticed(() -> {
      Files.move(below, root.resolve("former"));
      Files.move(staged, below);
    });
    isNoticed(() -> Files.writeString(below.resolve("web.yaml"), "two"));
  }

  @Test
  void aLinkThatLeadsElsewhere() throws IOException {
    var one = Files.createDirectory(root.resolve("one"));
    var two = Files.createDirectory(root.resolve("two"));
    isNoticed(() -> {
      Files.createDirectories(above.getParent());
      Files.createSymbolicLink(above, one);
    });
    isNoticed(() -> Files.writeString(one.resolve("web.yaml"), "one"));

    // As checkouts do it that switch all at once.
    Files.createSymbolicLink(root.resolve("etc/next"), two);
    isNoticed(() -> Files.move(root.resolve("etc/next"), above, StandardCopyOption.ATOMIC_MOVE));
    isNoticed(() -> Files.writeString(two.resolve("web.yaml"), "two"));
  }

  @Test
  void whatIsNoManifestIsNoChange() throws IOException {
    isNoticed(() -> Files.createDirectories(above));
    awaitQuiet();
    var before = changes.get();
    Files.writeString(below.resolve("README.txt"), "one");
    Files.writeString(below.resolve(".web.yaml.swp"), "one");
    Files.writeString(below.resolve("web.yaml~"), "one");
    Files.createDirectories(root.resolve("usr/lib/other.d"));
    // Events come in their order: before this one, of another directory, all others have been.
    Files.createFile(above.resolve("web.yaml"));
    awaitMoreThan(before);

    assertThat(changes.get() - before).isEqualTo(1);
  }

  /** Something that is done to files. */
  private interface Deed {
    void happens() throws IOException;
  }

  private void isNoticed(Deed deed) throws IOException {
    awaitQuiet();
    var before = changes.get();
    deed.happens();
    awaitMoreThan(before);
  }

  private void awaitMoreThan(int before) {
    await()
        .atMost(Duration.ofSeconds(30))
        .pollInterval(Duration.ofMillis(5))
        .until(() -> changes.get() > before);
  }

  /** Until all is noticed that one deed has set off: it may be several of the kernel's events. */
  private void awaitQuiet() {
    var seen = new AtomicInteger(changes.get());
    await()
        .atMost(Duration.ofSeconds(30))
        .pollInterval(Duration.ofMillis(5))
        .during(Duration.ofMillis(100))
        .until(() -> {
          var now = changes.get();
          return seen.getAndSet(now) == now;
        });
  }
}
