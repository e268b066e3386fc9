package io.atomic.reconcile.cycle;

import io.atomic.reconcile.model.App;
import io.atomic.reconcile.model.AppRecord;
import io.atomic.reconcile.model.CommandSpec;
import io.atomic.reconcile.model.Declared;
import io.atomic.reconcile.model.Desired;
import io.atomic.reconcile.model.Place;
import io.atomic.reconcile.model.Problem;
import io.atomic.reconcile.model.Recorded;
import io.atomic.reconcile.model.ResourceId;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * What the manifests say, but for one app, of which somebody at the command line wants something
 * else. Nothing is written into any manifest: of a declared app the next run makes again what its
 * manifest says, and one that no manifest declares is left alone by runs.
 */
public final class RequestedState implements DesiredSource {
  private final DesiredSource manifests;
  private final Request request;

  public RequestedState(DesiredSource manifests, Request request) {
    this.manifests = manifests;
    this.request = request;
  }

  @Override
  public Desired read(Recorded recorded) {
    var declared = manifests.read(recorded);
    var manifest = declared.apps().get(request.app());
    var record = recorded.apps().get(request.app());
    var made = record != null && (record.installation() != null || record.launch() != null);
    var asked = request.applied(base(manifest, record, made), made);
    var apps = new TreeMap<>(declared.apps());
    apps.remove(request.app());
    if (asked != null) {
      apps.put(request.app(), new Declared<>(asked, place(manifest, record)));
    }
    var invalid = new TreeSet<>(declared.invalid());
    invalid.remove(ResourceId.app(request.app()));
    return new Desired(
        apps, declared.host(), invalid, true, new Desired.Source.Manifests(), notices(manifest));
  }

  @Override
  public Recorded told(Recorded recorded) {
    var record = recorded.apps().get(request.app());
    return record == null ? recorded : recorded.with(request.told(record));
  }

  /** Of an app for which nothing was made yet, the manifest says more than its record. */
  private @Nullable App base(
      @Nullable Declared<App> manifest, @Nullable AppRecord record, boolean made) {
    if (manifest != null && !made) {
      return manifest.resource();
    }
    if (record == null) {
      return null;
    }
    var app = record.manifest();
    return record.isByHand() ? app.withSpec(app.spec().withRun(remembered(app.spec().run()))) : app;
  }

  /** A command in a label's place that no manifest wrote down was meant for that one time. */
  private CommandSpec remembered(CommandSpec run) {
    return request.startsOver() ? CommandSpec.DEFAULT : run.withoutCommand();
  }

  private static @Nullable Place place(
      @Nullable Declared<App> manifest, @Nullable AppRecord record) {
    if (manifest != null) {
      return manifest.place();
    }
    // A manifest that is gone or invalid still is what made the app.
    return record == null || record.place() == null ? null : Place.of(record.place());
  }

  private List<Problem> notices(@Nullable Declared<App> manifest) {
    var notices = new ArrayList<Problem>();
    if (manifest != null) {
      notices.add(
          new Problem(
              Problem.Severity.NOTICE,
              ResourceId.app(request.app()),
              null,
              "declared in %s; the next run will put it back".formatted(manifest.placeText()),
              null));
    }
    return notices;
  }
}
