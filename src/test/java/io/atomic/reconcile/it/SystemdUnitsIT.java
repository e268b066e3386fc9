package io.atomic.reconcile.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.Timeout;

/** What {@code systemd/} has, held against the tools of a real systemd. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@Timeout(300)
class SystemdUnitsIT {
  private static final String WITHOUT_BOOTC = "without-bootc.conf";

  /** Unit, its exposure, and that with the drop-in, as the README has them. */
  private static final Pattern EXPOSURE =
      Pattern.compile("\\| `(\\S+\\.service)` \\| (\\d\\.\\d) \\| (\\d\\.\\d) \\|");

  private static final List<String> CONFINEMENT =
      List.of(
          "CapabilityBoundingSet",
          "RestrictAddressFamilies",
          "SystemCallFilter",
          "SystemCallErrorNumber",
          "SystemCallArchitectures",
          "LockPersonality",
          "RestrictRealtime",
          "KillMode",
          "OOMPolicy",
          "StateDirectoryMode",
          "TimeoutStopUSec");

  @AutoClose private final ServiceHost service = new ServiceHost();

  @AfterEach
  void comesToRest() {
    service.comesToRest();
  }

  @Test
  void systemdFindsNothingWrongWithThem() {
    var words = new ArrayList<>(List.of("systemd-analyze", "verify", "--man=no"));
    words.addAll(ServiceHost.UNITS);

    var verified = service.host().runs(words.toArray(String[]::new));

    assertThat(verified.text()).isEmpty();
    assertThat(verified.exitCode()).isZero();
  }

  private record Exposures(double alone, double withoutBootc) {}

  private static Map<String, Exposures> told() throws IOException {
    var told = new TreeMap<String, Exposures>();
    var readme = Files.readString(SystemdHost.UNITS.resolve("README.md"));
    for (var row = EXPOSURE.matcher(readme); row.find(); ) {
      var exposures =
          new Exposures(Double.parseDouble(row.group(2)), Double.parseDouble(row.group(3)));
      told.put(row.group(1), exposures);
    }
    return told;
  }

  /** systemd counts tenths. */
  private boolean isAtMost(String unit, double exposure) {
    var threshold = "--threshold=" + Math.round(exposure * 10);
    var words = List.of("systemd-analyze", "security", "--no-pager", threshold, unit);
    return service.host().runs(words.toArray(String[]::new)).exitCode() == 0;
  }

  private void isExactly(String unit, double exposure) {
    assertThat(isAtMost(unit, exposure)).as("%s: at most %s", unit, exposure).isTrue();
    assertThat(isAtMost(unit, exposure - 0.1)).as("%s: below %s", unit, exposure).isFalse();
  }

  @Test
  void theyExposeTheHostAsFarAsTheReadmeSays() throws IOException {
    var told = told();
    assertThat(told).containsOnlyKeys(ServiceHost.DAEMON, ServiceHost.ONCE);

    told.forEach((unit, exposures) -> {
      isExactly(unit, exposures.alone());
      service.dropIn(unit, SystemdHost.UNITS.resolve(WITHOUT_BOOTC));
      isExactly(unit, exposures.withoutBootc());
    });
  }

  @Test
  void bothWaysToRunItAreConfinedAlike() {
    for (var property : CONFINEMENT) {
      assertThat(service.property(ServiceHost.ONCE, property))
          .as(property)
          .isNotEmpty()
          .isEqualTo(service.property(ServiceHost.DAEMON, property));
    }
  }

  @Test
  void packagesDoNotEnableThemByThemselves() {
    var enabled = List.of(ServiceHost.DAEMON, ServiceHost.TIMER, ServiceHost.PATH);
    for (var unit : enabled) {
      service.systemctl("enable", unit);
      service.systemctl("preset", unit);
      assertThat(service.host().runs("systemctl", "is-enabled", unit).out().strip())
          .as(unit)
          .isEqualTo("disabled");
    }
  }

  private String ownerAndMode(String path) {
    return service.host().does("stat", "--format=%U %G %a", path);
  }

  @Test
  void directoriesAreThereAndBelongToWhomTheyShould() {
    assertThat(ownerAndMode("/etc/atomic.d")).isEqualTo("root root 755");
    assertThat(ownerAndMode("/etc/atomic/secrets")).isEqualTo("root root 700");
    assertThat(ownerAndMode("/var/lib/atomic")).isEqualTo("root root 700");
    assertThat(ownerAndMode("/run/atomic-reconcile")).isEqualTo("root atomic-reconcile 2755");
  }
}
