package io.atomic.reconcile.cli;

import io.atomic.reconcile.daemon.ServiceManager;
import io.atomic.reconcile.host.NotifySocket;
import io.atomic.reconcile.model.Printable;
import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** systemd, where it has started this process and wants to be told how it is. */
final class Systemd implements ServiceManager, AutoCloseable {
  private final @Nullable NotifySocket socket;
  private final @Nullable Duration watchdog;

  Systemd(Map<String, String> environment) {
    this.socket = NotifySocket.of(environment);
    this.watchdog = socket == null ? null : watchdog(environment);
  }

  /** As sd_watchdog_enabled(3) reads it. */
  private static @Nullable Duration watchdog(Map<String, String> environment) {
    var microseconds = environment.get("WATCHDOG_USEC");
    var process = environment.get("WATCHDOG_PID");
    var ours = Long.toString(ProcessHandle.current().pid());
    if (microseconds == null || (process != null && !process.equals(ours))) {
      return null;
    }
    try {
      return Duration.of(Long.parseLong(microseconds), ChronoUnit.MICROS);
    } catch (NumberFormatException _) {
      return null;
    }
  }

  private void tell(String... variables) {
    if (socket != null) {
      socket.tell(variables);
    }
  }

  @Override
  public void ready() {
    tell("READY=1");
  }

  @Override
  public void reloading() {
    tell("RELOADING=1", "MONOTONIC_USEC=" + TimeUnit.NANOSECONDS.toMicros(System.nanoTime()));
  }

  @Override
  public void stopping() {
    tell("STOPPING=1");
  }

  @Override
  public void status(String line) {
    tell("STATUS=" + Printable.line(line));
  }

  @Override
  public void alive() {
    tell("WATCHDOG=1");
  }

  @Override
  public @Nullable Duration watchdog() {
    return watchdog;
  }

  @Override
  public void close() {
    if (socket != null) {
      socket.close();
    }
  }
}
