package io.atomic.reconcile.engine;

import com.github.dockerjava.api.DockerClient;
import com.github.dockerjava.api.async.ResultCallback;
import com.github.dockerjava.api.exception.DockerException;
import com.github.dockerjava.api.model.Frame;
import io.atomic.reconcile.cycle.EffectException;
import io.atomic.reconcile.cycle.ProbeAnswer;
import io.atomic.reconcile.cycle.Secrets;
import io.atomic.reconcile.model.Durations;
import io.atomic.reconcile.model.EnvValue;
import io.atomic.reconcile.process.Output;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/** Calls that the engine answers with what a container prints. */
final class ContainerStreams {
  /** Lines have no bound, and some logs are one line. */
  private static final int MOST_CHARACTERS = 8 * 1024;

  /** So much more that no secret is cut in two, of which the second half would be shown. */
  private static final int KEPT_BYTES = 64 * 1024;

  private final EngineCalls calls;
  private final Secrets secrets;

  ContainerStreams(EngineCalls calls, Secrets secrets) {
    this.calls = calls;
    this.secrets = secrets;
  }

  /** Runs a command inside; says its exit code. */
  ProbeAnswer exec(String containerId, List<String> words, Duration timeout)
      throws EffectException, InterruptedException {
    try {
      return calls.call(timeout, "run it", client -> exitCode(client, containerId, words));
    } catch (EngineCalls.AlreadySoException e) {
      return new ProbeAnswer.Silent(e.failure().message());
    } catch (EffectException e) {
      if (e.getCause() instanceof TimeoutException) {
        return new ProbeAnswer.Silent("it did not end within " + Durations.text(timeout));
      }
      // Whatever it has against the command, it is there and has said so.
      if (e.getCause() instanceof DockerException) {
        return new ProbeAnswer.Silent(e.message());
      }
      throw e;
    }
  }

  private static ProbeAnswer exitCode(DockerClient client, String containerId, List<String> words) {
    var id =
        client
            .execCreateCmd(containerId)
            .withCmd(words.toArray(String[]::new))
            .withAttachStdout(true)
            .withAttachStderr(true)
            .exec()
            .getId();
    await(client.execStartCmd(id).exec(new Tail()));
    var code = client.inspectExecCmd(id).exec().getExitCodeLong();
    return code == null
        ? new ProbeAnswer.Silent("the engine does not tell its exit code")
        : new ProbeAnswer.Said(String.valueOf(code));
  }

  /** The last lines of its log, fit to print; none, if that cannot be read. */
  List<String> lastLines(String containerId, int count, Collection<EnvValue> hidden)
      throws EffectException, InterruptedException {
    // First of all: without the values nothing could be hidden.
    var mask = new SecretMask();
    for (var value : hidden) {
      mask.hide(secrets.value(value));
    }
    try {
      var text =
          calls.callUnlessGone(
              "read the log of container '%s'".formatted(containerId),
              client ->
                  await(
                          client
                              .logContainerCmd(containerId)
                              .withStdOut(true)
                              .withStdErr(true)
                              .withTail(count)
                              .exec(new Tail()))
                      .text());
      return text == null ? List.of() : new Output(end(mask.apply(text)), "", 0).lastLines(count);
    } catch (EffectException e) {
      // Some log drivers only write.
      if (e.getCause() instanceof DockerException) {
        return List.of();
      }
      throw e;
    }
  }

  private static String end(String text) {
    return text.substring(Math.max(0, text.length() - MOST_CHARACTERS));
  }

  private static Tail await(Tail stream) {
    try (stream) {
      stream.awaitCompletion();
      stream.throwFailure();
      return stream;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new CompletionException(e);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Keeps the end of a stream. */
  private static final class Tail extends ResultCallback.Adapter<Frame> {
    private byte[] kept = new byte[0];
    private volatile @Nullable Throwable failure;

    @Override
    public synchronized void onNext(Frame frame) {
      var payload = frame.getPayload();
      if (payload == null || payload.length == 0) {
        return;
      }
      var all = Arrays.copyOf(kept, kept.length + payload.length);
      System.arraycopy(payload, 0, all, kept.length, payload.length);
      kept = Arrays.copyOfRange(all, Math.max(0, all.length - KEPT_BYTES), all.length);
    }

    /** A container that is gone and a log that nobody kept are no errors to be logged. */
    @Override
    public void onError(Throwable thrown) {
      failure = thrown;
      onComplete();
    }

    void throwFailure() {
      switch (failure) {
        case null -> {}
        case RuntimeException thrown -> throw thrown;
        case Throwable thrown -> throw new CompletionException(thrown);
      }
    }

    synchronized String text() {
      return new String(kept, StandardCharsets.UTF_8);
    }
  }
}
