package io.atomic.reconcile.it;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A host that bootc keeps: it boots images, and knows no lock. */
class HostBootcIT {
  private static final String OS = "quay.io/team/os";

  @AutoClose private final OstreeHost host = OstreeHost.booted();

  @BeforeEach
  void theHostHasBootedAnImage() {
    host.publishesImage(OS + ":1", "5.0");
    host.publishesImage(OS + ":2", "6.0");
    host.bootc("switch", OS + ":1");
    host.reboots();
    assertThat(host.bootedDeployment().version()).isEqualTo("5.0");
    host.behaves("rpmOstree", false);
  }

  private int before() {
    return host.mutations().size();
  }

  @Test
  void theImageThatItRunsIsKept() {
    host.manifest("ref: ostree-unverified-registry:%s:1\n".formatted(OS));
    var before = before();

    host.converges();

    assertThat(host.mutations()).hasSize(before);
    host.plansNothing();
  }

  @Test
  void anotherTagIsSwitchedToAndBootedWhereThatIsAllowed() {
    host.behaves("rebootDoes", "now");
    host.manifest(
        "ref: ostree-unverified-registry:%s:2\nreboot: {strategy: immediate}\n".formatted(OS));

    host.converges();

    assertThat(host.mutations())
        .endsWith("bootc switch --transport registry quay.io/team/os:2", "systemctl reboot");
    assertThat(host.bootedDeployment().version()).isEqualTo("6.0");
    host.converges();
    host.plansNothing();
  }

  @Test
  void aDigestIsPinned() {
    var digest = host.publishesImage(OS + ":1", "7.0");
    host.publishesImage(OS + ":1", "8.0");
    host.manifest("ref: ostree-unverified-registry:%s:1\ndigest: %s\n".formatted(OS, digest));

    host.converges();

    assertThat(host.mutations())
        .endsWith("bootc switch --transport registry quay.io/team/os@" + digest);
    assertThat(host.next().version()).isEqualTo("7.0");
    assertThat(host.plans().out()).contains("held (RebootRequired)");
  }

  @Test
  void theFormatBeforeTheFirstIsUnderstood() {
    host.behaves("bootc", "v1alpha1");
    host.manifest("ref: ostree-unverified-registry:%s:1\n".formatted(OS));

    host.converges();
    host.plansNothing();
  }

  @Test
  void packagesAreRefusedWithWhatHelps() {
    host.manifest("packages: {install: [tmux]}\n");

    assertThat(host.failsWith(1).out())
        .contains("held (NotSupported): bootc layers no packages", "driver: rpm-ostree");
  }

  @Test
  void whereBothToolsAreAPlanUsesOne() {
    host.behaves("rpmOstree", true);
    host.manifest("ref: ostree-unverified-registry:%s:2\n".formatted(OS));
    assertThat(host.plans().out()).contains("bootc switch").doesNotContain("rpm-ostree");

    host.manifest(
        "ref: ostree-unverified-registry:%s:2\npackages: {install: [tmux]}\n".formatted(OS));
    assertThat(host.plans().out()).contains("rpm-ostree rebase").doesNotContain("bootc switch");

    host.manifest("ref: ostree-unverified-registry:%s:2\ndriver: rpm-ostree\n".formatted(OS));
    assertThat(host.plans().out()).contains("rpm-ostree rebase").doesNotContain("bootc switch");
  }

  @Test
  void layeredPackagesLockBootcOut() {
    host.behaves("rpmOstree", true);
    host.rpmOstree("install", "vim");
    host.reboots();
    host.manifest("ref: ostree-unverified-registry:%s:2\ndriver: bootc\n".formatted(OS));

    assertThat(host.failsWith(1).out()).contains("held (NotSupported)", "rpm-ostree reset");
  }
}
