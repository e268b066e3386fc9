package io.atomic.reconcile.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;

/** A Host manifest on a real ostree sysroot: what is staged, what is booted, what is left alone. */
class HostDeclaredIT {
  private static final String NEXT = "testos/2/x86_64/stable";

  @AutoClose private final OstreeHost host = OstreeHost.booted();

  @Test
  void aHostThatIsAsItsManifestSaysIsOnlyLookedAt() {
    host.manifest("ref: " + OstreeHost.STABLE);

    assertThat(host.plans().out()).contains("Plan: nothing to do; 1 unchanged.");
    host.converges();

    assertThat(host.mutations()).isEmpty();
  }

  @Test
  void aPlanChangesNothing() {
    host.commits(NEXT, "2.0");
    host.manifest("ref: " + OstreeHost.REMOTE + ":" + NEXT);

    assertThat(host.plans().out())
        .contains("rpm-ostree rebase --lock-finalization testremote:" + NEXT);

    assertThat(host.mutations()).isEmpty();
    assertThat(host.stateDirectory()).doesNotExist();
  }

  @Test
  void anotherBranchIsStagedLockedAndWaitsForAReboot() {
    var checksum = host.commits(NEXT, "2.0");
    host.manifest("ref: " + OstreeHost.REMOTE + ":" + NEXT);

    var run = host.converges();

    assertThat(run.err()).contains("✓ Host/rebase");
    assertThat(host.mutations())
        .containsExactly("rpm-ostree rebase --lock-finalization testremote:" + NEXT);
    assertThat(host.next().base()).isEqualTo(checksum);
    assertThat(host.next().isLocked()).isTrue();
    assertThat(host.bootedDeployment().version()).isEqualTo("1.0");
    assertThat(host.plans("--detailed-exitcode").out())
        .contains("held (RebootRequired): '2.0' waits to be booted");
    host.converges();
    assertThat(host.mutations()).hasSize(1);
  }

  @Test
  void theToolIsCalledWithoutATerminalInTheCLocaleUnderOurName() {
    host.commits(NEXT, "2.0");
    host.manifest("ref: " + OstreeHost.REMOTE + ":" + NEXT);

    host.converges();

    assertThat(host.invocations())
        .filteredOn(call -> call.words().getFirst().equals("rpm-ostree"))
        .isNotEmpty()
        .allSatisfy(call -> {
          assertThat(call.clientId()).isEqualTo("atomic-reconcile");
          assertThat(call.locale()).isEqualTo("C");
          assertThat(call.terminalKind()).isEqualTo("dumb");
          assertThat(call.hasTerminal()).isFalse();
        });
  }

  @Test
  void aPinnedVersionIsDeployedAndStays() {
    host.commits(OstreeHost.REF, "2.0");
    host.commits(OstreeHost.REF, "3.0");
    host.manifest("ref: %s\nversion: '2.0'\n".formatted(OstreeHost.STABLE));

    host.converges();
    host.behaves("rebootDoes", "now");
    host.manifest(
        "ref: %s\nversion: '2.0'\nreboot: {strategy: immediate}\n".formatted(OstreeHost.STABLE));
    host.converges();

    assertThat(host.bootedDeployment().version()).isEqualTo("2.0");
    host.converges();
    host.plansNothing();
    assertThat(host.next().version()).isEqualTo("2.0");
  }

  @Test
  void aVersionThatDoesNotExistIsNotTriedAgainUntilTheManifestChanges() {
    host.commits(OstreeHost.REF, "2.0");
    host.manifest("ref: %s\nversion: '7.0'\n".formatted(OstreeHost.STABLE));

    assertThat(host.failsWith(1).out())
        .contains("Host/host failed", "Version 7.0 not found in testremote:testos/1/x86_64/stable");
    assertThat(host.failsWith(1).out()).contains("held (ToolRefused)", "retry Host/host");
    assertThat(host.mutations()).hasSize(1);

    host.manifest("ref: %s\nversion: '2.0'\n".formatted(OstreeHost.STABLE));
    host.converges();
    assertThat(host.next().version()).isEqualTo("2.0");
  }

  @Test
  void aBranchThatHasMovedIsFollowedWhereTheManifestWantsThat() {
    host.manifest("ref: %s\nupdate: {policy: notify}\n".formatted(OstreeHost.STABLE));
    host.converges();
    var checksum = host.commits(OstreeHost.REF, "2.0");

    assertThat(host.converges().out())
        .contains("an update is available: its branch means " + checksum);
    assertThat(host.mutations()).isEmpty();

    host.manifest("ref: %s\nupdate: {policy: auto}\n".formatted(OstreeHost.STABLE));
    host.converges();
    assertThat(host.mutations())
        .containsExactly(
            "rpm-ostree deploy --skip-branch-check --disallow-downgrade --lock-finalization revision="
                + checksum);
    assertThat(host.next().base()).isEqualTo(checksum);
    // Somebody's plain reboot has dropped what was locked.
    host.reboots();
    host.converges();
    assertThat(host.next().base()).isEqualTo(checksum);
  }

  @Test
  void aBranchThatWasSetBackIsNotFollowedBackwards() {
    var first = host.bootedDeployment().base();
    host.commits(OstreeHost.REF, "2.0");
    host.manifest(
        "ref: %s\nupdate: {policy: auto}\nreboot: {strategy: immediate}\n"
            .formatted(OstreeHost.STABLE));
    host.behaves("rebootDoes", "now");
    host.converges();
    assertThat(host.bootedDeployment().version()).isEqualTo("2.0");

    host.publishesAgain(OstreeHost.REF, first);

    assertThat(host.failsWith(1).out()).contains("chronologically older than", "pin it");
    assertThat(host.next().version()).isEqualTo("2.0");
    host.manifest("ref: %s\nversion: '1.0'\n".formatted(OstreeHost.STABLE));
    host.converges();
    assertThat(host.next().version()).isEqualTo("1.0");
  }

  @Test
  void anImageIsFollowedByDigest() {
    var name = "os%d".formatted(ProcessHandle.current().pid());
    var first = host.publishesInRegistry(name + ":stable", "5.0");
    var ref = "ostree-unverified-registry:%s/%s:stable".formatted(TestServers.registry(), name);
    host.manifest("ref: %s\nupdate: {policy: auto}\n".formatted(ref));
    host.converges();
    assertThat(host.next().digest()).isEqualTo(first);
    assertThat(host.next().reference()).isEqualTo(ref);

    var second = host.publishesInRegistry(name + ":stable", "6.0");
    assertThat(host.plans().out()).contains("digest: %s → %s  (image)".formatted(first, second));
    host.converges();
    assertThat(host.next().digest()).isEqualTo(second);

    host.manifest("ref: %s\ndigest: %s\n".formatted(ref, first));
    host.converges();
    assertThat(host.next().digest()).isEqualTo(first);
    assertThat(host.next().reference()).isEqualTo(ref);
  }

  @Test
  void severalChangesTakeTheFewestCommands() {
    host.commits(NEXT, "2.0");
    host.manifest(
        """
        ref: testremote:testos/2/x86_64/stable
        packages: {install: [tmux, htop]}
        overrides: {remove: [nano]}
        kernelArguments: {present: [mitigations=auto], absent: [quiet]}
        """);

    host.converges();

    assertThat(host.mutations())
        .containsExactly(
            "rpm-ostree rebase --lock-finalization --install=htop --install=tmux testremote:"
                + NEXT,
            "rpm-ostree override remove --lock-finalization nano",
            "rpm-ostree kargs --lock-finalization --unchanged-exit-77 --delete-if-present=quiet"
                + " --append-if-missing=mitigations=auto");
    assertThat(host.next().isLocked()).isTrue();
    assertThat(host.next().packages()).containsExactlyInAnyOrder("htop", "tmux");
    assertThat(host.next().removals()).containsExactly("nano");
    assertThat(host.kernelArguments()).contains("mitigations=auto").doesNotContain("quiet");
    assertThat(host.plans().out()).contains("held (RebootRequired)");
  }

  @Test
  void whatWeLayeredAndNoLongerNameGoesAndWhatOthersLayeredStays() {
    host.rpmOstree("install", "vim");
    host.reboots();
    host.manifest("packages: {install: [tmux]}\nkernelArguments: {present: [debug]}\n");
    host.converges();
    host.rpmOstree("finalize-deployment", host.next().base());
    host.reboots();
    assertThat(host.bootedDeployment().packages()).containsExactlyInAnyOrder("tmux", "vim");
    host.plansNothing();

    host.manifest("ref: " + OstreeHost.STABLE);
    host.converges();

    assertThat(host.next().packages()).containsExactly("vim");
    assertThat(host.kernelArguments()).doesNotContain("debug").contains("quiet");
  }

  @Test
  void whatSomebodyElseHasStagedIsNotDropped() {
    host.manifest("ref: " + OstreeHost.STABLE);
    host.converges();
    host.commits(NEXT, "2.0");
    host.rpmOstree("rebase", OstreeHost.REMOTE + ":" + NEXT);
    var before = host.mutations().size();

    assertThat(host.failsWith(1).out()).contains("held (ForeignDeployment)", "cleanup -p");

    assertThat(host.mutations()).hasSize(before);
    assertThat(host.next().version()).isEqualTo("2.0");
  }

  @Test
  void whatWeHaveStagedAndNobodyWantsAnyMoreIsDropped() {
    host.commits(NEXT, "2.0");
    host.manifest("ref: " + OstreeHost.REMOTE + ":" + NEXT);
    host.converges();
    host.manifest("ref: " + OstreeHost.STABLE);

    host.converges();

    assertThat(host.mutations()).endsWith("rpm-ostree cleanup -p");
    assertThat(host.next().isBooted()).isTrue();
    host.converges();
    host.plansNothing();
  }

  @Test
  void whenItsManifestGoesItIsForgottenAndNothingIsUndone() {
    host.manifest("packages: {install: [tmux]}\n");
    host.converges();
    TestHost.delete(host.manifests().resolve("host.yaml"));
    var before = host.mutations();

    assertThat(host.failsWith(1).err()).contains("not one manifest", "the host is recorded");
    assertThat(host.converges("--allow-empty").out()).contains("nothing is undone");

    assertThat(host.mutations()).isEqualTo(before);
    assertThat(host.next().packages()).containsExactly("tmux");
  }

  @Test
  void aDriverIsNamedAndRefusedUnlessTheManifestSaysOtherwise() {
    host.behaves("driver", java.util.Map.of("name", "Zincati", "unit", "zincati.service"));
    host.commits(NEXT, "2.0");
    host.manifest("ref: " + OstreeHost.REMOTE + ":" + NEXT);

    assertThat(host.failsWith(1).out())
        .contains("held (UpdateDriver): Zincati (zincati.service)", "bypassDriver: true");
    assertThat(host.mutations()).isEmpty();

    host.manifest("ref: %s:%s\nbypassDriver: true\n".formatted(OstreeHost.REMOTE, NEXT));
    host.converges();
    assertThat(host.next().version()).isEqualTo("2.0");
  }

  /** Its registration outlives it, and the tool looks at the unit itself. */
  @Test
  void aDriverThatWasStoppedIsInNobodysWay() {
    host.behaves("driver", java.util.Map.of("name", "Zincati", "unit", "zincati.service"));
    host.behaves("units", java.util.Map.of("zincati.service", "inactive"));
    host.commits(NEXT, "2.0");
    host.manifest("ref: " + OstreeHost.REMOTE + ":" + NEXT);

    host.converges();

    assertThat(host.next().version()).isEqualTo("2.0");
  }

  @Test
  void aTimerThatUpdatesIsNamedAndRefused() {
    host.behaves("units", java.util.Map.of("bootc-fetch-apply-updates.timer", "active"));
    host.manifest("packages: {install: [tmux]}\n");

    assertThat(host.failsWith(1).out())
        .contains("held (RivalUpdater): bootc-fetch-apply-updates.timer is on");
    assertThat(host.mutations()).isEmpty();
  }

  @Test
  void withoutAToolTheHostIsInErrorAndSaysWhatHelps() {
    host.behaves("rpmOstree", false);
    host.behaves("bootc", null);
    host.manifest("ref: " + OstreeHost.STABLE);

    assertThat(host.failsWith(1).out())
        .contains("held (NoHostTool): neither rpm-ostree nor bootc is on PATH");
  }

  /** The double notes its calls, which the tool itself does not. */
  @Test
  void whoMayChangeNothingCanPlanAndAskForTheStatus() {
    host.commits(NEXT, "2.0");
    host.manifest("ref: " + OstreeHost.REMOTE + ":" + NEXT);
    host.isOpenToAll();

    for (var verb : List.of("plan", "status")) {
      var result = host.startsAsNobody(verb).await();
      assertThat(result.exitCode()).as("%s", result).isZero();
      assertThat(result.out()).contains("Host/host");
    }
    assertThat(host.mutations()).isEmpty();
  }

  @Test
  void everyEraOfTheToolIsUnderstood() {
    for (var era : List.of("2017", "2021", "2026")) {
      host.behaves("era", era);
      host.manifest("ref: " + OstreeHost.STABLE);
      assertThat(host.plans().out()).as(era).contains("nothing to do; 1 unchanged");
    }
  }
}
