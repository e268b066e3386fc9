package io.atomic.reconcile.plan;

import io.atomic.reconcile.model.App;
import io.atomic.reconcile.model.Fingerprint;
import io.atomic.reconcile.model.Image;
import io.atomic.reconcile.model.Installation;
import java.util.Collections;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * What an app is to become: its manifest brought together with the image that the reference
 * resolves to in the engine now.
 *
 * @param place of the manifest, for messages
 * @param image null = not on disk
 * @param install inputs of INSTALL; null = known after fetch
 * @param run inputs of RUN; null = known after fetch
 * @param contents hash of each input whose value is not recorded, by field
 * @param commands null = known after fetch
 * @param missing references of images that must be fetched before the commands can run
 * @param digest that the app's own reference is to mean from then on; null = whatever its registry
 *     says
 * @param refusal why the label commands cannot be used; null = they can
 * @param warnings what is odd about the label commands
 */
public record Target(
    App app,
    @Nullable String place,
    @Nullable Image image,
    @Nullable Fingerprint install,
    @Nullable Fingerprint run,
    SortedMap<String, String> contents,
    @Nullable Commands commands,
    List<String> missing,
    @Nullable String digest,
    @Nullable Refusal refusal,
    List<String> warnings) {

  public Target {
    contents = Collections.unmodifiableSortedMap(new TreeMap<>(contents));
    missing = List.copyOf(missing);
    warnings = List.copyOf(warnings);
  }

  /**
   * The label commands of the image on disk.
   *
   * @param install null = the image has none
   * @param installBesides INSTALL as it runs while a container has the app's name
   * @param run the image's, or the default where it has none
   * @param stop as it would run now; null = the image has none, or it cannot be run
   * @param uninstall likewise
   * @param labels as the image carries them
   */
  public record Commands(
      PlannedCommand.@Nullable Known install,
      PlannedCommand.@Nullable Known installBesides,
      PlannedCommand.Known run,
      PlannedCommand.@Nullable Known stop,
      PlannedCommand.@Nullable Known uninstall,
      Installation.LabelTexts labels) {

    /** Every command that the app brings, in the order of its life. */
    public List<PlannedCommand.Known> all() {
      return Stream.of(install, run, stop, uninstall).flatMap(Stream::ofNullable).toList();
    }
  }

  /** Why a label command cannot be used, and what to do about it. */
  public record Refusal(String message, @Nullable String remedy) {}

  Target withContents(SortedMap<String, String> other) {
    return new Target(
        app, place, image, install, run, other, commands, missing, digest, refusal, warnings);
  }

  String name() {
    return app.name();
  }

  /** Of the contents, those that belong to fields of the inputs. */
  SortedMap<String, String> contentsOf(Fingerprint inputs) {
    var belonging = new TreeMap<>(contents);
    belonging.keySet().retainAll(inputs.fields().keySet());
    return belonging;
  }

  /** Whether RUN makes the app's container, as far as is known, and not INSTALL or nobody. */
  boolean runMakesContainer() {
    return commands == null || commands.run().makesContainer();
  }

  /** Whether INSTALL is there, or may turn out to be. */
  boolean mayInstall() {
    return commands == null || commands.install() != null;
  }
}
