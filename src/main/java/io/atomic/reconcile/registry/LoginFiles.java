package io.atomic.reconcile.registry;

import io.atomic.reconcile.cycle.RegistryLogins;
import io.atomic.reconcile.model.ImageReference;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The logins that {@code podman login} and {@code docker login} have left, where both look for
 * them. Files are read anew each time, since people log in while a daemon runs.
 */
public final class LoginFiles implements RegistryLogins {
  /** No file of logins is larger; one that is was named by mistake. */
  private static final int MOST_BYTES = 1024 * 1024;

  private final @Nullable Path named;
  private final List<Path> usual;
  private final CredentialHelper helpers;

  /**
   * Reads nothing yet.
   *
   * @param root put before host paths; what the environment and the home directory say is no such
   * @param environment of this process
   * @param timeout of one credential helper
   */
  public LoginFiles(Path root, Map<String, String> environment, Path home, Duration timeout) {
    var name = environment.getOrDefault("REGISTRY_AUTH_FILE", "");
    this.named = name.isEmpty() ? null : Path.of(name);
    this.usual = usual(root, environment, home);
    this.helpers = new CredentialHelper(environment, home, timeout);
  }

  private LoginFiles(List<Path> usual, CredentialHelper helpers) {
    this.named = null;
    this.usual = usual;
    this.helpers = helpers;
  }

  /**
   * The logins of rpm-ostree and bootc, which look at none of the engines' files (ostree-ext:
   * {@code /run/ostree}, {@code /etc/ostree}, {@code /usr/lib/ostree}).
   */
  public static LoginFiles ofOstree(
      Path root, Map<String, String> environment, Path home, Duration timeout) {
    return new LoginFiles(
        Stream.of("run", "etc", "usr/lib")
            .map(dir -> root.resolve(dir + "/ostree/auth.json"))
            .toList(),
        new CredentialHelper(environment, home, timeout));
  }

  /** Podman's files first, since they can file logins under parts of a registry. */
  private static List<Path> usual(Path root, Map<String, String> environment, Path home) {
    var files = new ArrayList<Path>();
    var runtime = environment.getOrDefault("XDG_RUNTIME_DIR", "");
    if (!runtime.isEmpty()) {
      files.add(Path.of(runtime).resolve("containers/auth.json"));
    }
    // Nobody but root can look into it.
    files.add(root.resolve("run/containers/0/auth.json"));
    var config = environment.getOrDefault("XDG_CONFIG_HOME", "");
    files.add(
        (config.isEmpty() ? home.resolve(".config") : Path.of(config))
            .resolve("containers/auth.json"));
    var docker = environment.getOrDefault("DOCKER_CONFIG", "");
    files.add(
        (docker.isEmpty() ? home.resolve(".docker") : Path.of(docker)).resolve("config.json"));
    return files;
  }

  @Override
  public Found find(ImageReference reference) throws InterruptedException {
    var repository = Repository.of(reference);
    if (named != null) {
      return Files.exists(named)
          ? findIn(named, repository)
          : new Found.Unusable(
              "tried to read '%s', but it is not there".formatted(named),
              "unset REGISTRY_AUTH_FILE, or log in with it set");
    }
    Found best = new Found.Nothing();
    for (var file : usual) {
      if (Files.exists(file)) {
        var found = findIn(file, repository);
        if (found instanceof Found.Login) {
          return found;
        }
        // What is wrong with one file matters only if no other has the login.
        best = best instanceof Found.Unusable ? best : found;
      }
    }
    return best;
  }

  private Found findIn(Path path, Repository repository) throws InterruptedException {
    try {
      var file = LoginFile.parse(read(path));
      var helper = file.helper(repository);
      if (helper != null) {
        return helpers.get(helper, repository);
      }
      var login = file.login(repository);
      if (login != null) {
        return new Found.Login(login);
      }
      var helperOfAll = file.helperOfAll();
      return helperOfAll == null ? new Found.Nothing() : helpers.get(helperOfAll, repository);
    } catch (IOException _) {
      return unusable(path, "it cannot be read");
    } catch (IllegalArgumentException e) {
      return unusable(path, String.valueOf(e.getMessage()));
    }
  }

  private static byte[] read(Path path) throws IOException {
    if (!Files.isRegularFile(path)) {
      throw new IllegalArgumentException("it is no regular file");
    }
    try (var in = Files.newInputStream(path)) {
      var bytes = in.readNBytes(MOST_BYTES + 1);
      if (bytes.length > MOST_BYTES) {
        throw new IllegalArgumentException("it is larger than 1 MiB");
      }
      return bytes;
    }
  }

  private static Found unusable(Path path, String reason) {
    return new Found.Unusable(
        "tried to read '%s', but %s".formatted(path, reason), "put it right, or log in again");
  }
}
