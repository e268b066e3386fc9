package io.atomic.reconcile.label;

import java.util.List;

/**
 * One option of the engine's command line.
 *
 * @param names long names, the usual one first
 * @param letter short name; NUL = it has none
 * @param takesValue whether a value follows; otherwise it is a flag, which may say {@code =false}
 */
record EngineOption(List<String> names, char letter, boolean takesValue, Need need) {

  EngineOption {
    names = List.copyOf(names);
  }

  String name() {
    return names.getFirst();
  }

  boolean is(String name) {
    return name().equals(name);
  }

  /** What an option asks of the host, beyond what every container may do. */
  enum Need {
    /** Nothing. */
    FREE,
    /** A grant of its own, {@code option:--x}. What is not called free lands here. */
    OPTION,
    PRIVILEGED,
    CAPABILITY,
    DEVICE,
    SECURITY_OPT,
    VOLUME,
    MOUNT,
    NETWORK,
    PID,
    IPC,
    UTS,
    USERNS,
    CGROUPNS,
    /** Names another container. */
    CONTAINER,
    ENGINE_SOCKET,
    TIME_ZONE,
    LOG_DRIVER
  }
}
