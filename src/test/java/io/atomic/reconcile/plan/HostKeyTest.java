package io.atomic.reconcile.plan;

import static org.assertj.core.api.Assertions.assertThat;

import io.atomic.reconcile.model.HostSpec;
import io.atomic.reconcile.model.HostSpec.Driver;
import io.atomic.reconcile.model.HostSpec.KernelArguments;
import io.atomic.reconcile.model.HostSpec.Reboot;
import io.atomic.reconcile.model.HostSpec.Reboot.FleetLock;
import io.atomic.reconcile.model.HostSpec.Reboot.Inhibit;
import io.atomic.reconcile.model.HostSpec.Reboot.Strategy;
import io.atomic.reconcile.model.Update;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** What failed to boot is tried again once something else is to boot, and not before. */
class HostKeyTest {
  private static final Update AUTO = new Update(Update.Policy.AUTO, null, null);
  private static final HostTip TIP = new HostTip("sha256:1", Set.of("sha256:1"));

  @Test
  void everythingThatBootsIsInTheKey() {
    var keys = new HashSet<String>();
    keys.add(HostKey.of(spec(null), null));
    keys.add(HostKey.of(spec("a"), null));
    keys.add(HostKey.of(spec("b"), null));
    keys.add(HostKey.of(spec("a"), TIP));
    keys.add(HostKey.of(spec("a"), new HostTip("sha256:2", Set.of("sha256:2"))));
    keys.add(HostKey.of(pinned("1", null, null), null));
    keys.add(HostKey.of(pinned("2", null, null), null));
    keys.add(HostKey.of(pinned(null, "1", null), null));
    keys.add(HostKey.of(pinned(null, null, "1"), null));
    keys.add(HostKey.of(layered(List.of("x"), List.of(), List.of(), List.of(), List.of()), null));
    keys.add(HostKey.of(layered(List.of(), List.of("x"), List.of(), List.of(), List.of()), null));
    keys.add(HostKey.of(layered(List.of(), List.of(), List.of("x"), List.of(), List.of()), null));
    keys.add(HostKey.of(layered(List.of(), List.of(), List.of(), List.of("x"), List.of()), null));
    keys.add(HostKey.of(layered(List.of(), List.of(), List.of(), List.of(), List.of("x")), null));
    keys.add(
        HostKey.of(layered(List.of("x", "y"), List.of(), List.of(), List.of(), List.of()), null));

    assertThat(keys).hasSize(15);
  }

  @Test
  void whenAndHowItBootsIsNot() {
    var plain = HostKey.of(spec("a"), TIP);

    assertThat(
            HostKey.of(
                new HostSpec(
                    "a",
                    null,
                    null,
                    null,
                    new Update(Update.Policy.AUTO, Duration.ofDays(1), "nightly"),
                    List.of(),
                    List.of(),
                    List.of(),
                    new KernelArguments(List.of(), List.of()),
                    Driver.RPM_OSTREE,
                    true,
                    new Reboot(
                        Strategy.WINDOW,
                        "nightly",
                        new FleetLock("http://x", "web"),
                        "/run/go",
                        Inhibit.IGNORE)),
                TIP))
        .isEqualTo(plain);
  }

  /** An index and the manifests in it are the same version. */
  @Test
  void aTipIsOneByWhateverItIsKnown() {
    assertThat(HostKey.of(spec("a"), new HostTip("sha256:1", Set.of("sha256:1", "sha256:9"))))
        .isEqualTo(HostKey.of(spec("a"), TIP));
  }

  @Test
  void theOrderOfListsIsNoMatter() {
    assertThat(
            HostKey.of(
                layered(
                    List.of("x", "y"),
                    List.of("a", "b"),
                    List.of("m", "n"),
                    List.of("p", "q"),
                    List.of("r", "s")),
                null))
        .isEqualTo(
            HostKey.of(
                layered(
                    List.of("y", "x", "x"),
                    List.of("b", "a"),
                    List.of("n", "m"),
                    List.of("q", "p"),
                    List.of("s", "r")),
                null));
  }

  private static HostSpec spec(@Nullable String ref) {
    return spec(ref, null, null, null, List.of(), List.of(), List.of(), List.of(), List.of());
  }

  private static HostSpec pinned(
      @Nullable String version, @Nullable String commit, @Nullable String digest) {
    return spec(
        "a", version, commit, digest, List.of(), List.of(), List.of(), List.of(), List.of());
  }

  private static HostSpec layered(
      List<String> install,
      List<String> uninstall,
      List<String> remove,
      List<String> present,
      List<String> absent) {
    return spec("a", null, null, null, install, uninstall, remove, present, absent);
  }

  private static HostSpec spec(
      @Nullable String ref,
      @Nullable String version,
      @Nullable String commit,
      @Nullable String digest,
      List<String> install,
      List<String> uninstall,
      List<String> remove,
      List<String> present,
      List<String> absent) {
    return new HostSpec(
        ref,
        version,
        commit,
        digest,
        AUTO,
        install,
        uninstall,
        remove,
        new KernelArguments(present, absent),
        Driver.AUTO,
        false,
        Reboot.DEFAULT);
  }
}
