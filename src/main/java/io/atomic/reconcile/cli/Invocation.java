package io.atomic.reconcile.cli;

import io.atomic.reconcile.plan.Situation.Attachment;
import io.atomic.reconcile.plan.Situation.Caller;
import java.util.Objects;
import java.util.SortedMap;
import java.util.TreeMap;

/** What this process has from whoever started it. */
final class Invocation {
  /** For children, where our own environment has none. */
  private static final String DEFAULT_PATH =
      "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin";

  private Invocation() {}

  /** Whoever sits there, for what is done by hand. */
  static Caller caller(Attachment attachment) {
    var environment = System.getenv();
    return new Caller(
        System.getProperty("user.dir", "/"),
        home(),
        environment.getOrDefault("SUDO_UID", "0"),
        environment.getOrDefault("SUDO_GID", "0"),
        attachment);
  }

  /** From the user database, as the JVM reads it: under systemd there is no HOME. */
  static String home() {
    return System.getProperty("user.home", "/root");
  }

  /** All that children see of our own environment. */
  static SortedMap<String, String> childEnvironment() {
    var environment = new TreeMap<String, String>();
    environment.put("PATH", Objects.requireNonNullElse(System.getenv("PATH"), DEFAULT_PATH));
    environment.put("HOME", home());
    return environment;
  }
}
