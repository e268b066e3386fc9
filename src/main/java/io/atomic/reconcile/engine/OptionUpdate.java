package io.atomic.reconcile.engine;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.github.dockerjava.api.command.UpdateContainerCmd;
import com.github.dockerjava.api.model.RestartPolicy;
import java.math.BigDecimal;

/** Options of {@code run}, in the words of the command line, put into a request to change them. */
final class OptionUpdate {
  private static final int NANO = 9;
  private static final RestartPolicy NEVER = never();

  private OptionUpdate() {}

  static void put(UpdateContainerCmd request, String option, String value) {
    switch (option) {
      case "blkio-weight" -> request.withBlkioWeight(Integer.valueOf(value));
      case "cpu-period" -> request.withCpuPeriod(Long.valueOf(value));
      case "cpu-quota" -> request.withCpuQuota(Long.valueOf(value));
      case "cpu-rt-period" -> request.withCpuRealtimePeriod(Long.valueOf(value));
      case "cpu-rt-runtime" -> request.withCpuRealtimeRuntime(Long.valueOf(value));
      case "cpu-shares" -> request.withCpuShares(Integer.valueOf(value));
      case "cpus" ->
          request.withNanoCPUs(new BigDecimal(value).movePointRight(NANO).longValueExact());
      case "cpuset-cpus" -> request.withCpusetCpus(value);
      case "cpuset-mems" -> request.withCpusetMems(value);
      case "memory" -> request.withMemory(Long.valueOf(value));
      case "memory-reservation" -> request.withMemoryReservation(Long.valueOf(value));
      case "memory-swap" -> request.withMemorySwap(Long.valueOf(value));
      case "pids-limit" -> request.withPidsLimit(Long.valueOf(value));
      case "restart" -> request.withRestartPolicy(restart(value));
      default -> throw new IllegalArgumentException("nobody can update '%s'".formatted(option));
    }
  }

  private static RestartPolicy restart(String value) {
    return value.equals("no") ? NEVER : RestartPolicy.parse(value);
  }

  /** docker-java's own leaves the name out, by which docker leaves the policy as it is. */
  private static RestartPolicy never() {
    try {
      return new ObjectMapper().readValue("{\"Name\": \"no\"}", RestartPolicy.class);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("docker-java reads what docker says", e);
    }
  }
}
