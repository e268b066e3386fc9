package io.atomic.reconcile.cycle;

import io.atomic.reconcile.model.App;
import io.atomic.reconcile.model.AppRecord;
import io.atomic.reconcile.model.AppSpec;
import io.atomic.reconcile.model.AppSpec.AppState;
import io.atomic.reconcile.model.CommandSpec;
import io.atomic.reconcile.model.ImageReference;
import io.atomic.reconcile.model.ResourceId;
import io.atomic.reconcile.plan.Selection;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** What somebody at the command line wants of one app, now. */
public sealed interface Request {
  String app();

  default ResourceId id() {
    return ResourceId.app(app());
  }

  /**
   * The app as it is to be.
   *
   * @param base as it was applied last, else as it is declared; null = it is neither recorded nor
   *     declared
   * @param made whether something has been made for it
   * @return null = there is no such app that this could be asked of
   */
  @Nullable App applied(@Nullable App base, boolean made);

  /** Whether nothing counts that was said with an earlier request of the same app's RUN. */
  default boolean startsOver() {
    return false;
  }

  /**
   * The record of the app, with what is said for this once of the commands that were recorded.
   *
   * @param record of the app that it is about
   */
  default AppRecord told(AppRecord record) {
    return record;
  }

  /** The one app that it is about. */
  default Targets targets() {
    return (desired, _) ->
        desired.apps().containsKey(app())
            ? new Targets.Choice.Of(Selection.only(app()))
            : new Targets.Choice.Unknown(
                "there is no app '%s': it is neither declared nor recorded".formatted(app()));
  }

  /**
   * What is said with an image's name.
   *
   * @param args words behind the label's own; empty = as before
   * @param options OPT1..OPT3, keyed "1".."3"; empty = as before
   * @param command in place of the label; null = as before
   * @param grants on top of those that the app has
   */
  record Words(
      List<String> args,
      SortedMap<String, String> options,
      @Nullable List<String> command,
      List<String> grants) {
    public Words {
      command = command == null ? null : List.copyOf(command);
      args = List.copyOf(args);
      options = Collections.unmodifiableSortedMap(new TreeMap<>(options));
      grants = List.copyOf(grants);
    }

    private Words granting(SortedSet<String> more) {
      var all = new ArrayList<>(grants);
      all.addAll(more);
      return new Words(args, options, command, all);
    }

    private CommandSpec over(CommandSpec base) {
      return new CommandSpec(
          args.isEmpty() ? base.args() : args,
          options.isEmpty() ? base.options() : options,
          base.timeout(),
          command == null ? base.command() : command);
    }

    private AppSpec grantedTo(AppSpec spec) {
      return spec.withGrants(grantedOver(spec.grants()));
    }

    private List<String> grantedOver(List<String> base) {
      var all = new LinkedHashSet<>(base);
      all.addAll(grants);
      return List.copyOf(all);
    }
  }

  /** One that brings an image, whose label commands may need more than they are granted. */
  sealed interface OfImage extends Request {
    OfImage granting(SortedSet<String> more);
  }

  /** INSTALL of the image; an app that runs already keeps running, with this image. */
  record Install(String app, ImageReference image, Words words) implements OfImage {
    @Override
    public Install granting(SortedSet<String> more) {
      return new Install(app, image, words.granting(more));
    }

    @Override
    public App applied(@Nullable App base, boolean made) {
      var spec =
          base == null
              ? AppSpec.of(image).withState(AppState.INSTALLED)
              : made ? present(base.spec()) : base.spec().withState(AppState.INSTALLED);
      return named(
          app,
          base,
          words.grantedTo(
              spec.withImage(meant(app, image, base)).withInstall(words.over(spec.install()))));
    }

    private static AppSpec present(AppSpec spec) {
      return spec.state() == AppState.ABSENT ? spec.withState(AppState.INSTALLED) : spec;
    }
  }

  /**
   * RUN of the image.
   *
   * @param startsOver whether a new container is meant, and not the one that may be there
   */
  record Run(String app, ImageReference image, Words words, boolean startsOver) implements OfImage {
    @Override
    public Run granting(SortedSet<String> more) {
      return new Run(app, image, words.granting(more), startsOver);
    }

    @Override
    public App applied(@Nullable App base, boolean made) {
      var spec = base == null ? AppSpec.of(image) : base.spec();
      return named(
          app,
          base,
          words.grantedTo(
              spec.withImage(meant(app, image, base))
                  .withState(
                      spec.state() == AppState.COMPLETED ? AppState.COMPLETED : AppState.RUNNING)
                  .withRun(words.over(spec.run()))));
    }
  }

  /** All that was made for it goes; the words are for its UNINSTALL. */
  record Uninstall(String app, Words words) implements Request {
    @Override
    public @Nullable App applied(@Nullable App base, boolean made) {
      return base == null ? null : named(app, base, base.spec().withState(AppState.ABSENT));
    }

    @Override
    public AppRecord told(AppRecord record) {
      var installation = record.installation();
      return installation == null
          ? record
          : record.withInstallation(
              installation
                  .withUninstall(words.over(installation.uninstall()))
                  .withGrants(words.grantedOver(installation.grants())));
    }
  }

  /** It is stopped, and stays installed; the words are for its STOP. */
  record Stop(String app, Words words) implements Request {
    @Override
    public @Nullable App applied(@Nullable App base, boolean made) {
      return base == null ? null : named(app, base, base.spec());
    }

    @Override
    public AppRecord told(AppRecord record) {
      var installation = record.installation();
      return installation == null
          ? record
          : record.withInstallation(
              installation
                  .withStop(words.over(installation.stop()))
                  .withGrants(words.grantedOver(installation.grants())));
    }
  }

  /** It becomes what its reference means on this host by now. */
  record Renew(String app) implements Request {
    @Override
    public @Nullable App applied(@Nullable App base, boolean made) {
      return base == null ? null : named(app, base, base.spec());
    }
  }

  /** Who says nothing but the name of an app that is there means its image. */
  private static ImageReference meant(String app, ImageReference image, @Nullable App base) {
    return base != null && image.toString().equals(app) ? base.spec().image() : image;
  }

  private static App named(String name, @Nullable App base, AppSpec spec) {
    return base == null
        ? new App(name, Collections.emptySortedMap(), spec)
        : base.withSpec(spec).askedFor();
  }
}
