package io.atomic.reconcile.label;

import io.atomic.reconcile.model.EnvValue;
import java.util.Collections;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Everything that decides what a label command becomes.
 *
 * @param args words of the user, put behind the command's own, verbatim
 * @param engineCommand the engine's program and options, such as {@code docker} or {@code podman
 *     --url unix:///x}
 * @param name the app's name, which its container bears
 * @param nameTaken whether a container of that name exists
 * @param containerLabels our labels for the container that is made
 * @param env the app's {@code spec.env}, given to the child and to the container that is made
 * @param shell whether the app is granted one, for labels that nothing else understands
 */
public record LabelRequest(
    Purpose purpose,
    CommandText source,
    Variables variables,
    List<String> args,
    List<String> engineCommand,
    String name,
    boolean nameTaken,
    SortedMap<String, String> containerLabels,
    SortedMap<String, EnvValue> env,
    boolean shell) {

  /** The beginning of the keys of labels by which this program recognises its containers. */
  public static final String OWN_LABELS = "io.atomic.reconcile.";

  public LabelRequest {
    args = List.copyOf(args);
    engineCommand = List.copyOf(engineCommand);
    containerLabels = Collections.unmodifiableSortedMap(new TreeMap<>(containerLabels));
    env = Collections.unmodifiableSortedMap(new TreeMap<>(env));
  }

  /** How messages call the command's source. */
  public String origin() {
    return origin(purpose, source instanceof CommandText.Words);
  }

  /**
   * How messages call the source of a command.
   *
   * @param inManifest whether the manifest has it, and not a label of the image
   */
  public static String origin(Purpose purpose, boolean inManifest) {
    return inManifest ? "spec." + purpose.field() + ".command" : "label " + purpose.label();
  }
}
