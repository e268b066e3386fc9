package io.atomic.reconcile.policy;

import io.atomic.reconcile.model.Desired;
import io.atomic.reconcile.model.HostSpec.Reboot;
import io.atomic.reconcile.model.HostSpec.Reboot.Strategy;
import io.atomic.reconcile.model.SiteWindows;
import io.atomic.reconcile.model.Update.Policy;
import io.atomic.reconcile.plan.ClosedWindow;
import io.atomic.reconcile.plan.ClosedWindows;
import java.time.Instant;
import java.util.Collections;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * Which windows bind what.
 *
 * @param site windows outside of which the settings allow nothing, whatever manifests say
 * @param isIgnored whether somebody has said that all of them count as open
 */
public record Timetable(Windows windows, SiteWindows site, boolean isIgnored) {

  /** The same for what somebody asks for by hand: the settings' times are those of runs. */
  public Timetable byHand() {
    return new Timetable(windows, SiteWindows.NONE, isIgnored);
  }

  /** What a run that begins now has to leave for later. */
  public ClosedWindows closedAt(Instant now, Desired desired) {
    var updates = new TreeMap<String, ClosedWindow>();
    for (var name : named(desired)) {
      var closed = windows.closed(name, now);
      if (closed != null) {
        updates.put(name, closed);
      }
    }
    var downloads = closed(site.downloads(), now);
    var disruptions = closed(site.disruptions(), now);
    if (!isIgnored) {
      return new ClosedWindows(updates, downloads, disruptions, Collections.emptySortedSet());
    }
    var ignored = new TreeSet<>(updates.keySet());
    for (var name : site.byPurpose().values()) {
      if (closed(name, now) != null) {
        ignored.add(name);
      }
    }
    var host = desired.host();
    if (host != null) {
      ofReboot(host.resource().spec().reboot()).stream()
          .filter(name -> closed(name, now) != null)
          .forEach(ignored::add);
    }
    return new ClosedWindows(new TreeMap<>(), null, null, ignored);
  }

  /** The windows that must be open for a boot, whether they count or not. */
  SortedSet<String> ofReboot(Reboot policy) {
    var names = new TreeSet<String>();
    if (policy.strategy() == Strategy.WINDOW && policy.window() != null) {
      names.add(policy.window());
    }
    if (site.reboots() != null) {
      names.add(site.reboots());
    }
    return names;
  }

  private @Nullable ClosedWindow closed(@Nullable String name, Instant now) {
    return name == null ? null : windows.closed(name, now);
  }

  /** By manifests that take what registries have to offer. */
  private static SortedSet<String> named(Desired desired) {
    var names = new TreeSet<String>();
    for (var app : desired.apps().values()) {
      var update = app.resource().spec().update();
      if (update.policy() == Policy.AUTO && update.window() != null) {
        names.add(update.window());
      }
    }
    var host = desired.host();
    var update = host == null ? null : host.resource().spec().update();
    if (update != null && update.policy() == Policy.AUTO && update.window() != null) {
      names.add(update.window());
    }
    return names;
  }
}
