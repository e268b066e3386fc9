package io.atomic.reconcile.host;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What may be dropped from memory without a loss. */
class FileMappingTest {
  private static final String CODE = "7f0000001000-7f0000101000 r-xp 00001000 fe:00 7   /lib/a.so";
  private static final long LEAST = 256;

  @Test
  void whatNobodyHasWrittenToIsFoundWithItsPlace() {
    assertThat(unchanged(CODE, 1024, 0))
        .containsExactly(new FileMapping(0x7f0000001000L, 0x100000));
    assertThat(unchanged("800fb4000-800fb5000 r--p 00fb4000 fe:00 9   /opt/a cache.aot", 256, 0))
        .containsExactly(new FileMapping(0x800fb4000L, 0x1000));
  }

  @Test
  void whatIsNotAsInItsFileStays() {
    assertThat(unchanged(CODE, 1024, 4)).as("a page was relocated").isEmpty();
    assertThat(unchanged(CODE.replace("r-xp", "rw-p"), 1024, 0)).as("writable").isEmpty();
    assertThat(unchanged(CODE.replace("r-xp", "r--s"), 1024, 0)).as("shared").isEmpty();
    assertThat(unchanged("7f0000001000-7f0000101000 r--p 00000000 00:00 0", 1024, 0))
        .as("of no file")
        .isEmpty();
    assertThat(unchanged("7ffd1000-7ffd3000 r-xp 00000000 00:00 0   [vdso]", 1024, 0))
        .as("of the kernel")
        .isEmpty();
  }

  @Test
  void whatIsHardlyInMemoryStays() {
    assertThat(unchanged(CODE, LEAST - 1, 0)).isEmpty();
  }

  @Test
  void eachMappingIsJudgedByItself() {
    var smaps = new ArrayList<>(lines(CODE.replace("r-xp", "rw-p"), 1024, 0));
    smaps.addAll(lines(CODE, 1024, 0));
    smaps.addAll(lines(CODE, 1024, 8));
    assertThat(FileMapping.unchanged(smaps, LEAST)).hasSize(1);
  }

  private static List<FileMapping> unchanged(String head, long resident, long anonymous) {
    return FileMapping.unchanged(lines(head, resident, anonymous), LEAST);
  }

  private static List<String> lines(String head, long resident, long anonymous) {
    return List.of(
        head,
        "Size:               1024 kB",
        "Rss:            %8d kB".formatted(resident),
        "Private_Dirty:         0 kB",
        "Anonymous:      %8d kB".formatted(anonymous),
        "VmFlags: rd ex mr mw me");
  }
}
