package io.atomic.reconcile.model;

import java.util.Collections;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * How a container was made, as what one would say to the engine to make an equal one. What the
 * image or the engine would say by itself is not in it.
 *
 * @param container which one; its labels are all that it has
 * @param image the words by which its maker named the image
 * @param options of {@code run}, but for its name, env and labels
 * @param env variables that the image does not set, or sets otherwise
 * @param labels that the image does not have, or has otherwise
 * @param words what follows the image
 * @param untold sentences about what no option can say
 */
public record ContainerMake(
    Container container,
    String image,
    List<Option> options,
    SortedMap<String, String> env,
    SortedMap<String, String> labels,
    List<String> words,
    List<String> untold) {
  public ContainerMake {
    options = List.copyOf(options);
    env = Collections.unmodifiableSortedMap(new TreeMap<>(env));
    labels = Collections.unmodifiableSortedMap(new TreeMap<>(labels));
    words = List.copyOf(words);
    untold = List.copyOf(untold);
  }

  /**
   * One option of the engine's command line.
   *
   * @param name the long one, without dashes
   * @param value null = it is a flag, and on
   */
  public record Option(String name, @Nullable String value) {}
}
