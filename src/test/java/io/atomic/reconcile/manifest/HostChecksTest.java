package io.atomic.reconcile.manifest;

import static org.assertj.core.api.Assertions.assertThat;

import io.atomic.reconcile.model.Desired;
import io.atomic.reconcile.model.Problem;
import io.atomic.reconcile.model.ResourceId;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What only the meaning of a host's fields shows, each at its place. */
class HostChecksTest {
  private static final String A = "etc/atomic.d/a.yaml";
  private static final String BRANCH = "ref: fedora:fedora/43/x86_64/silverblue";
  private static final String IMAGE = "ref: ostree-image-signed:docker://quay.io/team/os:stable";
  private static final String COMMIT = "0f".repeat(32);
  private static final String DIGEST = "sha256:" + COMMIT;

  @TempDir Path root;

  /** A host and an app; the lines of the host's spec begin on line 6, in column 3. */
  private Desired read(String... spec) throws IOException {
    var written =
        new Written(root)
            .etc(
                "a.yaml",
                "---\napiVersion: atomic/v1\nkind: Host\nmetadata: {name: box}\nspec:\n",
                String.join("\n", spec).indent(2),
                Written.app("web"));
    assertThat(written.problems()).as("what the schema says").isEmpty();
    return HostChecks.in(written.read());
  }

  private List<String> problems(String... spec) throws IOException {
    var desired = read(spec);
    var isValid = desired.problems().stream().noneMatch(Problem::isError);
    assertThat(desired.host() != null).as("a valid host").isEqualTo(isValid);
    return new Written(root).problems(desired);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "driver: auto",
        BRANCH,
        IMAGE,
        BRANCH + "\nversion: '43.1'",
        BRANCH + "\ncommit: 0f0f0f0f0f0f0f0f0f0f0f0f0f0f0f0f0f0f0f0f0f0f0f0f0f0f0f0f0f0f0f0f",
        IMAGE + "\nversion: '43.1'",
        IMAGE + "\nversion: '43.1'\nupdate: {policy: never}",
        IMAGE + "\nupdate: {policy: auto}",
        "version: '43.1'",
        "packages: {install: [vim-enhanced, 'perl(Foo)', /usr/bin/strace], uninstall: [nano]}",
        "kernelArguments: {present: [root=LABEL=root, rw, quiet], absent: [rhgb, mitigations=off]}",
        "kernelArguments: {present: [console=ttyS0], absent: [console]}"
      })
  void whatMakesSenseIsLeftAlone(String spec) throws Exception {
    assertThat(problems(spec)).isEmpty();
  }

  @Test
  void aReferenceHasToBeReadable() throws Exception {
    assertThat(problems("driver: auto", "ref: quay.io/team/os:stable"))
        .containsExactly(
            A
                + ":7:8: spec.ref cannot be used: 'quay.io/team/os:stable' is neither"
                + " 'remote:branch' nor an image with its transport, such as"
                + " 'ostree-image-signed:docker://quay.io/team/os:stable'");
    assertThat(problems("ref: ostree-image-signed:docker://os:stable"))
        .containsExactly(
            A
                + ":6:8: spec.ref cannot be used: 'ostree-image-signed:docker://os:stable' names no"
                + " registry: write it out, such as 'quay.io/os'");
  }

  @Test
  void theAddressOfALockServerHoldsNoLogin() throws Exception {
    assertThat(problems("reboot:", "  fleetLock: {url: 'https://me:secret@lock.example/'}"))
        .singleElement()
        .asString()
        .contains(":7:", "spec.reboot.fleetLock.url holds a login")
        .doesNotContain("secret");
  }

  @Test
  void aWrongHostIsNobodyElsesFault() throws Exception {
    var desired = read("ref: 'a:b:c'");

    assertThat(desired.host()).isNull();
    assertThat(desired.invalid()).containsExactly(ResourceId.host("box"));
    assertThat(desired.apps()).containsOnlyKeys("web");
  }

  @Test
  void aCommitIsPinnedAlready() throws Exception {
    for (var pin : List.of("version: '43.1'", "commit: " + COMMIT, "digest: " + DIGEST)) {
      var field = pin.substring(0, pin.indexOf(':'));
      assertThat(problems("ref: " + COMMIT, pin))
          .containsExactly(
              "%s:7:%d: spec.%s pins what the commit in spec.ref pins already; leave one of them out"
                  .formatted(A, field.length() + 5, field));
    }
  }

  @Test
  void anImageWithADigestIsPinnedAlready() throws Exception {
    for (var pin : List.of("version: '43.1'", "commit: " + COMMIT, "digest: " + DIGEST)) {
      var field = pin.substring(0, pin.indexOf(':'));
      assertThat(problems(IMAGE + "@" + DIGEST, pin))
          .containsExactly(
              "%s:7:%d: spec.%s pins what the digest in spec.ref pins already; leave one of them out"
                  .formatted(A, field.length() + 5, field));
    }
  }

  @Test
  void branchesHaveNoDigests() throws Exception {
    assertThat(problems(BRANCH, "digest: " + DIGEST))
        .containsExactly(
            A
                + ":7:11: spec.digest pins an image, but spec.ref is the branch"
                + " 'fedora:fedora/43/x86_64/silverblue'; pin it with 'version' or 'commit'");
  }

  @Test
  void imagesAreNotPinnedByCommits() throws Exception {
    assertThat(problems(IMAGE, "commit: " + COMMIT))
        .containsExactly(
            A
                + ":7:11: spec.commit pins a branch, but spec.ref is the image"
                + " 'ostree-image-signed:docker://quay.io/team/os:stable';"
                + " pin it with 'digest' or 'version'");
  }

  /** It boots all the same. */
  @Test
  void updatesOfWhatIsPinnedAreWarnedOf() throws Exception {
    var warned = read(IMAGE, "version: '43.1'", "update:", "  policy: auto");

    assertThat(warned.host()).isNotNull();
    assertThat(warned.problems())
        .extracting(Problem::severity)
        .containsExactly(Problem.Severity.WARNING);
    assertThat(new Written(root).problems(warned))
        .containsExactly(
            A
                + ":9:13: spec.update.policy is 'auto', but there are no updates of what"
                + " spec.version pins");
    assertThat(problems("update: {policy: notify}", IMAGE + "@" + DIGEST))
        .containsExactly(
            A
                + ":6:20: spec.update.policy is 'notify', but there are no updates of what"
                + " spec.ref pins");
    assertThat(problems("ref: " + COMMIT, "update: {policy: notify}")).hasSize(1);
  }

  @Test
  void packagesAreNamedAndNotFiles() throws Exception {
    assertThat(
            problems(
                "packages:",
                "  install:",
                "    - vim-enhanced",
                "    - /root/vim.rpm",
                "    - https://example.com/vim"))
        .containsExactly(
            A
                + ":9:9: spec.packages.install[1] is '/root/vim.rpm', a file; name a package of a"
                + " repository: what a file installs cannot be compared with its name",
            A
                + ":10:9: spec.packages.install[2] is 'https://example.com/vim', a file; name a"
                + " package of a repository: what a file installs cannot be compared with its name");
  }

  @Test
  void aPackageIsEitherThereOrNot() throws Exception {
    assertThat(problems("packages: {install: [vim, tmux], uninstall: [nano, vim]}"))
        .containsExactly(
            A
                + ":6:54: spec.packages.uninstall[1] is 'vim', which spec.packages.install has as"
                + " well; leave one of them out");
  }

  @Test
  void aKernelArgumentIsEitherThereOrNot() throws Exception {
    assertThat(problems("kernelArguments:", "  absent: [quiet, a=1]", "  present: [a=1, a=2]"))
        .containsExactly(
            A
                + ":7:21: spec.kernelArguments.absent[1] is 'a=1', which"
                + " spec.kernelArguments.present has as well; leave one of them out");
  }

  @ParameterizedTest
  @ValueSource(strings = {"ostree", "ostree=/ostree/boot.1/x/y/0", "BOOT_IMAGE=/vmlinuz"})
  void whatTheBootLoaderSaysIsNotOurs(String argument) throws Exception {
    for (var list : List.of("present", "absent")) {
      assertThat(problems("kernelArguments:", "  " + list + ":", "    - " + argument))
          .containsExactly(
              "%s:8:9: spec.kernelArguments.%s[0] is '%s', which each deployment has from the boot loader"
                  .formatted(A, list, argument));
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"root", "root=LABEL=root", "rootflags=subvol=root", "rw", "ro"})
  void theRootStays(String argument) throws Exception {
    assertThat(problems("kernelArguments:", "  absent:", "    - " + argument))
        .containsExactly(
            "%s:8:9: spec.kernelArguments.absent[0] is '%s', without which this host may not find its root"
                .formatted(A, argument));
  }

  @Test
  void noMistakeHidesAnother() throws Exception {
    assertThat(
            problems(
                "ref: 'a:b:c'",
                "packages: {install: [x.rpm, y], uninstall: [y]}",
                "kernelArguments: {present: [ostree=1], absent: [root]}"))
        .hasSize(5);
  }

  @Test
  void whereThereIsNoHostThereIsNothingToSay() throws Exception {
    var read = new Written(root).etc("a.yaml", Written.app("web")).read();

    assertThat(HostChecks.in(read)).isSameAs(read);
  }
}
