package io.atomic.reconcile.manifest;

import static io.atomic.reconcile.manifest.Written.app;
import static org.assertj.core.api.Assertions.assertThat;

import io.atomic.reconcile.model.Problem.Severity;
import io.atomic.reconcile.model.ResourceId;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TrustTest {
  private static final int DIRECTORY = 0040000;
  private static final int FILE = 0100000;
  private static final int LINK = 0120777;

  /** A file system of which only owners, modes and links exist. */
  private static final class Listed implements Inodes {
    private final Map<String, Inode> inodes = new HashMap<>();
    private final Map<String, String> links = new HashMap<>();

    Listed directory(String path, int owner, int mode) {
      inodes.put(path, new Inode(owner, DIRECTORY | mode));
      return this;
    }

    Listed file(String path, int owner, int mode) {
      inodes.put(path, new Inode(owner, FILE | mode));
      return this;
    }

    Listed link(String path, int owner, String target) {
      inodes.put(path, new Inode(owner, LINK));
      links.put(path, target);
      return this;
    }

    @Override
    public Inode read(Path path) throws IOException {
      var inode = inodes.get(path.toString());
      if (inode == null) {
        throw new NoSuchFileException(path.toString());
      }
      return inode;
    }

    @Override
    public Path target(Path link) {
      return Path.of(links.getOrDefault(link.toString(), ""));
    }
  }

  private static Listed sound() {
    return new Listed()
        .directory("/", 0, 0755)
        .directory("/etc", 0, 0755)
        .directory("/etc/atomic.d", 0, 0755)
        .file("/etc/atomic.d/a.yaml", 0, 0644)
        .directory("/srv", 0, 0755)
        .directory("/srv/m", 0, 0755)
        .file("/srv/m/a.yaml", 0, 0644)
        .directory("/tmp", 0, 01777)
        .directory("/tmp/m", 0, 0755)
        .file("/tmp/m/a.yaml", 0, 0644);
  }

  private static void assertObjection(Inodes inodes, String expected) {
    assertThat(new Trust(0, inodes).objection(Path.of("/etc/atomic.d/a.yaml"))).isEqualTo(expected);
  }

  @Test
  void whatRootAloneCanWriteIsTrusted() {
    var trust = new Trust(0, sound());
    assertThat(trust.objection(Path.of("/etc/atomic.d/a.yaml"))).isNull();
    assertThat(trust.objection(Path.of("/etc/atomic.d"))).isNull();
  }

  @Test
  void stickyAncestorIsTrusted() {
    assertThat(new Trust(0, sound()).objection(Path.of("/tmp/m/a.yaml"))).isNull();
  }

  @Test
  void whatIsNotThereIsNoReason() {
    assertThat(new Trust(0, sound()).objection(Path.of("/etc/atomic.d/b.yaml"))).isNull();
  }

  @Test
  void fileOfAnotherUser() {
    assertObjection(
        sound().file("/etc/atomic.d/a.yaml", 1000, 0644),
        "the file '/etc/atomic.d/a.yaml' belongs to user 1000");
  }

  @Test
  void fileThatTheGroupCanWrite() {
    assertObjection(
        sound().file("/etc/atomic.d/a.yaml", 0, 0664),
        "the file '/etc/atomic.d/a.yaml' can be written by others than its owner (mode 0664)");
  }

  @Test
  void directoryThatOthersCanWriteEvenIfSticky() {
    assertObjection(
        sound().directory("/etc/atomic.d", 0, 01777),
        "the directory '/etc/atomic.d' can be written by others than its owner (mode 1777)");
  }

  @Test
  void ancestorOfAnotherUser() {
    assertObjection(
        sound().directory("/etc", 1000, 0755), "the directory '/etc' belongs to user 1000");
  }

  @Test
  void ancestorInWhichEverybodyCanReplace() {
    assertObjection(
        sound().directory("/etc", 0, 0777),
        "everybody can replace what is in the directory '/etc' (mode 0777)");
  }

  @Test
  void linkIsTrustedWithItsTarget() {
    assertThat(
            new Trust(0, sound().link("/etc/atomic.d/a.yaml", 0, "../../srv/m/./a.yaml"))
                .objection(Path.of("/etc/atomic.d/a.yaml")))
        .isNull();
  }

  @Test
  void linkOfAnotherUser() {
    assertObjection(
        sound().link("/etc/atomic.d/a.yaml", 1000, "/srv/m/a.yaml"),
        "the link '/etc/atomic.d/a.yaml' belongs to user 1000");
  }

  @Test
  void linkToFileInDirectoryOfAnotherUser() {
    assertObjection(
        sound().link("/etc/atomic.d/a.yaml", 0, "/srv/m/a.yaml").directory("/srv/m", 1000, 0755),
        "the directory '/srv/m' belongs to user 1000");
  }

  @Test
  void everyLinkOfChainIsLookedAt() {
    assertObjection(
        sound()
            .link("/etc/atomic.d/a.yaml", 0, "/tmp/m/a.yaml")
            .link("/tmp/m/a.yaml", 0, "/srv/m/a.yaml")
            .directory("/tmp/m", 0, 0775),
        "the directory '/tmp/m' can be written by others than its owner (mode 0775)");
  }

  @Test
  void directoryMayBeLinkItself() {
    assertObjection(
        sound().link("/etc/atomic.d", 0, "/srv/m").directory("/srv", 7, 0755),
        "the directory '/srv' belongs to user 7");
  }

  @Test
  void linksThatGoInCircleEnd() {
    assertThat(
            new Trust(0, sound().link("/etc/atomic.d/a.yaml", 0, "a.yaml"))
                .objection(Path.of("/etc/atomic.d/a.yaml")))
        .isNull();
  }

  @Test
  void ownFilesAreTrusted() {
    var inodes = sound().file("/etc/atomic.d/a.yaml", 1000, 0644);
    assertThat(new Trust(1000, inodes).objection(Path.of("/etc/atomic.d/a.yaml"))).isNull();
  }

  /** Everything is root's, but for one path. */
  private static Inodes allButOne(Path exception, int owner, int permissions) {
    return new Inodes() {
      @Override
      public Inode read(Path path) throws IOException {
        var type = REAL.read(path).mode() & 0170000;
        return path.equals(exception)
            ? new Inode(owner, type | permissions)
            : new Inode(0, type | 0755);
      }

      @Override
      public Path target(Path link) throws IOException {
        return REAL.target(link);
      }
    };
  }

  @Test
  void asRootFileOfAnotherUserIsInvalidAsWhole(@TempDir Path directory) throws Exception {
    var foreign = directory.resolve("a.yaml");
    Files.writeString(foreign, app("aa"));
    Files.writeString(directory.resolve("b.yaml"), app("bb"));

    var trust = new Trust(0, allButOne(foreign, 1000, 0644));
    var desired = ManifestDirectories.named(List.of(directory), trust).read();

    assertThat(desired.apps()).containsOnlyKeys("bb");
    assertThat(desired.invalid()).containsExactly(ResourceId.app("aa"));
    assertThat(desired.named()).isFalse();
    assertThat(desired.problems())
        .singleElement()
        .hasToString(
            foreign
                + ": cannot be trusted: the file '"
                + foreign
                + "' belongs to user 1000; only root may own or write manifests and their"
                + " directories");
  }

  @Test
  void asRootDirectoryThatOthersCanWriteIsReportedOnce(@TempDir Path directory) throws Exception {
    Files.writeString(directory.resolve("a.yaml"), app("aa"));
    Files.writeString(directory.resolve("b.yaml"), app("bb"));

    var trust = new Trust(0, allButOne(directory, 0, 0775));
    var desired = ManifestDirectories.named(List.of(directory), trust).read();

    assertThat(desired.apps()).isEmpty();
    assertThat(desired.invalid()).hasSize(2);
    assertThat(desired.named()).isFalse();
    assertThat(desired.problems()).hasSize(1);
  }

  @Test
  void asRootMaskOfAnotherUserMakesNothingPrunable(@TempDir Path directory) throws Exception {
    var mask = directory.resolve("a.yaml");
    Files.createSymbolicLink(mask, Path.of("/dev/null"));

    var trust = new Trust(0, allButOne(mask, 1000, 0777));
    assertThat(ManifestDirectories.named(List.of(directory), trust).read().named()).isFalse();
  }

  @Test
  void asRootMaskIsNotHeldAgainstTheDevice(@TempDir Path directory) throws Exception {
    Files.createSymbolicLink(directory.resolve("a.yaml"), Path.of("/dev/null"));

    var trust = new Trust(0, allButOne(Path.of("/dev/null"), 0, 0666));
    assertThat(ManifestDirectories.named(List.of(directory), trust).read().problems()).isEmpty();
  }

  @Test
  void asSomebodyElseItIsWarning(@TempDir Path directory) throws Exception {
    var foreign = directory.resolve("a.yaml");
    Files.writeString(foreign, app("aa"));

    var trust = new Trust(1000, allButOne(foreign, 1001, 0644));
    var desired = ManifestDirectories.named(List.of(directory), trust).read();

    assertThat(desired.apps()).containsOnlyKeys("aa");
    assertThat(desired.named()).isTrue();
    assertThat(desired.problems())
        .singleElement()
        .satisfies(problem -> assertThat(problem.severity()).isEqualTo(Severity.WARNING));
  }
}
