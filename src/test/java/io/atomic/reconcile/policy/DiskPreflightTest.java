package io.atomic.reconcile.policy;

import static org.assertj.core.api.Assertions.assertThat;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** A fetch that would fill a disk is refused before it begins, with the numbers. */
class DiskPreflightTest {
  private static final long MIB = 1L << 20;

  private final DiskPreflight preflight = new DiskPreflight(100 * MIB);

  @Test
  void anImageTakesThreeTimesWhatIsTransferredAndTheReserveStays() {
    assertThat(ofEngine(50 * MIB, 0, 250 * MIB)).isNull();
    assertThat(ofEngine(50 * MIB, 0, 250 * MIB - 1)).isNotNull();
  }

  @Test
  void theNumbersAreSaid() {
    assertThat(ofEngine(50 * MIB, 0, 20 * MIB))
        .isEqualTo(
            new DiskPreflight.Shortage(
                "tried to fetch 'web:1', but /var/lib/docker has 20 MiB free, and it takes about"
                    + " 150 MiB (3 × 50 MiB compressed) and a reserve of 100 MiB (disk.reserve)",
                "make room (docker system df says what takes it), or lower 'disk.reserve' in the"
                    + " settings of this host"));
  }

  @Test
  void whatOtherFetchesMayStillTakeIsNotFree() {
    assertThat(ofEngine(10 * MIB, 70 * MIB, 199 * MIB)).isNotNull();
    assertThat(ofEngine(10 * MIB, 69 * MIB, 199 * MIB)).isNull();
  }

  @Test
  void ofAnUnknownSizeOnlyTheReserveIsAskedFor() {
    assertThat(ofEngine(null, 0, 100 * MIB)).isNull();
    assertThat(ofEngine(null, 0, 99 * MIB)).isNotNull();
  }

  @Test
  void whatCannotBeSeenIsNotJudged() {
    assertThat(ofEngine(50 * MIB, 0, null)).isNull();
    assertThat(preflight.ofState("web:1", "/var/lib/atomic", null, "docker")).isNull();
  }

  @Test
  void theRecordNeedsRoomAsWell() {
    assertThat(preflight.ofState("web:1", "/var/lib/atomic", 100 * MIB, "docker")).isNull();
    assertThat(preflight.ofState("web:1", "/var/lib/atomic", 5 * MIB, "podman"))
        .isEqualTo(
            new DiskPreflight.Shortage(
                "tried to fetch 'web:1', but /var/lib/atomic, where the record is kept, has 5.0 MiB"
                    + " free, less than the reserve of 100 MiB (disk.reserve)",
                "make room (podman system df says what takes it), or lower 'disk.reserve' in the"
                    + " settings of this host"));
  }

  private DiskPreflight.@Nullable Shortage ofEngine(
      @Nullable Long compressed, long promised, @Nullable Long free) {
    return preflight.ofEngine("web:1", compressed, promised, "/var/lib/docker", free, "docker");
  }
}
