package io.atomic.reconcile.process;

import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * A child, everything in its session, and those of its descendants that left the session, as far as
 * they were seen while somebody between them and the child still lived.
 */
final class Family {
  private static final Duration LOOK = Duration.ofMillis(20);

  /** How long killed processes may take to vanish; one that hangs in the kernel never does. */
  private static final Duration BURIAL = Duration.ofSeconds(5);

  private final ProcessMark mark;
  private final Set<Identity> seen = new HashSet<>();

  Family(ProcessMark mark) {
    this.mark = mark;
  }

  private record Identity(long pid, long startTicks) {
    static Identity of(ProcessStat stat) {
      return new Identity(stat.pid(), stat.startTicks());
    }
  }

  /** The members that have not ended. */
  List<ProcessStat> alive() {
    if (!mark.bootId().equals(ProcessStat.Proc.bootId())) {
      return List.of();
    }
    var all = ProcessStat.all();
    var current = ProcessHandle.current().pid();
    // While a session has a member the kernel gives its ID to no other process. So if somebody
    // else has that ID, then nobody is left of the session that we mean.
    var reused =
        all.stream().anyMatch(p -> p.pid() == mark.pid() && p.startTicks() != mark.startTicks());
    var members = new HashSet<Long>();
    for (var process : all) {
      var ours = !reused && isInSession(process);
      if (process.pid() != current && (ours || seen.contains(Identity.of(process)))) {
        members.add(process.pid());
      }
    }
    for (var grown = true; grown; ) {
      grown = false;
      for (var process : all) {
        if (process.pid() != current && members.contains(process.parent())) {
          grown |= members.add(process.pid());
        }
      }
    }
    var alive = all.stream().filter(p -> members.contains(p.pid()) && !p.zombie()).toList();
    alive.forEach(p -> seen.add(Identity.of(p)));
    return alive;
  }

  private boolean isInSession(ProcessStat process) {
    var id = mark.pid();
    return (process.pid() == id || process.session() == id || process.group() == id)
        && process.startTicks() >= mark.startTicks();
  }

  /**
   * TERM, then KILL to whoever is left after the grace. An interruption waits until this is done.
   *
   * @param meanwhile is called every few milliseconds
   * @return whether nobody is left
   */
  boolean end(Duration grace, Runnable meanwhile) {
    var interrupted = Thread.interrupted();
    try {
      var asked = new HashSet<Identity>();
      var begin = System.nanoTime();
      while (true) {
        meanwhile.run();
        var alive = alive();
        if (alive.isEmpty()) {
          return true;
        }
        var passed = Duration.ofNanos(System.nanoTime() - begin);
        if (passed.compareTo(grace.plus(BURIAL)) > 0) {
          return false;
        }
        var kill = passed.compareTo(grace) >= 0;
        for (var member : alive) {
          if (kill || asked.add(Identity.of(member))) {
            signal(member, kill);
          }
        }
        try {
          Thread.sleep(LOOK);
        } catch (InterruptedException _) {
          interrupted = true;
        }
      }
    } finally {
      if (interrupted) {
        Thread.currentThread().interrupt();
      }
    }
  }

  private static void signal(ProcessStat member, boolean kill) {
    // Not to the group by a kill(1): it needs no further process, and members are looked for anew
    // until none is left, whatever group they are in.
    var handle = ProcessHandle.of(member.pid());
    if (kill) {
      handle.ifPresent(ProcessHandle::destroyForcibly);
    } else {
      handle.ifPresent(ProcessHandle::destroy);
    }
  }
}
