package io.atomic.reconcile.engine;

import com.github.dockerjava.api.DockerClient;
import com.github.dockerjava.api.exception.ConflictException;
import com.github.dockerjava.api.exception.InternalServerErrorException;
import io.atomic.reconcile.cycle.ContainerState;
import io.atomic.reconcile.cycle.EffectException;
import io.atomic.reconcile.cycle.Engine;
import io.atomic.reconcile.cycle.ProbeAnswer;
import io.atomic.reconcile.cycle.RegistryLogins;
import io.atomic.reconcile.cycle.Secrets;
import io.atomic.reconcile.model.Container;
import io.atomic.reconcile.model.EnvValue;
import io.atomic.reconcile.model.LiveFields;
import io.atomic.reconcile.model.Observed.EngineView;
import io.atomic.reconcile.model.Volume;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.SortedMap;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/** An engine that speaks Docker's API: docker itself, or podman's compatible socket. */
public final class DockerEngine implements Engine, AutoCloseable {
  private static final Duration BETWEEN_LOOKS = Duration.ofMillis(100);
  private static final int LOOKS = 5;

  private final EngineCalls calls;
  private final Pulls pulls;
  private final ContainerChanges changes;
  private final ContainerStreams streams;
  private final Healthchecks healthchecks;
  private final UnaryOperator<String> hash;

  /**
   * Does not connect yet.
   *
   * @param timeout of one call
   * @param pullTimeout of one pull
   * @param secrets that containers may print
   * @param logins for pulls: docker has none of its own
   * @param hash salted, for what containers are told that is not to be recorded
   */
  public DockerEngine(
      EngineSocket.Search search,
      Duration timeout,
      Duration pullTimeout,
      EngineProgram program,
      Secrets secrets,
      RegistryLogins logins,
      UnaryOperator<String> hash) {
    this.hash = hash;
    this.calls = new EngineCalls(search, timeout);
    this.pulls = new Pulls(calls, pullTimeout, logins);
    this.changes = new ContainerChanges(calls);
    this.streams = new ContainerStreams(calls, secrets);
    this.healthchecks = new Healthchecks(program, timeout);
  }

  /** Hangs up, for a process that goes on. */
  @Override
  public void close() {
    calls.close();
  }

  @Override
  public EngineView view() throws InterruptedException {
    try {
      var containers =
          calls.look(
              "list the containers", client -> client.listContainersCmd().withShowAll(true).exec());
      var images = listImages();
      return new EngineView.Reached(
          calls.kind(),
          containers.stream().map(EngineShapes::container).toList(),
          images.stream().map(EngineShapes::image).toList());
    } catch (EffectException e) {
      return new EngineView.Unreachable(
          e.message(), Objects.requireNonNullElse(e.remedy(), "look at the engine's log"));
    }
  }

  /** Podman stumbles over images that somebody removes meanwhile. */
  private List<com.github.dockerjava.api.model.Image> listImages()
      throws EffectException, InterruptedException {
    for (var look = 1; ; look++) {
      try {
        return calls.look("list the images", client -> client.listImagesCmd().exec());
      } catch (EffectException e) {
        if (look == LOOKS || !(e.getCause() instanceof InternalServerErrorException)) {
          throw e;
        }
        Thread.sleep(BETWEEN_LOOKS);
      }
    }
  }

  @Override
  public List<Container> containersLabelled(Map<String, String> labels)
      throws EffectException, InterruptedException {
    return calls.look(
        "list the containers of a step",
        client ->
            client.listContainersCmd().withShowAll(true).withLabelFilter(labels).exec().stream()
                .map(EngineShapes::container)
                .toList());
  }

  @Override
  public @Nullable Container containerNamed(String name)
      throws EffectException, InterruptedException {
    // The engines' name filter is a pattern, and matches parts of names.
    return calls
        .look(
            "look for container '%s'".formatted(name),
            client ->
                client
                    .listContainersCmd()
                    .withShowAll(true)
                    .withNameFilter(List.of(name))
                    .exec()
                    .stream()
                    .map(EngineShapes::container)
                    .filter(container -> container.name().equals(name))
                    .toList())
        .stream()
        .findFirst()
        .orElse(null);
  }

  @Override
  public @Nullable ContainerState state(String containerId)
      throws EffectException, InterruptedException {
    var inspected =
        calls.callUnlessGone(
            "inspect container " + Container.shortId(containerId),
            client -> Answer.of(client.inspectContainerCmd(containerId).exec()));
    var kind = calls.kind();
    return inspected == null
        ? null
        : new StateReading(kind, inspected, Healthchecks.areOurs(kind)).read();
  }

  @Override
  public @Nullable LiveFields live(String containerId)
      throws EffectException, InterruptedException {
    var inspected =
        calls.callUnlessGone(
            "inspect container " + Container.shortId(containerId),
            client -> Answer.of(client.inspectContainerCmd(containerId).exec()));
    return inspected == null ? null : new LiveReading(calls.kind(), inspected, hash).fields();
  }

  @Override
  public ProbeAnswer runHealthcheck(String containerId) throws InterruptedException {
    return healthchecks.run(containerId);
  }

  @Override
  public ProbeAnswer exec(String containerId, List<String> words, Duration timeout)
      throws EffectException, InterruptedException {
    return streams.exec(containerId, words, timeout);
  }

  @Override
  public List<String> lastLines(String containerId, int count, Collection<EnvValue> hidden)
      throws EffectException, InterruptedException {
    return streams.lastLines(containerId, count, hidden);
  }

  @Override
  public String pull(String reference, Consumer<String> progress)
      throws EffectException, InterruptedException {
    pulls.pull(reference, progress);
    var id = imageId(reference);
    if (id == null) {
      throw new EffectException(
          "tried to pull '%s', and the engine reported success, but the image is not there"
              .formatted(reference));
    }
    return id;
  }

  @Override
  public @Nullable String storage() throws EffectException, InterruptedException {
    var info = calls.look("ask the engine about itself", client -> client.infoCmd().exec());
    return info.getDockerRootDir();
  }

  @Override
  public @Nullable String imageId(String reference) throws EffectException, InterruptedException {
    return calls.lookUnlessGone(
        "inspect image '%s'".formatted(reference),
        client -> EngineShapes.imageId(client.inspectImageCmd(reference).exec().getId()));
  }

  @Override
  public void start(String containerId) throws EffectException, InterruptedException {
    changes.start(containerId);
  }

  @Override
  public void unpause(String containerId) throws EffectException, InterruptedException {
    var state = state(containerId);
    if (state != null && state.status() == Container.Status.PAUSED) {
      changes.unpause(containerId);
    }
  }

  @Override
  public void stop(String containerId, Duration patience)
      throws EffectException, InterruptedException {
    unpause(containerId);
    changes.stop(containerId, patience);
  }

  @Override
  public boolean rename(String containerId, String newName)
      throws EffectException, InterruptedException {
    return changes.rename(containerId, newName);
  }

  @Override
  public void update(String containerId, SortedMap<String, String> options)
      throws EffectException, InterruptedException {
    changes.update(containerId, options);
  }

  @Override
  public void remove(String containerId) throws EffectException, InterruptedException {
    changes.remove(containerId);
  }

  @Override
  public @Nullable Volume volume(String name) throws EffectException, InterruptedException {
    var volume =
        calls.callUnlessGone(
            "look at volume '%s'".formatted(name),
            client -> EngineShapes.volume(client.inspectVolumeCmd(name).exec()));
    // Podman also finds by the beginning of a name.
    return volume == null || !volume.name().equals(name) ? null : volume;
  }

  @Override
  public void tag(String imageId, String repository, String tag)
      throws EffectException, InterruptedException {
    calls.unlessAlreadySo(
        "name image %s '%s:%s'".formatted(imageId, repository, tag),
        client -> client.tagImageCmd(imageId, repository, tag).exec());
  }

  @Override
  public boolean removeVolume(String name) throws EffectException, InterruptedException {
    // Podman would take the beginning of a name for the whole.
    return volume(name) == null
        || unlessInUse(
            "remove volume '%s'".formatted(name), client -> client.removeVolumeCmd(name).exec());
  }

  @Override
  public boolean untag(String reference) throws EffectException, InterruptedException {
    return unlessInUse(
        "remove image '%s'".formatted(reference),
        client -> client.removeImageCmd(reference).exec());
  }

  private boolean unlessInUse(String what, Function<DockerClient, @Nullable Void> call)
      throws EffectException, InterruptedException {
    try {
      calls.unlessAlreadySo(what, call);
      return true;
    } catch (EffectException e) {
      if (e.getCause() instanceof ConflictException) {
        return false;
      }
      throw e;
    }
  }
}
