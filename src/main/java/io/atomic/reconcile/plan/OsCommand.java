package io.atomic.reconcile.plan;

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

  private static Set<HostAspect> copy(Set<HostAspect> aspects) {
    return Collections.unmodifiableSet(
        aspects.isEmpty() ? EnumSet.noneOf(HostAspect.class) : EnumSet.copyOf(aspects));
  }
}
