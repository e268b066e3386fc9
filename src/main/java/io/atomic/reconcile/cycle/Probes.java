package io.atomic.reconcile.cycle;

/** Asks from the host whether an app does its work; no answer takes longer than a few seconds. */
public interface Probes {
  /** What a port says that accepts a connection. */
  String OPEN = "open";

  /** Asks for a URL; says the status that comes back, redirections included. */
  ProbeAnswer http(String url) throws InterruptedException;

  /**
   * Connects.
   *
   * @param address {@code host:port}
   */
  ProbeAnswer tcp(String address) throws InterruptedException;

  /** Says the state of a systemd unit, as {@code systemctl is-active} does. */
  ProbeAnswer unit(String name) throws InterruptedException;
}
