package io.atomic.reconcile.engine;

import com.github.dockerjava.api.exception.ConflictException;
import io.atomic.reconcile.cycle.EffectException;
import io.atomic.reconcile.model.Container;
import java.time.Duration;
import java.util.SortedMap;

/** What is done to containers that are there; that it is done already is no error. */
final class ContainerChanges {
  private static final Duration BETWEEN_LOOKS = Duration.ofMillis(100);

  private final EngineCalls calls;

  ContainerChanges(EngineCalls calls) {
    this.calls = calls;
  }

  void start(String containerId) throws EffectException, InterruptedException {
    var what = "start container " + Container.shortId(containerId);
    try {
      calls.call(calls.timeout(), what, client -> client.startContainerCmd(containerId).exec());
    } catch (EngineCalls.AlreadySoException e) {
      if (e.isGone()) {
        throw new EffectException(
            "tried to %s, but it is gone".formatted(what), "run again: it will be made anew", e);
      }
    }
  }

  void unpause(String containerId) throws EffectException, InterruptedException {
    calls.unlessAlreadySo(
        "unpause container " + Container.shortId(containerId),
        client -> client.unpauseContainerCmd(containerId).exec());
  }

  void stop(String containerId, Duration patience) throws EffectException, InterruptedException {
    var what = "stop container " + Container.shortId(containerId);
    try {
      calls.call(
          calls.timeout().plus(patience),
          what,
          client -> client.stopContainerCmd(containerId).exec());
    } catch (EngineCalls.AlreadySoException _) {
      return;
    }
    awaitEnd(containerId, what);
  }

  /** One that removes itself when it ends keeps its name for a moment longer. */
  private void awaitEnd(String containerId, String what)
      throws EffectException, InterruptedException {
    var looks = calls.timeout().dividedBy(BETWEEN_LOOKS);
    for (var look = 0; look < looks; look++) {
      var state =
          calls.callUnlessGone(
              what, client -> client.inspectContainerCmd(containerId).exec().getState());
      if (state == null
          || (!Boolean.TRUE.equals(state.getRunning()) && !"removing".equals(state.getStatus()))) {
        return;
      }
      Thread.sleep(BETWEEN_LOOKS);
    }
    throw new EffectException("tried to %s, but it goes on running".formatted(what));
  }

  boolean rename(String containerId, String newName) throws EffectException, InterruptedException {
    var what = "rename container %s to '%s'".formatted(Container.shortId(containerId), newName);
    return calls.callUnlessGone(
            what,
            client -> {
              client.renameContainerCmd(containerId).withName(newName).exec();
              return Boolean.TRUE;
            })
        != null;
  }

  void update(String containerId, SortedMap<String, String> options)
      throws EffectException, InterruptedException {
    calls.unlessAlreadySo(
        "change %s of container %s"
            .formatted(String.join(", ", options.keySet()), Container.shortId(containerId)),
        client -> {
          var request = client.updateContainerCmd(containerId);
          options.forEach((option, value) -> OptionUpdate.put(request, option, value));
          request.exec();
          return null;
        });
  }

  void remove(String containerId) throws EffectException, InterruptedException {
    var what = "remove container " + Container.shortId(containerId);
    try {
      calls.unlessAlreadySo(
          what,
          client ->
              client
                  .removeContainerCmd(containerId)
                  .withForce(true)
                  .withRemoveVolumes(false)
                  .exec());
    } catch (EffectException e) {
      // The engine is at it already; what counts is that it goes.
      if (!(e.getCause() instanceof ConflictException)) {
        throw e;
      }
      awaitEnd(containerId, what);
    }
  }
}
