package io.atomic.reconcile.model;

import java.nio.charset.StandardCharsets;

/** What can be the path of a Unix socket. */
public final class SocketPath {
  /** In bytes: what the kernel takes, unix(7), without the zero behind it. */
  public static final int LONGEST = 107;

  private SocketPath() {}

  public static boolean isTooLong(String path) {
    return path.getBytes(StandardCharsets.UTF_8).length > LONGEST;
  }
}
