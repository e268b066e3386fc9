package io.atomic.reconcile.engine;

import io.atomic.reconcile.model.ContainerMake.Option;
import io.atomic.reconcile.model.Observed.EngineKind;
import java.math.BigDecimal;
import java.util.List;
import java.util.Set;

/** Reads back what a container may use. */
final class LimitReading {
  private static final int NANO = 9;
  private static final long USUAL_PIDS = 2048;
  private static final Set<Long> USUAL_SHARED_MEMORY = Set.of(0L, 67_108_864L, 65_536_000L);

  private final EngineKind kind;
  private final Answer host;

  LimitReading(EngineKind kind, Answer host) {
    this.kind = kind;
    this.host = host;
  }

  void into(List<Option> options) {
    var memory = host.number("Memory");
    number(options, "memory", memory);
    number(options, "memory-reservation", host.number("MemoryReservation"));
    var swap = host.number("MemorySwap");
    // Twice the memory is what the engines make of --memory alone.
    if (swap != 0 && swap != 2 * memory) {
      options.add(new Option("memory-swap", String.valueOf(swap)));
    }
    number(options, "memory-swappiness", host.number("MemorySwappiness"));
    var cpus = host.number("NanoCpus");
    if (cpus > 0) {
      options.add(
          new Option("cpus", BigDecimal.valueOf(cpus, NANO).stripTrailingZeros().toPlainString()));
    } else {
      number(options, "cpu-period", host.number("CpuPeriod"));
      number(options, "cpu-quota", host.number("CpuQuota"));
    }
    number(options, "cpu-shares", host.number("CpuShares"));
    number(options, "cpu-rt-period", host.number("CpuRealtimePeriod"));
    number(options, "cpu-rt-runtime", host.number("CpuRealtimeRuntime"));
    number(options, "blkio-weight", host.number("BlkioWeight"));
    text(options, "cpuset-cpus", host.text("CpusetCpus"));
    text(options, "cpuset-mems", host.text("CpusetMems"));
    var pids = host.number("PidsLimit");
    if (kind == EngineKind.DOCKER || pids != USUAL_PIDS) {
      number(options, "pids-limit", pids);
    }
    if (!USUAL_SHARED_MEMORY.contains(host.number("ShmSize"))) {
      number(options, "shm-size", host.number("ShmSize"));
    }
    for (var limit : host.list("Ulimits")) {
      // Podman tells those that it inherited like that.
      if (!limit.text("Name").startsWith("RLIMIT_")) {
        options.add(
            new Option(
                "ulimit",
                "%s=%d:%d"
                    .formatted(limit.text("Name"), limit.number("Soft"), limit.number("Hard"))));
      }
    }
    host.map("Sysctls")
        .forEach((key, value) -> options.add(new Option("sysctl", key + "=" + value)));
    var adjustment = host.number("OomScoreAdj");
    if (adjustment != 0) {
      options.add(new Option("oom-score-adj", String.valueOf(adjustment)));
    }
    if (host.flag("OomKillDisable")) {
      options.add(new Option("oom-kill-disable", null));
    }
  }

  private static void number(List<Option> options, String name, long number) {
    if (number > 0) {
      options.add(new Option(name, String.valueOf(number)));
    }
  }

  private static void text(List<Option> options, String name, String text) {
    if (!text.isEmpty()) {
      options.add(new Option(name, text));
    }
  }
}
