package io.atomic.reconcile.daemon;

import io.atomic.reconcile.cycle.EngineEvents.Event;
import io.atomic.reconcile.cycle.EngineEvents.Happening;
import io.atomic.reconcile.model.AppRecord;
import io.atomic.reconcile.model.AppSpec;
import io.atomic.reconcile.model.Desired;
import io.atomic.reconcile.model.Kind;
import io.atomic.reconcile.model.Recorded;
import io.atomic.reconcile.plan.Situation;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.stream.Stream;

/** What there was at the last look, so that it can be told whom an event concerns. */
record Known(Desired desired, Recorded recorded) {
  private static final String LATEST = ":latest";

  static Known of(Situation situation) {
    return new Known(situation.desired(), situation.recorded());
  }

  boolean hasNoApps() {
    return desired.apps().isEmpty()
        && recorded.apps().isEmpty()
        && desired.invalid().stream().noneMatch(id -> id.kind() == Kind.APP);
  }

  /** The apps that it may concern; what is nobody's business touches none. */
  SortedSet<String> touchedBy(Event event) {
    var touched = new TreeSet<String>();
    if (event.happening() == Happening.TAGGED) {
      desired
          .apps()
          .forEach((name, declared) -> {
            if (means(declared.resource().spec(), event.names())) {
              touched.add(name);
            }
          });
      return touched;
    }
    var app = event.app();
    if (app != null && (desired.apps().containsKey(app) || recorded.apps().containsKey(app))) {
      touched.add(app);
    }
    recorded.apps().values().stream()
        .filter(record -> isOf(record, event.id()))
        .map(AppRecord::name)
        .forEach(touched::add);
    // The name of an app that somebody else's container has, or has had until now.
    event.names().stream()
        .filter(name -> desired.apps().containsKey(name) || recorded.apps().containsKey(name))
        .forEach(touched::add);
    return touched;
  }

  private static boolean isOf(AppRecord record, String id) {
    return record.containers().contains(id)
        || Stream.of(record.launch(), record.previous())
            .anyMatch(launch -> launch != null && id.equals(launch.containerId()));
  }

  /** Engines put different things before a name that has no registry. */
  private static boolean means(AppSpec spec, SortedSet<String> names) {
    var image = spec.image();
    if (image == null || image.digest() != null) {
      return false;
    }
    var wanted = image.tag() == null ? image + LATEST : image.toString();
    return names.stream()
        .map(name -> name.indexOf(':', name.lastIndexOf('/') + 1) < 0 ? name + LATEST : name)
        .anyMatch(name ->
            name.equals(wanted) || name.endsWith("/" + wanted) || wanted.endsWith("/" + name));
  }
}
