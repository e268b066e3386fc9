package io.atomic.reconcile.plan;

import io.atomic.reconcile.model.App;
import io.atomic.reconcile.model.AppRecord;
import io.atomic.reconcile.model.Container;
import io.atomic.reconcile.model.Fingerprint;
import io.atomic.reconcile.model.HostFacts;
import io.atomic.reconcile.model.Image;
import io.atomic.reconcile.model.Installation;
import io.atomic.reconcile.model.Launch;
import io.atomic.reconcile.model.LiveFields;
import io.atomic.reconcile.model.Observed.EngineView;
import io.atomic.reconcile.plan.Comparison.Group;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.SortedMap;
import java.util.TreeSet;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Goes through everything that {@link AppDiffer} compares, and keeps what is equal as well: why
 * nothing happens can only be seen in that.
 */
final class Comparing {
  private static final String IMAGE = "image";

  /** Fields of manifests that are compared as inputs already. */
  private static final Pattern INPUTS =
      Pattern.compile("image|(install|run)\\.(args|options.*|command)|env.*|watchFiles");

  private static final String KNOWN_AFTER_FETCH = "(known after fetch)";

  private final Target target;
  private final Standing standing;
  private final HostFacts host;
  private final List<Comparison> comparisons = new ArrayList<>();

  private Comparing(Target target, Standing standing, HostFacts host) {
    this.target = target;
    this.standing = standing;
    this.host = host;
  }

  /** Of an app that is declared; none where there is nothing to compare, or nobody to ask. */
  static List<Comparison> of(Situation situation, App app, @Nullable AppRecord record) {
    if (record == null
        || !(situation.observed().engine() instanceof EngineView.Reached engine)
        || record.isOnOther(engine.kind())) {
      return List.of();
    }
    var host = situation.observed().host();
    var images = new ImageIndex(engine.kind(), engine.images());
    var target = new TargetResolver(situation, images).resolveWanted(app, record.place(), record);
    var standing = new Inventory(engine, images, host.bootId()).standingOf(target, record);
    var comparing = new Comparing(target, standing, host);
    comparing.compare(standing.record() == null ? record : standing.record());
    return List.copyOf(comparing.comparisons);
  }

  private void compare(AppRecord record) {
    var installation = record.installation();
    if (installation != null) {
      image(installation);
      inputs(Group.INSTALL, installation.inputs(), target.install(), installation.contents());
    }
    var launch = record.launch();
    if (launch != null) {
      inputs(Group.RUN, launch.inputs(), target.run(), launch.contents());
    }
    observed(launch);
    live(launch);
    ManifestComparison.all(record.manifest(), target.app()).stream()
        .filter(field -> installation == null || !INPUTS.matcher(field.field()).matches())
        .forEach(comparisons::add);
  }

  /** With its reference, by which people know it; what counts is the ID. */
  private void image(Installation installed) {
    var reference = target.app().spec().image().toString();
    var wanted = target.install();
    var id = wanted == null ? null : wanted.fields().get(IMAGE);
    comparisons.add(
        new Comparison(
            Group.INSTALL,
            IMAGE,
            "%s (%s)".formatted(installed.reference(), Image.shortId(installed.imageId())),
            id == null
                ? reference + " " + KNOWN_AFTER_FETCH
                : "%s (%s)".formatted(reference, Image.shortId(id)),
            installed.imageId().equals(id)));
  }

  /** Where the record was rebuilt from labels, only a hash of all of them is there to compare. */
  private void inputs(
      Group group,
      Fingerprint recorded,
      @Nullable Fingerprint wanted,
      SortedMap<String, String> contents) {
    if (wanted == null) {
      return;
    }
    if (isHashAlone(recorded)) {
      comparisons.add(
          new Comparison(
              group,
              "all of them together",
              "the hash that the container bears",
              "the hash of what is wanted",
              recorded.matches(wanted)));
      return;
    }
    var names = new TreeSet<>(recorded.fields().keySet());
    names.addAll(wanted.fields().keySet());
    names.remove(IMAGE);
    for (var name : names) {
      var before = recorded.fields().get(name);
      var after = wanted.fields().get(name);
      var then = contents.get(name);
      var now = target.contents().get(name);
      var sameContent = then == null || now == null || then.equals(now);
      comparisons.add(
          new Comparison(
              group,
              name,
              before == null || then == null ? before : before + ", content recorded",
              after == null || then == null
                  ? after
                  : after
                      + (now == null
                          ? ", content not known"
                          : sameContent ? ", same content" : ", other content"),
              before != null && before.equals(after) && sameContent));
    }
  }

  private static boolean isHashAlone(Fingerprint recorded) {
    return recorded.fields().isEmpty()
        && !recorded.matches(Fingerprint.of(Collections.emptySortedMap()));
  }

  private void observed(@Nullable Launch launch) {
    var spec = target.app().spec();
    for (var path : spec.creates()) {
      var missing = host.missing().contains(path);
      observed("creates " + path, missing ? "missing" : "present", "present", !missing);
    }
    if (standing.foreign() != null) {
      observed("container", "made by somebody else", "made by us", false);
      return;
    }
    var current = standing.current();
    switch (spec.state()) {
      case RUNNING -> {
        if (launch == null || launch.containerId() != null) {
          observed("container", status(current), "running", isRunning(current));
        } else {
          observed(
              "boot",
              "ran in %s boot"
                  .formatted(launch.bootId().equals(host.bootId()) ? "this" : "an earlier"),
              "ran in this boot",
              launch.bootId().equals(host.bootId()));
        }
      }
      case COMPLETED -> {
        var exit = launch == null ? null : launch.exitCode();
        observed(
            "exit code",
            exit == null ? "has not ended" : exit.toString(),
            "0",
            exit != null && exit == 0);
      }
      case STOPPED ->
          observed("container", status(current), "not running", !Standing.isAlive(current));
      case INSTALLED, ABSENT -> {}
    }
  }

  /** What an inspection tells; of what is only hashed, no more than whether it is the same. */
  private void live(@Nullable Launch launch) {
    var started = launch == null ? null : launch.live();
    var now = standing.current() == null ? null : standing.current().live();
    if (started == null || now == null || started.version() != now.version()) {
      return;
    }
    var changed = LiveComparison.of(started, now).changed();
    var names = new TreeSet<>(started.fields().keySet());
    names.addAll(now.fields().keySet());
    for (var name : names) {
      var equal = !changed.contains(name);
      observed(name, shown(now, name, equal), shown(started, name, true), equal);
    }
  }

  private static String shown(LiveFields fields, String name, boolean asRecorded) {
    var value = fields.get(name);
    if (value == null) {
      return "(none)";
    }
    return LiveFields.isHashed(name) ? asRecorded ? "content recorded" : "other content" : value;
  }

  /** A restart policy or the engine at work is no drift. */
  private static boolean isRunning(@Nullable Container container) {
    return container != null
        && switch (container.status()) {
          case RUNNING, RESTARTING, REMOVING -> true;
          case CREATED, PAUSED, EXITED, DEAD -> false;
        };
  }

  private void observed(String field, String before, String after, boolean equal) {
    comparisons.add(new Comparison(Group.OBSERVED, field, before, after, equal));
  }

  private static String status(@Nullable Container container) {
    if (container == null) {
      return "gone";
    }
    var word = container.status().name().toLowerCase(Locale.ROOT);
    return container.exitCode() == null ? word : "%s (%d)".formatted(word, container.exitCode());
  }
}
