package io.atomic.reconcile.http;

import java.net.URI;
import java.util.regex.Pattern;

/** What the parts of an address mean. */
public final class Addresses {
  private static final Pattern LOOPBACK =
      Pattern.compile("localhost|127(?:\\.[0-9]{1,3}){3}|\\[::1]");

  private static final int MOST_PORT = 65_535;

  private Addresses() {}

  /** Whether there can be a server at that. */
  public static boolean namesServer(URI uri) {
    return uri.getHost() != null && uri.getPort() <= MOST_PORT;
  }

  /** Host, and port if one is given: nothing of it is secret. */
  public static String authority(URI uri) {
    return uri.getPort() < 0 ? uri.getHost() : uri.getHost() + ":" + uri.getPort();
  }

  /** Whether that is this machine, by the name or number that is never anything else. */
  public static boolean isLoopback(String host) {
    return LOOPBACK.matcher(host).matches();
  }
}
