package io.atomic.reconcile.model;

import org.jspecify.annotations.Nullable;

/**
 * Where metrics are to be had.
 *
 * @param textfile written after each run, for node_exporter; null = none
 * @param listen where the daemon serves them over HTTP; null = nowhere
 */
public record Exposition(@Nullable String textfile, @Nullable Listen listen) {
  public static final Exposition NONE = new Exposition(null, null);

  /** What only this host can reach. */
  public sealed interface Listen {
    /** A port of the loopback interface; the host is an address, without brackets. */
    record Loopback(String host, int port) implements Listen {
      @Override
      public String toString() {
        return (host.indexOf(':') < 0 ? "%s:%d" : "[%s]:%d").formatted(host, port);
      }
    }

    record UnixSocket(String path) implements Listen {
      @Override
      public String toString() {
        return "unix:" + path;
      }
    }
  }
}
