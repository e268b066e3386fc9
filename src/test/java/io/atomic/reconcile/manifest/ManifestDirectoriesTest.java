package io.atomic.reconcile.manifest;

import static io.atomic.reconcile.manifest.Written.TRUSTING;
import static io.atomic.reconcile.manifest.Written.app;
import static org.assertj.core.api.Assertions.assertThat;

import io.atomic.reconcile.model.Desired;
import io.atomic.reconcile.model.Desired.Source;
import io.atomic.reconcile.model.ResourceId;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ManifestDirectoriesTest {
  @TempDir Path root;
  private Written written;

  @BeforeEach
  void start() {
    written = new Written(root);
  }

  @Test
  void filesOfAllDirectoriesCount() throws Exception {
    written.file("usr/lib/atomic.d/a.yaml", app("aa"));
    written.file("run/atomic.d/b.yml", app("bb"));
    written.etc("c.yaml", app("cc"), app("dd"));

    var desired = written.read();

    assertThat(desired.apps()).containsOnlyKeys("aa", "bb", "cc", "dd");
    assertThat(desired.source()).isEqualTo(new Source.Manifests());
    assertThat(desired.named()).isTrue();
    assertThat(desired.problems()).isEmpty();
  }

  @Test
  void fileOfHigherDirectoryReplacesTheSameName() throws Exception {
    written.file("usr/lib/atomic.d/a.yaml", app("low"));
    written.file("run/atomic.d/a.yaml", app("middle"));
    assertThat(written.read().apps()).containsOnlyKeys("middle");

    written.etc("a.yaml", app("high"));
    assertThat(written.read().apps()).containsOnlyKeys("high");
  }

  @Test
  void emptyFileAndLinkToNullMask() throws Exception {
    written.file("usr/lib/atomic.d/a.yaml", app("aa"));
    written.file("usr/lib/atomic.d/b.yaml", app("bb"));
    written.file("usr/lib/atomic.d/c.yaml", app("cc"));
    written.etc("a.yaml", "");
    Files.createSymbolicLink(written.path("etc/atomic.d/b.yaml"), Path.of("/dev/null"));

    assertThat(written.read().apps()).containsOnlyKeys("cc");
    assertThat(written.problems()).isEmpty();
  }

  @Test
  void onlyManifestSuffixesCount() throws Exception {
    for (var name :
        List.of(
            ".a.yaml",
            "a.yaml~",
            "a.yaml.rpmsave",
            "a.yaml.rpmnew",
            "a.yaml.orig",
            "a.yaml.bak",
            "a.json",
            "README",
            "yaml")) {
      written.etc(name, "not: [a manifest");
    }
    assertThat(written.problems()).isEmpty();
    assertThat(written.read().source()).isInstanceOf(Source.Empty.class);
  }

  @Test
  void noManifestAtAllIsEmptyAndNoMistake() throws Exception {
    var directories =
        ManifestDirectories.DEFAULT.stream().map(directory -> root + directory).toList();
    assertThat(written.read().source()).isEqualTo(new Source.Empty(directories));

    written.etc("masked.yaml", "").etc("comments.yaml", "# nothing yet\n---\n---\n");
    assertThat(written.read().source()).isEqualTo(new Source.Empty(directories));
    assertThat(written.read().hasErrors()).isFalse();
  }

  @Test
  void brokenManifestIsNotNoManifest() throws Exception {
    written.etc("a.yaml", "[");
    assertThat(written.read().source()).isEqualTo(new Source.Manifests());
  }

  @Test
  void namedDirectoryThatIsMissingIsUnreadable() {
    var missing = root.resolve("missing");
    var desired = ManifestDirectories.named(List.of(missing), TRUSTING).read();

    assertThat(desired.source())
        .isEqualTo(new Source.Unreadable(missing.toString(), "it does not exist"));
    assertThat(desired.named()).isFalse();
    assertThat(desired.hasErrors()).isTrue();
  }

  @Test
  void defaultDirectoryThatIsThereAndCannotBeReadIsUnreadable() throws Exception {
    written.file("etc/atomic.d", "a file");
    written.file("run/atomic.d/a.yaml", app("aa"));

    var desired = written.read();
    assertThat(desired.source())
        .isEqualTo(new Source.Unreadable(root + "/etc/atomic.d", "it is not a directory"));
    assertThat(desired.apps()).containsOnlyKeys("aa");
  }

  @Test
  void defaultDirectoryThatIsDanglingLinkIsUnreadable() throws Exception {
    Files.createDirectories(root.resolve("etc"));
    Files.createSymbolicLink(root.resolve("etc/atomic.d"), Path.of("gone"));
    assertThat(written.read().source()).isInstanceOf(Source.Unreadable.class);
  }

  @Test
  void lastNamedDirectoryIsHighest() throws Exception {
    written.file("one/a.yaml", app("one")).file("two/a.yaml", app("two"));
    var one = root.resolve("one");
    var two = root.resolve("two");

    assertThat(ManifestDirectories.named(List.of(one, two), TRUSTING).read().apps())
        .containsOnlyKeys("two");
    assertThat(ManifestDirectories.named(List.of(two, one), TRUSTING).read().apps())
        .containsOnlyKeys("one");
  }

  @Test
  void pathsMayBeFilesOfAnyName() throws Exception {
    written.file("one/a.yaml", app("one")).file("two.txt", app("two"));
    var paths = List.of(root.resolve("two.txt"), root.resolve("one"));
    assertThat(ManifestDirectories.paths(paths, TRUSTING).read().apps())
        .containsOnlyKeys("one", "two");
  }

  @Test
  void invalidDocumentConcernsOnlyItself() throws Exception {
    written.etc("a.yaml", app("good"), app("bad", "state: dead"));

    var desired = written.read();
    assertThat(desired.apps()).containsOnlyKeys("good");
    assertThat(desired.invalid()).containsExactly(ResourceId.app("bad"));
    assertThat(desired.named()).isTrue();
  }

  @Test
  void documentThatCannotBeNamedIsNoted() throws Exception {
    for (var broken :
        List.of(
            "kind: App\nmetadata: {name: Wrong}\n",
            "kind: Ap\nmetadata: {name: web}\n",
            "metadata: {name: web}\n",
            "kind: App\nkind: Host\nmetadata: {name: web}\n",
            "kind: App\nmetadata: {name: web}\nmetadata: {name: db}\n",
            "kind: App\nmetadata: {name: web, name: db}\n",
            "- a list\n",
            "text\n")) {
      written.etc("a.yaml", app("good"), "---\n", broken);
      var desired = written.read();
      assertThat(desired.named()).as(broken).isFalse();
      assertThat(desired.apps()).as(broken).containsOnlyKeys("good");
    }
  }

  @Test
  void fileThatIsCutOffCountsNotAtAll() throws Exception {
    written.etc("a.yaml", app("early"), app("late", "state: [running"));
    written.etc("b.yaml", app("other"));

    var desired = written.read();
    assertThat(desired.apps()).containsOnlyKeys("other");
    assertThat(desired.invalid()).containsExactly(ResourceId.app("early"));
    assertThat(desired.named()).isFalse();
  }

  @Test
  void sameManifestsInOtherFilesDesireTheSame() throws Exception {
    var documents = List.of(app("aa", "dependsOn: [bb]"), app("bb"), app("cc", "state: dead"));
    written.etc("1.yaml", documents.get(0)).etc("2.yaml", documents.get(1), documents.get(2));
    var before = written.read();
    Files.delete(written.path("etc/atomic.d/1.yaml"));
    written.etc("2.yaml", documents.get(2)).etc("0.yaml", documents.get(1), documents.get(0));
    var after = written.read();

    assertThat(resources(after)).isEqualTo(resources(before));
    assertThat(after.invalid()).isEqualTo(before.invalid());
  }

  private static List<?> resources(Desired desired) {
    return desired.apps().values().stream().map(declared -> declared.resource()).toList();
  }

  @Test
  void readingTwiceGivesEqualDesired() throws Exception {
    written.etc("a.yaml", app("aa", "x: 1", "y: 2"), app("aa")).etc("b.yaml", app("bb"));
    assertThat(written.read()).isEqualTo(written.read());
  }
}
