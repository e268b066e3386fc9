package io.atomic.reconcile.model;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Who would be disturbed by a reboot now, as logind tells.
 *
 * @param inhibitors programs that ask not to be shut down
 * @param sessions people who are logged in
 */
public record RebootObstacles(List<Inhibitor> inhibitors, List<Session> sessions) {
  public static final RebootObstacles NONE = new RebootObstacles(List.of(), List.of());

  public RebootObstacles {
    inhibitors = List.copyOf(inhibitors);
    sessions = List.copyOf(sessions);
  }

  /**
   * A {@code block} lock on {@code shutdown} (systemd-inhibit(1)); those that only delay are no
   * obstacle, since logind itself waits for them.
   *
   * @param who the program, as it calls itself
   * @param why its reason, in its own words
   */
  public record Inhibitor(String who, String why, long pid) {}

  /**
   * An interactive session: of class {@code user}, not closing, on a terminal, a seat or from
   * another host.
   *
   * @param terminal such as {@code pts/0}; null = none
   * @param remoteHost null = local
   */
  public record Session(
      String id, String user, @Nullable String terminal, @Nullable String remoteHost) {}
}
