package io.atomic.reconcile.it;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;

/** Ports of this host that nobody else reaches. */
final class Loopback {
  private Loopback() {}

  /** One that nobody listens at. */
  static InetSocketAddress free() {
    try (var server = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return (InetSocketAddress) server.getLocalSocketAddress();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
