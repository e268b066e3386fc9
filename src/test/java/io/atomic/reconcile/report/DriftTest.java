package io.atomic.reconcile.report;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is told of drift. */
class DriftTest {
  @TempDir Path directory = Path.of("");

  @Test
  void ofTheHostIsToldAsOfApps() {
    var proposal = Situations.host("kernel-arguments-drift");
    var drift = DriftedResource.all(proposal);

    assertThat(DriftText.of(drift, Style.PLAIN))
        .isEqualTo(
            """
            Host/host  to be corrected (kargs)
              FIELD            RECORDED  OBSERVED
              kernelArguments  debug     (none)

            Drift: the host.
            """);
    assertThat(DriftJson.of(proposal, drift).at("/host/resource").stringValue())
        .isEqualTo("Host/host");
    assertThat(ExitStatus.of(proposal, drift)).isEqualTo(ExitStatus.DRIFT);
  }

  @Test
  void theHostComesFirst() {
    var drift = new ArrayList<>(DriftedResource.all(Situations.host("rolled-back")));
    drift.addAll(
        DriftedResource.all(Objects.requireNonNull(Situations.all(directory).get("drifted"))));

    assertThat(DriftText.of(drift, Style.PLAIN))
        .startsWith("Host/host  held: RolledBack: ")
        .endsWith("Drift: the host and 3 apps.\n");
  }

  @Test
  void whatItsManifestHasChangedIsNone() {
    var proposal = Situations.host("fresh");
    var drift = DriftedResource.all(proposal);

    assertThat(drift).isEmpty();
    assertThat(DriftJson.of(proposal, drift).has("host")).isFalse();
    assertThat(ExitStatus.of(proposal, drift)).isEqualTo(ExitStatus.OK);
  }
}
