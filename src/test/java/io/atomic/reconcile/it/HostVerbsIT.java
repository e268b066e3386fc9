package io.atomic.reconcile.it;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;

/** What the verbs that look tell of a real host, and what {@code retry} does to its record. */
class HostVerbsIT {
  private static final String NEXT = "testos/2/x86_64/stable";

  @AutoClose private final OstreeHost host = OstreeHost.booted();

  private void declares(String more) {
    host.manifest("ref: %s:%s\n%s".formatted(OstreeHost.REMOTE, NEXT, more));
  }

  /** It is booted, and falls back. */
  private void fallsBack() {
    host.commits(NEXT, "2.0");
    host.behaves("rebootDoes", "now");
    host.behaves("bootFalls", true);
    host.behaves("fallback", "permanent");
    declares("reboot: {strategy: immediate}\n");
    host.converges();
    host.behaves("bootFalls", false);
    assertThat(host.bootedDeployment().version()).isEqualTo("1.0");
  }

  @Test
  void statusTellsWhatWaitsToBeBooted() {
    host.commits(NEXT, "2.0");
    declares("");
    assertThat(host.converges().out()).contains("Host/host needs a reboot: '2.0' boots next\n");

    assertThat(host.runs("status").out())
        .contains("\nHost/host  -      OutOfSync  Healthy  ", " (1.0)");
    var status = host.runs("status", "host");

    assertThat(status.exitCode()).isZero();
    assertThat(status.out())
        .contains("  Tool        rpm-ostree\n", "staged, locked\n")
        .containsPattern("RebootRequired +True +Never: '2.0' waits to be booted");
  }

  @Test
  void whatFellBackIsTriedAgainOnceSomebodySaysSo() {
    fallsBack();

    var status = host.runs("status", "Host/host");
    assertThat(status.exitCode()).isEqualTo(1);
    assertThat(status.out()).containsPattern("RolledBack +True +RolledBack: '2.0' was booted");
    assertThat(host.runs("explain", "host").out())
        .contains("Reboot\n  strategy: immediate\n", "≠ deployment ref: ");

    var retry = host.runs("retry", "Host/host");

    assertThat(retry.out())
        .isEqualTo("Host/host: what failed is forgotten; the next run tries it\n");
    host.converges();
    assertThat(host.bootedDeployment().version()).isEqualTo("2.0");
  }

  @Test
  void whatARunHasNotedAlreadyIsTriedAgainAsWell() {
    fallsBack();
    host.failsWith(1);

    assertThat(host.runs("retry", "Host/host").exitCode()).isZero();

    host.converges();
    assertThat(host.bootedDeployment().version()).isEqualTo("2.0");
  }

  @Test
  void aHostThatNobodyKnowsIsWrongUsage() {
    for (var verb : new String[] {"retry", "status", "explain", "drift", "plan", "apply"}) {
      var result = host.runs(verb, "Host/coreos");
      assertThat(result.exitCode()).as(verb).isEqualTo(64);
      assertThat(result.err()).as(verb).contains("there is no 'Host/coreos'");
    }
  }

  @Test
  void whatSomebodyTookAwayIsDrift() {
    host.manifest("ref: %s\nkernelArguments: {present: [debug]}\n".formatted(OstreeHost.STABLE));
    host.converges();
    host.reboots();
    host.converges();
    assertThat(host.runs("drift").exitCode()).isZero();

    host.rpmOstree("kargs", "--delete=debug");
    host.reboots();

    var drift = host.runs("drift", "host");
    assertThat(drift.exitCode()).isEqualTo(2);
    assertThat(drift.out()).contains("Host/host  to be corrected (kargs)", "Drift: the host.");
  }

  @Test
  void theHostAloneIsPlannedAndCarriedOut() {
    host.commits(NEXT, "2.0");
    declares("");

    assertThat(host.runs("plan", "host").out()).contains("Plan: 1 to change.");
    assertThat(host.runs("apply", "Host/host").exitCode()).isZero();

    assertThat(host.next().version()).isEqualTo("2.0");
  }

  @Test
  void theDoctorNamesWhoElseUpdatesTheHost() {
    host.manifest("ref: " + OstreeHost.STABLE);
    assertThat(host.runs("doctor").out()).contains("rpm-ostree keeps its deployments");
  }
}
