package io.atomic.reconcile.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.util.List;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;

/** The doubles behave as rpm-ostree does, so that nobody builds on something that it never does. */
class OstreeHostIT {
  private static final String TESTING = "testos/1/x86_64/testing";
  private static final String QUEUED =
      "Changes queued for next boot. Run \"systemctl reboot\" to start a reboot\n";

  @AutoClose private final OstreeHost host = OstreeHost.booted();

  private Command.Result does(String... words) {
    return TestHost.endsWith(0, host.rpmOstree(words));
  }

  private void refuses(String error, String... words) {
    var result = TestHost.endsWith(1, host.rpmOstree(words));
    assertThat(result.err()).isEqualTo("error: " + error + "\n");
  }

  // --- staging and booting ---

  @Test
  void anUpgradeIsStagedAndBootsAfterACleanReboot() {
    var first = host.next();
    var second = host.commits(OstreeHost.REF, "2.0");

    assertThat(does("upgrade").out()).isEqualTo(QUEUED);

    assertThat(host.next().isStaged()).isTrue();
    assertThat(host.next().checksum()).isEqualTo(second);
    assertThat(host.bootedDeployment()).isEqualTo(first);
    host.reboots();
    assertThat(host.bootedDeployment()).isEqualTo(host.next());
    assertThat(host.bootedDeployment().version()).isEqualTo("2.0");
    assertThat(host.deployments()).hasSize(2);
    assertThat(host.ostree("admin", "status")).contains("* testos " + second, "(rollback)");
  }

  @Test
  void whatIsLockedIsDroppedByARebootAndWhatIsStagedByALossOfPower() {
    host.commits(OstreeHost.REF, "2.0");

    does("upgrade", "--lock-finalization");
    assertThat(host.next().isLocked()).isTrue();
    host.reboots();
    assertThat(host.deployments()).singleElement().matches(SeenDeployment::isBooted);

    does("upgrade");
    assertThat(host.next().isLocked()).isFalse();
    host.losesPower();
    assertThat(host.deployments()).singleElement().matches(SeenDeployment::isBooted);
  }

  @Test
  void finalizeDeploymentChecksUnlocksAndReboots() {
    refuses("No pending staged deployment found", "finalize-deployment", "0".repeat(64));
    var second = host.commits(OstreeHost.REF, "2.0");
    does("upgrade", "--lock-finalization");
    host.behaves("rebootDoes", "now");

    refuses(
        "Expected staged base checksum %s, but found %s".formatted("0".repeat(64), second),
        "finalize-deployment",
        "0".repeat(64));
    does("finalize-deployment", second);

    assertThat(host.bootedDeployment().checksum()).isEqualTo(second);
    assertThat(host.askedReboots()).containsExactly("finalize-deployment");
  }

  @Test
  void aRebootThatIsOnlyAskedForLeavesTheDeploymentUnlocked() {
    var second = host.commits(OstreeHost.REF, "2.0");
    does("upgrade", "--lock-finalization");

    does("finalize-deployment", second);

    assertThat(host.bootedDeployment().version()).isEqualTo("1.0");
    refuses("Staged deployment already unlocked", "finalize-deployment", second);
    host.reboots();
    assertThat(host.bootedDeployment().version()).isEqualTo("2.0");
  }

  @Test
  void anInhibitorKeepsTheLock() {
    var second = host.commits(OstreeHost.REF, "2.0");
    does("upgrade", "--lock-finalization");
    host.behaves("inhibited", java.util.Map.of("who", "backup", "why", "still writing"));

    refuses(
        "Reboot blocked by a systemd inhibitor lock in `block` mode\n"
            + "Held by: backup\nReason: still writing",
        "finalize-deployment",
        second);

    assertThat(host.next().isLocked()).isTrue();
    assertThat(host.askedReboots()).isEmpty();
  }

  @Test
  void ownChangesOfEtcAreMergedIntoTheNewDeployment() throws java.io.IOException {
    host.commits(OstreeHost.REF, "2.0");
    TestHost.write(host.booted("etc/app.conf"), "mine\n");
    TestHost.write(host.booted("etc/own.conf"), "mine as well\n");
    does("upgrade");

    host.reboots();

    assertThat(Files.readString(host.booted("etc/app.conf"))).isEqualTo("mine\n");
    assertThat(host.booted("etc/own.conf")).exists();
    assertThat(Files.readString(host.booted("usr/etc/app.conf"))).isEqualTo("version 2.0\n");
  }

  @Test
  void aFailedFinalizationBootsTheOldOneAndTheNextBootSaysSo() {
    host.commits(OstreeHost.REF, "2.0");
    does("upgrade");
    host.behaves("finalizeFails", "error: No space left on device");

    host.reboots();

    assertThat(host.deployments()).singleElement().matches(SeenDeployment::isBooted);
    var unit = "ostree-boot-complete.service";
    assertThat(host.systemctl("is-failed", unit).out()).isEqualTo("failed\n");
    host.reboots();
    assertThat(host.systemctl("is-failed", unit).exitCode()).isEqualTo(1);
  }

  @Test
  void aBootThatFallsBackLeavesTheNewOneFirstOrMakesTheRollbackPermanent() {
    host.commits(OstreeHost.REF, "2.0");
    host.behaves("bootFalls", true);
    does("upgrade");
    host.reboots();
    assertThat(host.bootedDeployment().version()).isEqualTo("1.0");
    assertThat(host.next().version()).isEqualTo("2.0");

    host.behaves("fallback", "permanent");
    host.reboots();

    assertThat(host.bootedDeployment().version()).isEqualTo("1.0");
    assertThat(host.next()).isEqualTo(host.bootedDeployment());
    assertThat(host.deployments()).hasSize(2);
  }

  // --- what is followed ---

  @Test
  void nothingNewIs0Or77() {
    assertThat(does("upgrade").out()).isEqualTo("No upgrade available.\n");
    assertThat(host.rpmOstree("upgrade", "--unchanged-exit-77").exitCode()).isEqualTo(77);
    assertThat(host.rpmOstree("deploy", "1.0", "--unchanged-exit-77").exitCode()).isEqualTo(77);
    assertThat(does("deploy", "1.0").out()).isEqualTo("No change.\n");
    var check = host.rpmOstree("upgrade", "--check");
    assertThat(check.exitCode()).isEqualTo(77);
    assertThat(check.out()).endsWith("No updates available.\n");
  }

  @Test
  void aCheckLeavesACachedUpdateAndStagesNothing() {
    var second = host.commits(OstreeHost.REF, "2.0");

    does("upgrade", "--check");

    assertThat(host.status().at("/cached-update/checksum").asString()).isEqualTo(second);
    assertThat(host.deployments()).hasSize(1);
  }

  @Test
  void aRebaseKeepsPackagesAndKernelArgumentsAndInheritsTheRemote() {
    host.commits(TESTING, "2.1");
    does("install", "htop");
    does("kargs", "--append=audit=1");

    does("rebase", TESTING);

    assertThat(host.next().reference()).isEqualTo("testremote:" + TESTING);
    assertThat(host.next().packages()).containsExactly("htop");
    assertThat(host.kernelArguments()).contains("audit=1");
    refuses("Old and new refs are equal: testremote:" + TESTING, "rebase", TESTING);
  }

  @Test
  void aVersionPinHoldsUntilAnUpgrade() {
    host.commits(OstreeHost.REF, "2.0");
    var third = host.commits(OstreeHost.REF, "3.0");

    does("deploy", "version=2.0");
    assertThat(host.next().version()).isEqualTo("2.0");
    does("install", "htop");
    assertThat(host.next().version()).isEqualTo("2.0");
    assertThat(host.status().at("/deployments/0/pending-base-version").isMissingNode()).isTrue();
    does("upgrade");

    assertThat(host.next().base()).isEqualTo(third);
    assertThat(host.next().checksum()).as("with packages on top").isNotEqualTo(third);
  }

  @Test
  void revisionsThatAreNotThereAreNamed() {
    refuses("Version 9 not found in " + OstreeHost.STABLE, "deploy", "version=9");
    var sum = "0".repeat(64);
    refuses("Checksum %s not found in %s".formatted(sum, OstreeHost.STABLE), "deploy", sum);
    var other = host.commits(TESTING, "2.1");
    refuses(
        "Checksum %s not found in %s".formatted(other, OstreeHost.STABLE),
        "deploy",
        "revision=" + other);
    does("deploy", "revision=" + other, "--skip-branch-check");
    does("rebase", other);
    refuses("Cannot look up version while pinned to commit", "deploy", "version=2.1");
  }

  @Test
  void anUpgradeNeverGoesBackButADeployMay() {
    var first = host.next();
    host.commits(OstreeHost.REF, "2.0");
    does("upgrade");
    host.reboots();
    does("deploy", "1.0");
    assertThat(host.next().checksum()).isEqualTo(first.checksum());
    does("cleanup", "-p");

    var back = host.rpmOstree("deploy", "1.0", "--disallow-downgrade");

    assertThat(back.exitCode()).isEqualTo(1);
    assertThat(back.err())
        .startsWith("error: While checking against deployment timestamp: ")
        .contains(" is chronologically older than ");
  }

  @Test
  void rollbackTogglesAndRefusesWhatIsStaged() {
    refuses("No rollback deployment found", "rollback");
    host.commits(OstreeHost.REF, "2.0");
    does("upgrade");
    refuses("Staged deployment (remove with cleanup -p)", "rollback");
    host.reboots();

    does("rollback");
    assertThat(host.next().version()).isEqualTo("1.0");
    assertThat(host.next().isStaged()).isFalse();
    does("rollback");
    assertThat(host.next().version()).isEqualTo("2.0");

    does("rollback");
    host.reboots();
    assertThat(host.bootedDeployment().version()).isEqualTo("1.0");
  }

  @Test
  void cleanupTakesWhatIsPendingOrTheRollbackButNothingPinned() {
    host.commits(OstreeHost.REF, "2.0");
    does("upgrade");
    host.reboots();
    does("install", "htop");

    does("cleanup", "-p");
    assertThat(host.next().isBooted()).isTrue();
    does("cleanup", "-p");
    host.ostree("admin", "pin", "1");
    does("cleanup", "-r");
    assertThat(host.deployments()).hasSize(2);
    host.ostree("admin", "pin", "-u", "1");
    does("cleanup", "-r");
    assertThat(host.deployments()).hasSize(1);
    refuses("At least one cleanup option must be specified", "cleanup");
  }

  // --- images ---

  @Test
  void anImageIsFollowedByItsTagAndKnownByItsDigest() {
    var name = "quay.io/acme/os:stable";
    var one = host.publishesImage(name, "5.0");
    does("rebase", "ostree-unverified-registry:" + name);
    host.reboots();
    assertThat(host.bootedDeployment().reference()).isEqualTo("ostree-unverified-registry:" + name);
    assertThat(host.bootedDeployment().digest()).isEqualTo(one);

    var two = host.publishesImage(name, "6.0");
    does("upgrade");
    assertThat(host.next().digest()).isEqualTo(two);
    does("deploy", one);
    assertThat(host.next().digest()).isEqualTo(one);
    assertThat(host.next().reference()).as("keeps the tag").endsWith(":stable");
    does("rebase", "ostree-image-signed:docker://quay.io/acme/os@" + two, "--lock-finalization");
    assertThat(host.next().digest()).isEqualTo(two);
    host.behaves("rebootDoes", "now");
    does("finalize-deployment", two);
    assertThat(host.bootedDeployment().version()).isEqualTo("6.0");
  }

  @Test
  void aRealRegistryDecidesWhatATagMeans() {
    var name = "os-%d:stable".formatted(ProcessHandle.current().pid());
    var reference = "ostree-unverified-registry:%s/%s".formatted(TestServers.registry(), name);
    var one = host.publishesInRegistry(name, "5.0");
    does("rebase", reference);
    assertThat(host.next().digest()).isEqualTo(one);
    var two = host.publishesInRegistry(name, "6.0");

    does("upgrade");

    assertThat(List.of(one, two)).doesNotHaveDuplicates();
    assertThat(host.next().digest()).isEqualTo(two);
  }
}
