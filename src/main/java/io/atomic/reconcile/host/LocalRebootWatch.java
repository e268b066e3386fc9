package io.atomic.reconcile.host;

import io.atomic.reconcile.cycle.EffectException;
import io.atomic.reconcile.cycle.RebootWatch;
import io.atomic.reconcile.cycle.Told;
import io.atomic.reconcile.model.BootState;
import io.atomic.reconcile.model.Printable;
import io.atomic.reconcile.model.RebootObstacles;
import java.nio.file.Path;
import java.util.List;
import java.util.SortedMap;

/** What logind and systemd tell of this host; wall(1) speaks to who is logged in. */
public final class LocalRebootWatch implements RebootWatch {
  /** As much as a terminal shows, and less than a child can be given to read. */
  private static final int LONGEST_WARNING = 900;

  private final Path root;
  private final HostTools tools;

  /**
   * Asks nothing yet.
   *
   * @param environment of children, with the PATH in which they are found
   */
  public LocalRebootWatch(Path root, SortedMap<String, String> environment) {
    this.root = root;
    this.tools = new HostTools(environment);
  }

  @Override
  public Told<RebootObstacles> obstacles() throws InterruptedException {
    if (!HostTools.isBootedBySystemd(root)) {
      return new Told.Known<>(RebootObstacles.NONE);
    }
    try {
      return new Told.Known<>(new Logind(tools).obstacles());
    } catch (EffectException e) {
      return Told.Unknown.of(e);
    }
  }

  /** Nothing follows if it cannot be said: then there is no wall, or nobody to read it. */
  @Override
  public void warn(String message) throws InterruptedException {
    if (HostTools.isBootedBySystemd(root)) {
      var shown = message.substring(0, Math.min(message.length(), LONGEST_WARNING));
      // Not as a word, which wall takes for the name of a file where there is one.
      var _ = tools.run(List.of("wall"), Printable.lines(shown) + "\n");
    }
  }

  /** While systemd does not tell, nothing has proved itself. */
  @Override
  public BootState bootState() throws InterruptedException {
    if (!HostTools.isBootedBySystemd(root)) {
      return BootState.NOT_USED;
    }
    try {
      return new BootTarget(tools).state();
    } catch (EffectException _) {
      return BootState.PENDING;
    }
  }
}
