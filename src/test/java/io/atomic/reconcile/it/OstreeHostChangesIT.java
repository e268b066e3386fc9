package io.atomic.reconcile.it;

import static io.atomic.reconcile.it.Patience.patiently;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Map;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The doubles and what is layered, kernel arguments, and transactions. */
class OstreeHostChangesIT {
  @AutoClose private final OstreeHost host = OstreeHost.booted();

  private Command.Result does(String... words) {
    return TestHost.endsWith(0, host.rpmOstree(words));
  }

  private void refuses(String error, String... words) {
    var result = TestHost.endsWith(1, host.rpmOstree(words));
    assertThat(result.err()).isEqualTo("error: " + error + "\n");
  }

  // --- packages ---

  @Test
  void packagesAreLayeredOnTheBaseWhichStatusNames() {
    var base = host.next().checksum();
    assertThat(host.status().at("/deployments/0").has("base-checksum")).isFalse();

    does("install", "vim", "htop");
    refuses("Package/capability 'htop' is already requested", "install", "htop");
    refuses("Package/capability 'mc' is not currently requested", "uninstall", "mc");
    does("uninstall", "mc", "--idempotent");
    does("uninstall", "vim", "--install=mc");

    assertThat(host.next().packages()).containsExactly("htop", "mc");
    assertThat(host.next().base()).isEqualTo(base);
    assertThat(host.next().checksum()).isNotEqualTo(base);
    host.reboots();
    assertThat(host.booted("usr/share/testos/layered/mc")).exists();
    does("reset");
    assertThat(host.next().checksum()).isEqualTo(base);
  }

  @Test
  void whatTheBaseHasIsInactiveAndOnlyAskedForExplicitly() {
    refuses(
        "\"nano\" is already provided by:\n  nano-7.2-1.x86_64\n"
            + "Use --allow-inactive to explicitly require it.",
        "install",
        "nano");

    does("install", "nano", "--allow-inactive");

    assertThat(host.next().packages()).containsExactly("nano");
    assertThat(host.status().at("/deployments/0/packages")).isEmpty();
  }

  @Test
  void overridesAreOnBasePackagesAndNeverIdempotent() {
    does("override", "remove", "firefox");
    refuses("Override already exists for package 'firefox'", "override", "remove", "firefox");
    refuses("Package \"mc\" not found", "override", "remove", "mc");
    refuses("No overrides for package 'nano'", "override", "reset", "nano");
    does("override", "replace", "./nano-8.0-1.x86_64.rpm");

    var shown = host.status().at("/deployments/0");
    assertThat(host.next().removals()).containsExactly("firefox");
    assertThat(shown.at("/base-removals/0/1").asString()).isEqualTo("firefox");
    assertThat(shown.at("/base-local-replacements/0/0/0").asString())
        .isEqualTo("nano-8.0-1.x86_64");
    does("override", "reset", "--all");
    assertThat(host.next().removals()).isEmpty();
  }

  @Test
  void aPackageThatNoRepositoryHasFailsAndStagesNothing() {
    host.behaves("unavailable", java.util.List.of("nosuch"));

    refuses("Packages not found: nosuch", "install", "nosuch");

    assertThat(host.deployments()).hasSize(1);
  }

  // --- kernel arguments ---

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          --append=quiet                                     | root=LABEL=root rw quiet quiet
          --append=a=1 --append-if-missing=a=1               | root=LABEL=root rw quiet a=1
          --delete-if-present=a=1 --append-if-missing=a=1    | root=LABEL=root rw quiet a=1
          --delete=quiet --append=quiet                      | root=LABEL=root rw quiet
          --delete-if-present=quiet --append=b               | root=LABEL=root rw b
          --replace=root=LABEL=other                         | root=LABEL=root rw quiet
          --replace=root=LABEL=root=LABEL=other              | root=LABEL=root rw quiet
          """)
  void kernelArgumentsAreEditedInTheDaemonsOrder(String edits, String expected) {
    // A value with "=" in it cannot be given to --replace: what is before "=" counts as the old.
    var succeeds = !edits.startsWith("--replace");
    var words = ("kargs " + edits).split(" ");
    assertThat(host.rpmOstree(words).exitCode()).isEqualTo(succeeds ? 0 : 1);
    assertThat(host.kernelArguments()).containsExactly(expected.split(" "));
  }

  @Test
  void kernelArgumentsThatAreNotThereOrThereTwiceAreErrors() {
    does("kargs", "--append=console=tty0", "--append=console=ttyS0");

    refuses("No key 'x' found", "kargs", "--delete=x");
    refuses("No karg 'console=x' found", "kargs", "--delete=console=x");
    refuses("Multiple values for key 'console' found", "kargs", "--delete=console");
    refuses("Multiple values for key 'console' found", "kargs", "--replace=console=x");
    refuses(
        "Cannot specify both --delete and --replace", "kargs", "--delete=rw", "--replace=quiet=1");
    does("kargs", "--replace=console=tty0=tty1");
    assertThat(host.kernelArguments()).contains("console=tty1", "console=ttyS0");
    var same = host.rpmOstree("kargs", "--append-if-missing=quiet", "--unchanged-exit-77");
    assertThat(same.exitCode()).isEqualTo(77);
  }

  @Test
  void kernelArgumentsArePrintedOfWhatBootsNextOrOfAnother() {
    does("kargs", "--append=a=1");

    assertThat(does("kargs").out()).startsWith("root=LABEL=root rw quiet a=1 ").contains("ostree=");
    assertThat(does("kargs", "--deploy-index=1").out()).doesNotContain("a=1");
    host.reboots();
    assertThat(TestHost.lines(host.root().resolve("proc/cmdline")))
        .singleElement()
        .asString()
        .contains(" a=1 ");
  }

  // --- transactions ---

  @Test
  void onlyTheSameCallJoinsWhatRunsAndWhoeverElseComesIsTold() {
    host.commits(OstreeHost.REF, "2.0");
    host.isSlow("upgrade");
    var first = host.startsRpmOstree("upgrade", "--lock-finalization");
    host.awaitsTransaction();
    assertThat(host.status().at("/transaction/0").asString()).isEqualTo("Upgrade");

    refuses(
        "Transaction in progress: upgrade --lock-finalization\n"
            + " You can cancel the current transaction with `rpm-ostree cancel`",
        "upgrade");
    var second = host.startsRpmOstree("upgrade", "--lock-finalization");
    patiently().until(() -> host.invocations().size() == 3);
    host.isFastAgain();

    assertThat(first.await().exitCode()).isEqualTo(0);
    var joined = second.await();
    assertThat(joined.exitCode()).as("%s", joined).isEqualTo(0);
    assertThat(joined.out())
        .startsWith("Attaching to existing transaction: upgrade --lock-finalization\n");
    assertThat(host.deployments()).hasSize(2);
  }

  @Test
  void aCommandThatThereIsNotCannotBeToldToBeSlow() {
    assertThatThrownBy(() -> host.isSlow("override"))
        .hasMessageContaining("no such command: override");
  }

  @Test
  void aTransactionGoesOnWhenItsClientIsKilled() {
    host.commits(OstreeHost.REF, "2.0");
    host.isSlow("upgrade");
    var client = host.startsRpmOstree("upgrade");
    host.awaitsTransaction();

    client.kill();
    client.await();
    host.isFastAgain();
    host.awaitsQuiet();

    assertThat(host.next().isStaged()).isTrue();
    assertThat(host.invocations().getFirst().exitCode()).isNull();
  }

  @Test
  void cancelEndsWhatRuns() {
    assertThat(does("cancel").out()).isEqualTo("No active transaction.\n");
    host.commits(OstreeHost.REF, "2.0");
    host.isSlow("upgrade");
    var client = host.startsRpmOstree("upgrade");
    host.awaitsTransaction();

    assertThat(does("cancel").out()).isEqualTo("Cancelling transaction: upgrade\nCancelled.\n");

    assertThat(client.await().exitCode()).isEqualTo(1);
    assertThat(host.deployments()).hasSize(1);
  }

  @Test
  void aPowerCutEndsATransaction() {
    host.commits(OstreeHost.REF, "2.0");
    host.isSlow("upgrade");
    var client = host.startsRpmOstree("upgrade");
    host.awaitsTransaction();

    host.losesPower();

    var result = client.await();
    assertThat(result.exitCode()).isEqualTo(1);
    assertThat(result.err()).startsWith("error: Bus owner changed, aborting.");
    assertThat(host.deployments()).hasSize(1);
  }

  @Test
  void everyFailureThatItIsToldToShow() {
    host.commits(OstreeHost.REF, "2.0");
    host.behaves("busy", "automatic (stage)");
    assertThat(host.rpmOstree("upgrade").err()).contains("Transaction in progress: automatic");
    assertThat(host.status().path("transaction").isNull()).isFalse();
    host.behaves("busy", null);
    host.behaves("systemTransaction", true);
    refuses("System transaction in progress", "upgrade");
    host.behaves("systemTransaction", false);
    host.behaves("diskFull", true);
    refuses("min-free-space-percent '3%' would be exceeded, at least 13.1 kB requested", "upgrade");
    host.behaves("diskFull", false);
    host.fails("upgrade", "origin unconfigured-state: register first", 1);
    refuses("origin unconfigured-state: register first", "upgrade");
    assertThat(host.deployments()).hasSize(1);

    does("upgrade");
  }

  @Test
  void aRegisteredDriverBlocksWhatMovesTheBaseAndNothingElse() {
    host.commits(OstreeHost.REF, "2.0");
    host.behaves("driver", Map.of("name", "Zincati", "unit", "zincati.service"));

    refuses(
        """
        Updates and deployments are driven by Zincati (zincati.service)
        See Zincati's documentation at https://github.com/coreos/zincati
        Use --bypass-driver to bypass Zincati and perform the operation anyways\
        """,
        "upgrade");
    does("install", "htop");
    does("upgrade", "--bypass-driver");

    assertThat(host.status().at("/update-driver/driver-sd-unit").asString())
        .isEqualTo("zincati.service");
  }

  // --- shapes ---

  @Test
  void optionsThatACommandDoesNotHaveAreUsageErrors() {
    var result = host.rpmOstree("rebase", "x", "--unchanged-exit-77");

    assertThat(result.exitCode()).isEqualTo(1);
    assertThat(result.err()).endsWith("error: usage error: Unknown option --unchanged-exit-77\n");
  }

  @Test
  void olderErasLackTheNewerKeys() {
    does("install", "htop");
    assertThat(host.status().has("update-driver")).isTrue();
    host.behaves("era", "2017");

    var status = host.status();

    assertThat(status.has("update-driver")).isFalse();
    assertThat(status.at("/deployments/0").has("pinned")).isFalse();
    assertThat(status.at("/deployments/0/staged").asBoolean()).isTrue();
    assertThat(status.at("/deployments/1").has("staged")).isFalse();
  }

  @Test
  void everyCallIsNotedWithWhatItWasGiven() {
    does("status", "--json");
    does("install", "htop");

    assertThat(host.mutations()).containsExactly("rpm-ostree install htop");
    var call = host.invocations().getLast();
    assertThat(call.exitCode()).isEqualTo(0);
    assertThat(call.locale()).isEqualTo("C.UTF-8");
    assertThat(call.clientId()).isNull();
    assertThat(call.hasTerminal()).isFalse();
  }

  @Test
  void aSystemWithoutOstreeSaysSo() {
    TestHost.delete(host.root().resolve("run/ostree-booted"));

    assertThat(host.rpmOstree("status", "--json").err())
        .startsWith("error: This system was not booted via libostree.\n");
    assertThat(host.bootc("switch", "x").err()).isEqualTo("error: System not booted via bootc\n");
  }
}
