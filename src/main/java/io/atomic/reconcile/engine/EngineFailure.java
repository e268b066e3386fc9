package io.atomic.reconcile.engine;

import com.github.dockerjava.api.exception.DockerException;
import io.atomic.reconcile.cycle.EffectException;
import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Puts what docker-java throws into words. */
final class EngineFailure {
  /** Engines answer with a JSON object that says what is wrong. */
  private static final Pattern MESSAGE =
      Pattern.compile("\"message\"\\s*:\\s*\"((?:[^\"\\\\]|\\\\.)*)\"");

  private EngineFailure() {}

  static EffectException of(String what, EngineSocket socket, Throwable thrown) {
    return new EffectException(
        "tried to %s, but %s".formatted(what, reason(thrown, socket)), remedy(thrown), thrown);
  }

  private static String reason(Throwable thrown, EngineSocket socket) {
    if (thrown instanceof DockerException refused) {
      var message = refused.getMessage() == null ? "" : refused.getMessage();
      var matcher = MESSAGE.matcher(message);
      return "the engine said: "
          + (matcher.find() ? matcher.group(1).replace("\\\"", "\"") : message).strip();
    }
    var io = ioCause(thrown);
    if (io != null) {
      return "the engine at '%s' cannot be reached: %s".formatted(socket.path(), text(io));
    }
    return "it failed: " + text(thrown);
  }

  private static @Nullable String remedy(Throwable thrown) {
    var io = ioCause(thrown);
    if (thrown instanceof DockerException || io == null) {
      return null;
    }
    return io instanceof AccessDeniedException || text(io).contains("Permission denied")
        ? "run as root, or as a user who may use the engine's socket"
        : "start the engine (systemctl start docker, or podman.socket), or name its socket with"
            + " --engine";
  }

  private static @Nullable IOException ioCause(Throwable thrown) {
    for (var cause = thrown; cause != null; cause = cause.getCause()) {
      if (cause instanceof IOException io) {
        return io;
      }
    }
    return null;
  }

  private static String text(Throwable thrown) {
    return thrown.getMessage() == null ? thrown.getClass().getSimpleName() : thrown.getMessage();
  }
}
