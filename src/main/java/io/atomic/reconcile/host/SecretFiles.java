package io.atomic.reconcile.host;

import io.atomic.reconcile.cycle.EffectException;
import io.atomic.reconcile.cycle.Secrets;
import io.atomic.reconcile.model.EnvValue;
import io.atomic.reconcile.model.HostFacts;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Secrets in files below the directories that the policy names, and systemd's credentials.
 *
 * <p>One line end at the end of a file is not part of the secret: editors put it there.
 */
public final class SecretFiles implements Secrets {
  /** No secret is larger; a file that is was named by mistake. */
  private static final long MAX_BYTES = 1024 * 1024;

  private final Path root;
  private final List<Path> allowed;
  private final @Nullable Path credentials;

  /**
   * Where to look.
   *
   * @param root put before every host path
   * @param allowed directories below which secrets may lie, as the host sees them
   * @param credentials systemd's {@code $CREDENTIALS_DIRECTORY}; null = there is none
   */
  public SecretFiles(Path root, List<String> allowed, @Nullable Path credentials) {
    this.root = root;
    this.allowed = allowed.stream().map(path -> HostPath.below(root, path)).toList();
    this.credentials = credentials;
  }

  @Override
  public String value(EnvValue value) throws EffectException {
    return switch (value) {
      case EnvValue.Plain(var text) -> text;
      case EnvValue.FromFile(var path) -> read(value, HostPath.below(root, path), allowed);
      case EnvValue.FromCredential(var name) -> {
        if (credentials == null) {
          throw new EffectException(
              "tried to read %s, but systemd gave this process no credentials"
                  .formatted(HostFacts.secretKey(value)),
              "add LoadCredential=%s:… to the unit".formatted(name),
              null);
        }
        yield read(value, credentials.resolve(name), List.of(credentials));
      }
    };
  }

  private static String read(EnvValue value, Path path, List<Path> below) throws EffectException {
    try {
      // Links are followed first: one out of the allowed directories leads out of the policy.
      var real = path.toRealPath();
      var allowed = false;
      for (var directory : below) {
        allowed |= Files.exists(directory) && real.startsWith(directory.toRealPath());
      }
      if (!allowed) {
        throw new EffectException(
            "tried to read %s, but it lies outside policy.secretPaths"
                .formatted(HostFacts.secretKey(value)),
            "move it below one of them",
            null);
      }
      if (!Files.isRegularFile(real) || Files.size(real) > MAX_BYTES) {
        throw new EffectException(
            "tried to read %s, but it is no regular file of at most 1 MiB"
                .formatted(HostFacts.secretKey(value)));
      }
      var text = Files.readString(real, StandardCharsets.UTF_8);
      return text.endsWith("\n") ? text.substring(0, text.length() - 1) : text;
    } catch (IOException e) {
      throw new EffectException(
          "tried to read %s, but it is not there or cannot be read"
              .formatted(HostFacts.secretKey(value)),
          "put it in place, owned by root and mode 0600",
          e);
    }
  }
}
