package io.atomic.reconcile.engine;

import com.github.dockerjava.api.DockerClient;
import com.github.dockerjava.api.exception.InternalServerErrorException;
import com.github.dockerjava.api.exception.NotFoundException;
import com.github.dockerjava.api.exception.NotModifiedException;
import io.atomic.reconcile.cycle.EffectException;
import io.atomic.reconcile.model.Observed.EngineKind;
import java.io.IOException;
import java.time.Duration;
import java.util.Objects;
import java.util.concurrent.ExecutionException;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Calls to an engine: connected when the first one is made, each under a deadline, each failure put
 * into words.
 */
final class EngineCalls implements AutoCloseable {
  private static final Duration BETWEEN_LOOKS = Duration.ofMillis(100);

  /** Podman fails to list while somebody else removes what it lists. */
  private static final int LOOKS = 5;

  private final EngineSocket.Search search;
  private final Duration timeout;
  private @Nullable Connection connection;

  /** A client that speaks a version that both sides know, and what it speaks to. */
  private record Connection(EngineSocket socket, DockerClient client, EngineKind kind) {}

  EngineCalls(EngineSocket.Search search, Duration timeout) {
    this.search = search;
    this.timeout = timeout;
  }

  EngineKind kind() throws EffectException, InterruptedException {
    return connection().kind();
  }

  /** How long {@link #look} and the others wait. */
  Duration timeout() {
    return timeout;
  }

  private synchronized Connection connection() throws EffectException, InterruptedException {
    var existing = connection;
    if (existing != null) {
      return existing;
    }
    return switch (search) {
      case EngineSocket.Search.NotFound(var message, var remedy) ->
          throw new EffectException(message, remedy, null);
      case EngineSocket.Search.Found(var socket) -> connect(socket);
    };
  }

  private Connection connect(EngineSocket socket) throws EffectException, InterruptedException {
    var what = "ask the engine for its version";
    try (var probe = DockerClients.unversioned(socket)) {
      var version = new Deadline(timeout).call(what, () -> probe.versionCmd().exec());
      var made =
          new Connection(
              socket,
              DockerClients.negotiated(socket, version.getApiVersion()),
              EngineShapes.kind(version));
      connection = made;
      return made;
    } catch (ExecutionException e) {
      throw EngineFailure.of(what, socket, Objects.requireNonNull(e.getCause()));
    } catch (IOException e) {
      throw EngineFailure.of(what, socket, e);
    }
  }

  /** Hangs up. */
  @Override
  public synchronized void close() {
    var open = connection;
    connection = null;
    if (open != null) {
      try {
        open.client().close();
      } catch (IOException _) {
        // It was to be closed.
      }
    }
  }

  /**
   * Calls for what only looks. Podman fails to list while somebody else removes what it lists, so
   * it is asked again.
   */
  <T> T look(String what, Function<DockerClient, T> call)
      throws EffectException, InterruptedException {
    return Objects.requireNonNull(asked(() -> call(what, call)));
  }

  /** The same for one thing; null = it is not there. */
  <T> @Nullable T lookUnlessGone(String what, Function<DockerClient, T> call)
      throws EffectException, InterruptedException {
    return asked(() -> callUnlessGone(what, call));
  }

  /** A question. */
  private interface Question<T> {
    @Nullable T answer() throws EffectException, InterruptedException;
  }

  private static <T> @Nullable T asked(Question<T> question)
      throws EffectException, InterruptedException {
    for (var look = 1; look < LOOKS; look++) {
      try {
        return question.answer();
      } catch (EffectException e) {
        if (!(e.getCause() instanceof InternalServerErrorException)) {
          throw e;
        }
        Thread.sleep(BETWEEN_LOOKS);
      }
    }
    return question.answer();
  }

  private <T> T call(String what, Function<DockerClient, T> call)
      throws EffectException, InterruptedException {
    try {
      return call(timeout, what, call);
    } catch (AlreadySoException e) {
      throw new EffectException("tried to %s, but it is gone".formatted(what), null, e);
    }
  }

  <T> @Nullable T callUnlessGone(String what, Function<DockerClient, T> call)
      throws EffectException, InterruptedException {
    try {
      return call(timeout, what, call);
    } catch (AlreadySoException _) {
      return null;
    }
  }

  void unlessAlreadySo(String what, Function<DockerClient, @Nullable Void> call)
      throws EffectException, InterruptedException {
    callUnlessGone(
        what,
        client -> {
          call.apply(client);
          return Boolean.TRUE;
        });
  }

  /**
   * Calls with a deadline of its own.
   *
   * @throws AlreadySoException if the engine says that there is nothing to do, or nothing to do it
   *     with
   */
  <T> T call(Duration deadline, String what, Function<DockerClient, T> call)
      throws EffectException, InterruptedException, AlreadySoException {
    var to = connection();
    try {
      return new Deadline(deadline).call(what, () -> call.apply(to.client()));
    } catch (ExecutionException e) {
      var cause = Objects.requireNonNull(e.getCause());
      var failure = EngineFailure.of(what, to.socket(), cause);
      if (cause instanceof NotFoundException || cause instanceof NotModifiedException) {
        throw new AlreadySoException(cause, failure);
      }
      throw failure;
    }
  }

  /** The engine says that there is nothing to do, or nothing to do it with. */
  static final class AlreadySoException extends Exception {
    private static final long serialVersionUID = 1L;

    private final boolean gone;
    private final EffectException failure;

    AlreadySoException(Throwable reason, EffectException failure) {
      super(reason);
      this.gone = reason instanceof NotFoundException;
      this.failure = failure;
    }

    /** Whether what was to be worked on does not exist. */
    boolean isGone() {
      return gone;
    }

    /** The same as a failure, for who had to find something to do. */
    EffectException failure() {
      return failure;
    }
  }
}
