package io.atomic.reconcile.plan;

import java.time.Duration;
import java.util.Collections;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;

/**
 * One call of the host's tool that changes what boots next.
 *
 * @param word for it in plans and step ids, such as {@code rebase}
 * @param argv as it is run
 * @param concerns what it is for
 * @param settles what is as it should be afterwards
 */
public record OsCommand(
    String word, List<String> argv, Set<HostAspect> concerns, Set<HostAspect> settles) {
  /** Of what makes this host go down. */
  public static final Duration BOOT_DEADLINE = Duration.ofMinutes(10);

  /** What runs it can take long; what it has begun goes on when we stop waiting. */
  private static final Duration DEADLINE = Duration.ofHours(6);

  /** One that settles all that it is for. */
  OsCommand(String word, List<String> argv, Set<HostAspect> settles) {
    this(word, argv, settles, settles);
  }

  public OsCommand {
    argv = List.copyOf(argv);
    concerns = copy(concerns);
    settles = copy(settles);
  }

  /** Whether this host goes down with it. */
  public boolean boots() {
    return word.equals("reboot");
  }

  /** After which nobody waits for its end any more. */
  public Duration deadline() {
    return boots() ? BOOT_DEADLINE : DEADLINE;
  }

  private static Set<HostAspect> copy(Set<HostAspect> aspects) {
    return Collections.unmodifiableSet(
        aspects.isEmpty() ? EnumSet.noneOf(HostAspect.class) : EnumSet.copyOf(aspects));
  }
}
