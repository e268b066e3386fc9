package io.atomic.reconcile.plan;

import io.atomic.reconcile.label.CommandText;
import io.atomic.reconcile.label.CommandVariables;
import io.atomic.reconcile.label.ImageLabels;
import io.atomic.reconcile.label.LabelRequest;
import io.atomic.reconcile.label.MountUse;
import io.atomic.reconcile.label.Prepared;
import io.atomic.reconcile.label.Preparer;
import io.atomic.reconcile.label.Purpose;
import io.atomic.reconcile.model.EnvValue;
import io.atomic.reconcile.model.Image;
import io.atomic.reconcile.model.ImageReference;
import io.atomic.reconcile.model.Observed.EngineKind;
import java.util.Collection;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * The label commands of an image for an app that no manifest declares yet: what it would have to be
 * granted.
 *
 * @param name the app's
 * @param reference by which the app would name the image
 * @param hostRoot put before CONFDIR, LOGDIR and DATADIR; empty on a real host
 */
record LabelNeeds(
    String name, Image image, ImageReference reference, EngineKind engine, String hostRoot) {

  private static final SortedMap<String, EnvValue> NO_ENV = Collections.emptySortedMap();

  /**
   * What the labels of those purposes need.
   *
   * @param remarks is added a sentence for each that cannot be run
   */
  SortedSet<String> of(Collection<Purpose> purposes, Collection<String> remarks) {
    var needs = new TreeSet<String>();
    for (var purpose : purposes) {
      var label = label(purpose);
      switch (label == null ? null : prepared(purpose, new CommandText.Label(label), NO_ENV)) {
        case null -> {}
        case Prepared prepared -> needs.addAll(of(prepared, remarks));
      }
    }
    return needs;
  }

  /**
   * What one command needs. The app's own directories were made by whoever installed it, so it
   * takes a grant to mount them.
   *
   * @param remarks is added a sentence if it cannot be run
   */
  SortedSet<String> of(Prepared prepared, Collection<String> remarks) {
    var needs = new TreeSet<String>();
    switch (prepared) {
      case Prepared.Ready ready -> {
        needs.addAll(ready.privileges());
        for (var mount : ready.mounts()) {
          if (mount instanceof MountUse.OfPath path && path.ownDirectory() != null) {
            needs.add("mount:" + path.ownDirectory().substring(hostRoot.length()));
          }
        }
      }
      case Prepared.Refused(var problems) ->
          problems.forEach(problem -> remarks.add(problem.message()));
    }
    return needs;
  }

  @Nullable String label(Purpose purpose) {
    return ImageLabels.of(image.labels()).find(purpose.label());
  }

  Prepared prepared(Purpose purpose, CommandText source, SortedMap<String, EnvValue> env) {
    return Preparer.prepare(
        new LabelRequest(
            purpose,
            source,
            variables(env),
            List.of(),
            List.of(engine.name().toLowerCase(Locale.ROOT)),
            name,
            false,
            Collections.emptySortedMap(),
            env,
            false));
  }

  CommandVariables variables(SortedMap<String, EnvValue> env) {
    return new CommandVariables(
        name,
        reference.toString(),
        hostRoot + "/etc/" + name,
        hostRoot + "/var/log/" + name,
        hostRoot + "/var/lib/" + name,
        Collections.emptySortedMap(),
        null,
        "/",
        "/root",
        "0",
        "0",
        env);
  }
}
