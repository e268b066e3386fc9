package io.atomic.reconcile.plan;

import io.atomic.reconcile.label.Expander;
import io.atomic.reconcile.label.Expansion;
import io.atomic.reconcile.label.ImageLabels;
import io.atomic.reconcile.label.MountUse;
import io.atomic.reconcile.label.Prepared;
import io.atomic.reconcile.model.App;
import io.atomic.reconcile.model.AppRecord;
import io.atomic.reconcile.model.FileText;
import io.atomic.reconcile.model.Grant;
import io.atomic.reconcile.model.Image;
import io.atomic.reconcile.model.Observed.EngineView;
import io.atomic.reconcile.plan.Situation.Surroundings;
import io.atomic.reconcile.plan.Target.Refusal;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.List;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The host file that an image's label RUN_OPTS_FILE names, whose content is {@code $RUN_OPTS} in
 * the RUN of that image.
 *
 * <p>What the file holds ends up in arguments and in the container. So a label may name what is in
 * the app's own directories, if we made them, and anything else only where the manifest grants the
 * container a look at it anyway.
 */
public final class RunOptsFile {
  private static final String ORIGIN = "label " + ImageLabels.RUN_OPTS_FILE;

  private RunOptsFile() {}

  /** What a label asks for. */
  private sealed interface Asked {
    record Nothing() implements Asked {}

    /**
     * A file of the host.
     *
     * @param path without the root before it
     * @param look what it takes to name it
     */
    record File(String path, MountUse.OfPath look) implements Asked {}

    record Wrong(Refusal refusal) implements Asked {}
  }

  /**
   * What {@code $RUN_OPTS} is.
   *
   * @param text null = unset
   * @param refusal why a RUN that uses it cannot be made; null = it can
   * @param look what such a RUN claims on account of the file; null = nothing
   */
  record Outcome(@Nullable String text, @Nullable Refusal refusal, MountUse.@Nullable OfPath look) {
    static final Outcome NOTHING = of(null);

    static Outcome of(@Nullable String text) {
      return new Outcome(text, null, null);
    }

    /** Whether that is the directory of the app's own in which the file is, or may come to be. */
    boolean isIn(String directory) {
      return look != null && directory.equals(look.ownDirectory());
    }

    /** The claims of a command that has the text of the file in it. */
    Claims on(Claims claims) {
      if (look == null) {
        return claims;
      }
      var mounts = new ArrayList<>(claims.mounts());
      mounts.add(look);
      return new Claims(
          look.ownDirectory() == null ? claims.origin() + " with " + ORIGIN : claims.origin(),
          claims.needs(),
          mounts,
          claims.containers(),
          claims.images(),
          claims.grants());
    }
  }

  /**
   * The files to be read for apps whose images are on disk.
   *
   * @param imageIds of images in use, whatever the apps' references mean by now
   * @param made directories that we have made
   */
  public static SortedSet<String> paths(
      Collection<App> apps,
      Collection<String> imageIds,
      EngineView engine,
      Surroundings surroundings,
      Set<String> made) {
    var paths = new TreeSet<String>();
    if (engine instanceof EngineView.Reached(var kind, _, var images)) {
      var index = new ImageIndex(kind, images);
      var labelled =
          images.stream()
              .filter(
                  image -> ImageLabels.of(image.labels()).find(ImageLabels.RUN_OPTS_FILE) != null)
              .toList();
      for (var app : labelled.isEmpty() ? List.<App>of() : apps) {
        var current = index.find(app.spec().image());
        for (var image : labelled) {
          if ((image.equals(current) || imageIds.contains(image.id()))
              && asked(app, image, surroundings) instanceof Asked.File(var path, var look)
              && mayBeRead(app, path, look, made)) {
            paths.add(path);
          }
        }
      }
    }
    return paths;
  }

  /** What RUN of what is launched was given; null = nothing. */
  static @Nullable String recorded(@Nullable AppRecord record) {
    var launch = record == null ? null : record.launch();
    return launch == null ? null : launch.inputs().fields().get(Inputs.RUN_OPTS);
  }

  static Outcome read(App app, Image image, Situation situation) {
    return switch (asked(app, image, situation.surroundings())) {
      case Asked.Nothing _ -> Outcome.NOTHING;
      case Asked.Wrong(var refusal) -> new Outcome(null, refusal, null);
      case Asked.File(var path, var look) ->
          switch (situation.observed().host().texts().get(path)) {
            case null -> new Outcome(null, null, look);
            case FileText.Content(var text) -> new Outcome(text, null, look);
            case FileText.Unreadable(var reason) ->
                new Outcome(
                    null,
                    new Refusal(
                        "tried to read '%s', which %s names, but %s"
                            .formatted(path, ORIGIN, reason),
                        "make it a small text file, or remove it"),
                    look);
          };
    };
  }

  private static Asked asked(App app, Image image, Surroundings surroundings) {
    var label = ImageLabels.of(image.labels()).find(ImageLabels.RUN_OPTS_FILE);
    if (label == null) {
      return new Asked.Nothing();
    }
    var variables =
        AppCommands.variables(
            surroundings,
            app.spec().run(),
            app.name(),
            app.spec().image().toString(),
            app.spec().env(),
            null);
    return switch (Expander.expandValue(ORIGIN, label, variables)) {
      case Expansion.Invalid(var problems) ->
          new Asked.Wrong(AppCommands.refusal(new Prepared.Refused(problems)));
      case Expansion.Expanded expanded ->
          expanded.words().getFirst().hasSecret()
              ? wrong("tried to read %s, but it names a file by a secret".formatted(ORIGIN), null)
              : file(app, expanded.words().getFirst().toString(), surroundings);
    };
  }

  private static Asked file(App app, String written, Surroundings surroundings) {
    var root = surroundings.hostRoot();
    // ${DATADIR} and its like come with the root in front.
    var path =
        !root.isEmpty() && Grant.Mount.isBelow(written, root)
            ? written.substring(root.length())
            : written;
    if (!(Grant.find("mount:" + path + ":ro") instanceof Grant.Mount need)) {
      return wrong(
          "tried to read %s, but '%s' is no absolute path".formatted(ORIGIN, written),
          "it must begin with '/', and have neither '..' nor a colon");
    }
    var own =
        Stream.of("/etc/", "/var/log/", "/var/lib/")
            .map(parent -> parent + app.name())
            .filter(directory -> Grant.Mount.isBelow(need.path(), directory))
            .findFirst();
    return new Asked.File(
        need.path(),
        new MountUse.OfPath(
            root + need.path(),
            true,
            own.map(directory -> root + directory).orElse(null),
            Collections.emptySortedSet()));
  }

  /**
   * What is not granted is not even read. The gate tells the user; to it the claim of a look goes.
   */
  private static boolean mayBeRead(App app, String path, MountUse.OfPath look, Set<String> made) {
    return (look.ownDirectory() != null && made.contains(look.ownDirectory()))
        || Grant.findAll(app.spec().grants()).stream()
            .anyMatch(grant -> grant.covers(new Grant.Mount(path, true)));
  }

  private static Asked wrong(String message, @Nullable String remedy) {
    return new Asked.Wrong(new Refusal(message, remedy));
  }
}
