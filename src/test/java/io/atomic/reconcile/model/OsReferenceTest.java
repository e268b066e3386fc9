package io.atomic.reconcile.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.atomic.reconcile.model.OsReference.Branch;
import io.atomic.reconcile.model.OsReference.Commit;
import io.atomic.reconcile.model.OsReference.Image;
import io.atomic.reconcile.model.OsReference.Verification;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Equal references are equal however they are spelled, and others are not. */
class OsReferenceTest {
  private static final String SUM = "0f".repeat(32);
  private static final String DIGEST = "sha256:" + SUM;
  private static final String OTHER_DIGEST = "sha256:" + "1e".repeat(32);
  private static final String SIGNED = "ostree-image-signed:docker://";
  private static final String OS = SIGNED + "quay.io/team/os";

  @ParameterizedTest
  @CsvSource({
    "ostree-image-signed:docker://quay.io/a/os:1, ostree-image-signed:registry:quay.io/a/os:1",
    "ostree-unverified-registry:quay.io/a/os:1, ostree-unverified-image:docker://quay.io/a/os:1",
    "ostree-unverified-registry:quay.io/a/os:1, ostree-unverified-image:registry:quay.io/a/os:1",
    "ostree-remote-registry:fedora:quay.io/a/os:1, ostree-remote-image:fedora:docker://quay.io/a/os:1",
    "ostree-remote-registry:fedora:quay.io/a/os:1, ostree-remote-image:fedora:registry:quay.io/a/os:1",
    "ostree-image-signed:docker://QUAY.io/a/os:1, ostree-image-signed:docker://quay.io/a/os:1",
    "ostree-image-signed:docker://quay.io/a/os, ostree-image-signed:docker://quay.io/a/os:latest",
    "ostree://fedora:fedora/43/x86_64/silverblue, fedora:fedora/43/x86_64/silverblue",
    ":fedora/43/x86_64/silverblue, fedora/43/x86_64/silverblue"
  })
  void spellingsOfTheSameAreEqual(String one, String other) {
    assertThat(OsReference.parse(one)).isEqualTo(OsReference.parse(other));
  }

  @ParameterizedTest
  @CsvSource({
    // Who vouches for it is a part of it.
    "ostree-image-signed:docker://quay.io/a/os:1, ostree-unverified-registry:quay.io/a/os:1",
    "ostree-image-signed:docker://quay.io/a/os:1, ostree-remote-registry:fedora:quay.io/a/os:1",
    "ostree-remote-registry:fedora:quay.io/a/os:1, ostree-remote-registry:mine:quay.io/a/os:1",
    "ostree-image-signed:docker://quay.io/a/os:1, ostree-image-signed:docker://quay.io/a/os:1A",
    "ostree-image-signed:docker://quay.io/a/os:1, ostree-image-signed:docker://quay.io:5000/a/os:1",
    "ostree-image-signed:oci:/a/os:1, ostree-image-signed:oci-archive:/a/os:1",
    "ostree-image-signed:oci:/a/os:1, ostree-image-signed:oci:/A/os:1",
    "fedora:a/b, mine:a/b",
    "fedora:a/b, fedora:a/c",
    "fedora:a/b, a/b"
  })
  void whatIsNotTheSameIsNotEqual(String one, String other) {
    assertThat(OsReference.parse(one)).isNotEqualTo(OsReference.parse(other));
  }

  @Test
  void partsOfImages() {
    assertThat(OsReference.parse(OS))
        .isEqualTo(
            new Image(new Verification.Policy(), "registry", "quay.io/team/os", "latest", null));
    assertThat(OsReference.parse(OS + ":43@" + DIGEST))
        .isEqualTo(
            new Image(new Verification.Policy(), "registry", "quay.io/team/os", "43", DIGEST));
    assertThat(OsReference.parse(OS + "@" + DIGEST))
        .as("a digest needs no tag")
        .isEqualTo(
            new Image(new Verification.Policy(), "registry", "quay.io/team/os", null, DIGEST));
    assertThat(OsReference.parse("ostree-remote-registry:fedora:Quay.io:5000/os:1"))
        .isEqualTo(
            new Image(new Verification.Remote("fedora"), "registry", "quay.io:5000/os", "1", null));
    assertThat(OsReference.parse("ostree-unverified-image:containers-storage:localhost/os:latest"))
        .as("what other transports mean by a name is their affair")
        .isEqualTo(
            new Image(
                new Verification.None(), "containers-storage", "localhost/os:latest", null, null));
    assertThat(OsReference.parse("ostree-unverified-image:oci:/var/lib/os:latest"))
        .isEqualTo(new Image(new Verification.None(), "oci", "/var/lib/os:latest", null, null));
  }

  @Test
  void partsOfBranches() {
    assertThat(OsReference.parse("fedora:fedora/43/x86_64/silverblue"))
        .isEqualTo(new Branch("fedora", "fedora/43/x86_64/silverblue"));
    assertThat(OsReference.parse("fedora/43/x86_64/silverblue"))
        .isEqualTo(new Branch(null, "fedora/43/x86_64/silverblue"));
    assertThat(OsReference.parse(SUM)).isEqualTo(new Commit(SUM));
    assertThat(OsReference.parse("fedora:" + SUM))
        .as("a branch can have the name of a commit")
        .isEqualTo(new Branch("fedora", SUM));
    assertThat(OsReference.parse(SUM.substring(1))).isEqualTo(new Branch(null, SUM.substring(1)));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "ostree-image-signed:docker://quay.io/a/os:1",
        "ostree-unverified-image:docker://quay.io/a/os:1",
        "ostree-remote-image:fedora:docker://quay.io/a/os:1",
        "ostree-image-signed:docker://quay.io/a/os:1@sha256:0f0f0f0f0f0f0f0f0f0f0f0f0f0f0f0f0f0f0f0f0f0f0f0f0f0f0f0f0f0f0f0f",
        "ostree-unverified-image:oci-archive:/a/os.tar",
        "fedora:fedora/43/x86_64/silverblue",
        "fedora/43/x86_64/silverblue",
        "0f0f0f0f0f0f0f0f0f0f0f0f0f0f0f0f0f0f0f0f0f0f0f0f0f0f0f0f0f0f0f0f"
      })
  void theCanonicalSpellingIsOneThatRpmOstreeReads(String text) {
    assertThat(OsReference.parse(text)).hasToString(text);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "'' | names nothing",
        "'a b' | names nothing",
        "a:b:c | is neither 'remote:branch' nor an image with its transport",
        "fedora: | is neither",
        "ostree:// | is neither",
        "quay.io/team/os:stable | is neither",
        "docker://quay.io/team/os | is neither",
        "docker://quay.io/team/os:stable | is neither",
        "/srv/repo:fedora/43 | is neither",
        "fedora:/a | is neither",
        "ostree-image-signed:quay.io/team/os | names no transport: write 'docker://'",
        "ostree-image-signed:oci: | names no transport",
        "ostree-image-signed:docker://os:1 | names no registry: write it out, such as 'quay.io/os'",
        "ostree-unverified-registry:team/os | names no registry: write it out, such as 'quay.io/team/os'",
        "ostree-image-signed:docker://quay.io/Team/os | names no image",
        "ostree-image-signed:docker://quay.io/os@sha256:1 | names no image",
        "ostree-image-signed:docker:// | names no image",
        "ostree-remote-registry:quay.io/team/os | names no remote whose keys verify the image",
        "ostree-remote-image::docker://quay.io/os | names no remote"
      })
  void whatCannotBeReadSaysWhy(String text, String why) {
    assertThatThrownBy(() -> OsReference.parse(text))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageStartingWith("'%s' %s".formatted(text, why));
  }

  // --- which deployments are of it ---

  @Test
  void aBranchOfNoRemoteIsThatOfAnyRemote() {
    assertThat(serves("fedora:a/b", null, "a/b")).isTrue();
    assertThat(serves("a/b", null, "a/b")).isTrue();
    assertThat(serves("fedora:a/c", null, "a/b")).isFalse();
  }

  @Test
  void aRemoteThatIsNamedHasToBeTheOne() {
    assertThat(serves("fedora:a/b", null, "fedora:a/b")).isTrue();
    assertThat(serves("mine:a/b", null, "fedora:a/b")).isFalse();
    assertThat(serves("a/b", null, "fedora:a/b")).isFalse();
  }

  @Test
  void aCommitIsThatCommitWithoutABranch() {
    assertThat(serves(SUM, null, SUM)).isTrue();
    assertThat(serves("1e".repeat(32), null, SUM)).isFalse();
    assertThat(serves("fedora:a/b", null, SUM)).isFalse();
  }

  /** What it means now is compared by itself. */
  @Test
  void aTagIsServedWhateverItMeant() {
    assertThat(serves(OS + ":43", DIGEST, OS + ":43")).isTrue();
    assertThat(serves(OS + ":43", null, OS + ":43")).isTrue();
    assertThat(serves(OS + ":43", OTHER_DIGEST, OS + ":43@" + DIGEST)).isTrue();
    assertThat(serves(OS, DIGEST, OS + ":latest")).isTrue();
    assertThat(serves(OS + ":42", DIGEST, OS + ":43")).isFalse();
    assertThat(serves(OS + "@" + DIGEST, DIGEST, OS + ":43")).isFalse();
  }

  @Test
  void aDigestAloneIsServedUnderWhateverTag() {
    var wanted = OS + "@" + DIGEST;

    assertThat(serves(OS + ":43", DIGEST, wanted)).isTrue();
    assertThat(serves(OS + ":43@" + DIGEST, null, wanted)).isTrue();
    assertThat(serves(OS + ":43", OTHER_DIGEST, wanted)).isFalse();
    assertThat(serves(OS + ":43", null, wanted)).isFalse();
  }

  /** The digest of an index is not that of the manifest which was taken from it. */
  @Test
  void aDigestAloneIsServedByTheSameReference() {
    assertThat(serves(OS + "@" + DIGEST, OTHER_DIGEST, OS + "@" + DIGEST)).isTrue();
    assertThat(serves(OS + "@" + OTHER_DIGEST, OTHER_DIGEST, OS + "@" + DIGEST)).isFalse();
  }

  /** Whatever was behind the name when it was deployed. */
  @Test
  void otherTransportsAreServedByTheSameName() {
    for (var name :
        List.of(
            "ostree-unverified-image:oci:/var/lib/os",
            "ostree-unverified-image:containers-storage:localhost/os:latest")) {
      assertThat(serves(name, DIGEST, name)).isTrue();
      assertThat(serves(name, null, name)).isTrue();
      assertThat(serves(name + "2", DIGEST, name)).isFalse();
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "ostree-unverified-registry:quay.io/team/os:43",
        "ostree-remote-registry:fedora:quay.io/team/os:43",
        "ostree-image-signed:oci:quay.io/team/os:43",
        "ostree-image-signed:docker://quay.io/team/os2:43",
        "ostree-image-signed:docker://ghcr.io/team/os:43",
        "fedora:team/os",
        "0f0f0f0f0f0f0f0f0f0f0f0f0f0f0f0f0f0f0f0f0f0f0f0f0f0f0f0f0f0f0f0f"
      })
  void anotherImageIsNotServed(String actual) {
    assertThat(serves(actual, DIGEST, OS + ":43")).isFalse();
    assertThat(serves(actual, DIGEST, OS + "@" + DIGEST)).isFalse();
  }

  @Test
  void whatNobodyCanReadServesNothing() {
    for (var wanted : List.of("a/b", "fedora:a/b", SUM, OS, OS + "@" + DIGEST)) {
      assertThat(OsReference.parse(wanted).isServedBy(null, DIGEST)).isFalse();
    }
  }

  private static boolean serves(String actual, @Nullable String digest, String wanted) {
    return OsReference.parse(wanted).isServedBy(OsReference.parse(actual), digest);
  }
}
