package io.atomic.reconcile.engine;

import io.atomic.reconcile.model.ContainerMake.Option;
import java.util.List;
import java.util.Set;

/** Reads back when a container is started again by its engine. */
final class RestartReading {
  private static final Set<String> USUAL = Set.of("", "no");

  private RestartReading() {}

  static void into(Answer host, List<Option> options) {
    var restart = host.in("RestartPolicy");
    var policy = restart.text("Name");
    if (!USUAL.contains(policy)) {
      var most = restart.number("MaximumRetryCount");
      options.add(new Option("restart", most > 0 ? policy + ":" + most : policy));
    }
  }
}
