package io.atomic.reconcile.cycle;

import io.atomic.reconcile.model.Container;
import io.atomic.reconcile.model.EnvValue;
import io.atomic.reconcile.model.LiveFields;
import io.atomic.reconcile.model.Observed.EngineView;
import io.atomic.reconcile.model.Volume;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * The container engine. Every call has a deadline. An effect that is already there is no failure:
 * starting what runs, stopping or removing what is gone.
 */
public interface Engine {

  /** All containers and images, in a number of calls that does not depend on how many there are. */
  EngineView view() throws InterruptedException;

  /** The containers, running or not, that carry all the labels. */
  List<Container> containersLabelled(Map<String, String> labels)
      throws EffectException, InterruptedException;

  /** The container of exactly that name; null = there is none. */
  @Nullable Container containerNamed(String name) throws EffectException, InterruptedException;

  /** How a container stands; null = it is gone. */
  @Nullable ContainerState state(String containerId) throws EffectException, InterruptedException;

  /** What a container is, beyond what {@link #view} lists; null = it is gone. */
  @Nullable LiveFields live(String containerId) throws EffectException, InterruptedException;

  /**
   * Runs the container's HEALTHCHECK once, where the engine does not do so by itself; {@link
   * #state} says what it came to.
   */
  ProbeAnswer runHealthcheck(String containerId) throws EffectException, InterruptedException;

  /**
   * Runs a command inside a container; says its exit code.
   *
   * @param timeout how long it is waited for
   */
  ProbeAnswer exec(String containerId, List<String> words, Duration timeout)
      throws EffectException, InterruptedException;

  /**
   * The last lines of a container's log, made fit to print.
   *
   * @param secrets whose values are not to be seen in them
   * @return none, if it is gone or its log cannot be read back
   */
  List<String> lastLines(String containerId, int count, Collection<EnvValue> secrets)
      throws EffectException, InterruptedException;

  /**
   * Fetches an image from its registry.
   *
   * @param progress told what is going on, a short phrase at a time
   * @return its image ID
   */
  String pull(String reference, Consumer<String> progress)
      throws EffectException, InterruptedException;

  /** Directory in which it keeps images; null = it does not say. */
  @Nullable String storage() throws EffectException, InterruptedException;

  /** The ID of an image on disk; null = it is not there. */
  @Nullable String imageId(String reference) throws EffectException, InterruptedException;

  void start(String containerId) throws EffectException, InterruptedException;

  void unpause(String containerId) throws EffectException, InterruptedException;

  /**
   * Stops a container, whatever it is doing, and waits until it has ended. How long it has between
   * being asked and being killed is the container's own setting ({@code --stop-timeout}).
   *
   * @param patience how long we wait for that
   */
  void stop(String containerId, Duration patience) throws EffectException, InterruptedException;

  /**
   * Gives a container another name.
   *
   * @return false = the container is gone
   */
  boolean rename(String containerId, String newName) throws EffectException, InterruptedException;

  /**
   * Changes what the engine can change of a container while it runs.
   *
   * @param options of {@code run}, in the words of the command line
   */
  void update(String containerId, SortedMap<String, String> options)
      throws EffectException, InterruptedException;

  /** Removes a container, never its volumes. */
  void remove(String containerId) throws EffectException, InterruptedException;

  /** The volume of that name; null = there is none. */
  @Nullable Volume volume(String name) throws EffectException, InterruptedException;

  /**
   * Removes a volume with all that is in it.
   *
   * @return false = it stays, because a container uses it
   */
  boolean removeVolume(String name) throws EffectException, InterruptedException;

  /** Gives an image one more name. */
  void tag(String imageId, String repository, String tag)
      throws EffectException, InterruptedException;

  /**
   * Takes a name from an image, and the image with its last name.
   *
   * @return false = it stays, because something uses it
   */
  boolean untag(String reference) throws EffectException, InterruptedException;
}
