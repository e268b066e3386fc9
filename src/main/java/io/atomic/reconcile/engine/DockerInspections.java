package io.atomic.reconcile.engine;

import io.atomic.reconcile.cycle.EffectException;
import io.atomic.reconcile.cycle.Inspections;
import io.atomic.reconcile.model.Container;
import io.atomic.reconcile.model.ContainerMake;
import java.time.Duration;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Looks at containers through Docker's API. */
public final class DockerInspections implements Inspections {
  private final EngineCalls calls;

  /**
   * Does not connect yet.
   *
   * @param timeout of one call
   */
  public DockerInspections(EngineSocket.Search search, Duration timeout) {
    this.calls = new EngineCalls(search, timeout);
  }

  @Override
  public @Nullable ContainerMake inspect(Container container)
      throws EffectException, InterruptedException {
    var made = inspected(container.id());
    if (made == null) {
      return null;
    }
    var image =
        calls.callUnlessGone(
            "inspect image '%s'".formatted(container.imageId()),
            client -> client.inspectImageCmd(container.imageId()).exec());
    var engine = calls.look("ask the engine about itself", client -> client.infoCmd().exec());
    var network = made.in("HostConfig").text("NetworkMode");
    var host = network.startsWith("container:") ? nameOf(network) : null;
    return new MakeReading(calls.kind(), Answer.of(engine), Answer.of(image), made, host)
        .of(container);
  }

  private @Nullable Answer inspected(String container)
      throws EffectException, InterruptedException {
    return calls.callUnlessGone(
        "inspect container '%s'".formatted(container),
        client -> Answer.of(client.inspectContainerCmd(container).exec()));
  }

  /** {@code container:} with the name, for the ID that the engine tells, if it is still there. */
  private String nameOf(String network) throws EffectException, InterruptedException {
    var id = network.substring("container:".length());
    var other = inspected(id);
    return "container:"
        + (other == null ? id : Objects.requireNonNull(other.text("Name")).replaceFirst("^/", ""));
  }
}
