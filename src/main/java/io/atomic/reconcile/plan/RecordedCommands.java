package io.atomic.reconcile.plan;

import io.atomic.reconcile.label.Prepared;
import io.atomic.reconcile.label.Purpose;
import io.atomic.reconcile.model.AppRecord;
import io.atomic.reconcile.model.CommandSpec;
import io.atomic.reconcile.model.Container;
import io.atomic.reconcile.model.Fingerprint;
import io.atomic.reconcile.model.ImageReference;
import io.atomic.reconcile.model.Installation;
import io.atomic.reconcile.model.Observed.EngineView;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * STOP and UNINSTALL of what is installed: the labels, options and env that were recorded then, not
 * those of whatever image the reference means now.
 */
final class RecordedCommands {
  private final Situation situation;
  private final @Nullable ImageIndex images;

  RecordedCommands(Situation situation) {
    this.situation = situation;
    this.images =
        situation.observed().engine() instanceof EngineView.Reached(var kind, _, var all)
            ? new ImageIndex(kind, all)
            : null;
  }

  /**
   * How an app is stopped; null = nothing of it runs, or nothing is known that would stop it.
   *
   * @param current the app's container; null = there is none
   */
  AppAction.@Nullable Stop stopOf(AppRecord record, @Nullable Container current) {
    var installation = record.installation();
    var command = installation == null ? null : stop(installation, record.name());
    if (current != null) {
      return Standing.isAlive(current)
          ? new AppAction.Stop(record.name(), current.id(), command)
          : null;
    }
    return command != null && record.runsWithoutContainer()
        ? new AppAction.Stop(record.name(), null, command)
        : null;
  }

  /** Null = there is none, or it cannot be run: the engine stops the container then. */
  private PlannedCommand.@Nullable Known stop(Installation installation, String app) {
    return prepare(
                Purpose.STOP,
                installation,
                app,
                installation.labels().stop(),
                installation.stop(),
                false)
            instanceof Prepared.Ready ready
        ? commands(installation, app).planned(Purpose.STOP, ready, installation.stop())
        : null;
  }

  /** Null = the image has none; what cannot be run is found by {@link #refusal} first. */
  PlannedCommand.@Nullable Known uninstall(
      Installation installation, String app, Standing standing) {
    return uninstallCommand(installation, app, standing) instanceof Prepared.Ready ready
        ? commands(installation, app).planned(Purpose.UNINSTALL, ready, installation.uninstall())
        : null;
  }

  /** Why the recorded UNINSTALL cannot be run; null = it can, or there is none. */
  Target.@Nullable Refusal refusal(
      @Nullable Installation installation, String app, Standing standing) {
    return installation != null
            && uninstallCommand(installation, app, standing) instanceof Prepared.Refused refused
        ? AppCommands.refusal(refused)
        : null;
  }

  private @Nullable Prepared uninstallCommand(
      Installation installation, String app, Standing standing) {
    var current = standing.current();
    return prepare(
        Purpose.UNINSTALL,
        installation,
        app,
        installation.labels().uninstall(),
        installation.uninstall(),
        current != null && current.name().equals(app));
  }

  private @Nullable Prepared prepare(
      Purpose purpose,
      Installation installation,
      String app,
      @Nullable String label,
      CommandSpec spec,
      boolean nameTaken) {
    return commands(installation, app)
        .prepare(purpose, label, spec, marks(purpose, installation, app), nameTaken);
  }

  AppCommands commands(Installation installation, String app) {
    return new AppCommands(
        situation.surroundings(),
        situation.engineCommand(),
        app,
        imageWord(installation),
        installation.env(),
        grants(installation, app),
        RunOptsFile.Outcome.NOTHING);
  }

  /**
   * Those in force when it was installed, which nobody can take away from what must be undone; and
   * those given since, without which what was installed before grants counted could not go.
   */
  private List<String> grants(Installation installation, String app) {
    var grants = new LinkedHashSet<>(installation.grants());
    var record = situation.recorded().apps().get(app);
    if (record != null) {
      grants.addAll(record.manifest().spec().grants());
    }
    var declared = situation.desired().apps().get(app);
    if (declared != null) {
      grants.addAll(declared.resource().spec().grants());
    }
    return List.copyOf(grants);
  }

  private static SortedMap<String, String> marks(
      Purpose purpose, Installation installation, String app) {
    return ContainerLabels.of(
        app,
        purpose.field(),
        installation.imageId(),
        installation.inputs(),
        Fingerprint.of(new TreeMap<>()));
  }

  /** The reference while it means the installed image: an old UNINSTALL must not run the new. */
  private String imageWord(Installation installation) {
    try {
      var image =
          images == null ? null : images.find(ImageReference.parse(installation.reference()));
      if (image != null && image.id().equals(installation.imageId())) {
        return installation.reference();
      }
    } catch (IllegalArgumentException _) {
      // A reference of another time; the ID says it as well.
    }
    return installation.imageId();
  }
}
