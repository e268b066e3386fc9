package io.atomic.reconcile.engine;

import com.github.dockerjava.api.async.ResultCallback;
import com.github.dockerjava.api.model.EventType;
import io.atomic.reconcile.cycle.EffectException;
import io.atomic.reconcile.cycle.EngineEvents;
import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.attribute.BasicFileAttributes;
import java.time.Duration;
import java.util.Objects;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** The engine's own stream of events, of docker and podman alike. */
public final class DockerEngineEvents implements EngineEvents {
  private static final Duration BETWEEN_LOOKS = Duration.ofSeconds(5);
  private static final String FOLLOW = "follow the engine's events";

  private final Supplier<EngineSocket.Search> search;
  private final Duration timeout;

  /**
   * Events of an engine.
   *
   * @param search is done anew each time: an engine that was not there may come elsewhere
   * @param timeout of the first call, which tells whether it answers at all
   */
  public DockerEngineEvents(Supplier<EngineSocket.Search> search, Duration timeout) {
    this.search = search;
    this.timeout = timeout;
  }

  @Override
  public void follow(Listener listener) throws EffectException, InterruptedException {
    switch (search.get()) {
      case EngineSocket.Search.NotFound(var message, var remedy) ->
          throw new EffectException(message, remedy, null);
      case EngineSocket.Search.Found(var socket) -> follow(socket, listener);
    }
  }

  private void follow(EngineSocket socket, Listener listener)
      throws EffectException, InterruptedException {
    try (var probe = DockerClients.unversioned(socket)) {
      var version = new Deadline(timeout).call(FOLLOW, () -> probe.versionCmd().exec());
      try (var client = DockerClients.negotiated(socket, version.getApiVersion());
          var following =
              client
                  .eventsCmd()
                  .withEventTypeFilter(EventType.CONTAINER, EventType.IMAGE)
                  .withEventFilter(EventReading.ACTIONS.toArray(String[]::new))
                  .exec(new Following(listener))) {
        following.awaitEndOf(socket);
      }
    } catch (ExecutionException e) {
      throw EngineFailure.of(FOLLOW, socket, Objects.requireNonNull(e.getCause()));
    } catch (IOException e) {
      throw EngineFailure.of(FOLLOW, socket, e);
    }
  }

  /** Hands events on until there are no more. */
  private static final class Following
      implements ResultCallback<com.github.dockerjava.api.model.Event> {
    private final Listener listener;
    private final CountDownLatch over = new CountDownLatch(1);
    private volatile @Nullable Closeable stream;
    private volatile @Nullable Throwable failure;

    Following(Listener listener) {
      this.listener = listener;
    }

    @Override
    public void onStart(Closeable closeable) {
      stream = closeable;
      listener.connected();
    }

    @Override
    public void onNext(com.github.dockerjava.api.model.Event event) {
      var read = EventReading.read(event);
      if (read != null) {
        listener.happened(read);
      }
    }

    @Override
    public void onError(Throwable thrown) {
      failure = thrown;
      over.countDown();
    }

    @Override
    public void onComplete() {
      over.countDown();
    }

    /**
     * Until the engine has hung up, or another one listens there: the old one may live on, and
     * would go on telling.
     */
    void awaitEndOf(EngineSocket socket) throws EffectException, InterruptedException {
      var connected = file(socket);
      while (!over.await(BETWEEN_LOOKS.toMillis(), TimeUnit.MILLISECONDS)) {
        if (!Objects.equals(connected, file(socket))) {
          return;
        }
      }
      var thrown = failure;
      if (thrown != null) {
        throw EngineFailure.of(FOLLOW, socket, thrown);
      }
    }

    /** Which file that path is; null = there is none. */
    private static @Nullable Object file(EngineSocket socket) {
      try {
        return Files.readAttributes(socket.path(), BasicFileAttributes.class).fileKey();
      } catch (IOException _) {
        return null;
      }
    }

    @Override
    public void close() throws IOException {
      var open = stream;
      if (open != null) {
        open.close();
      }
    }
  }
}
