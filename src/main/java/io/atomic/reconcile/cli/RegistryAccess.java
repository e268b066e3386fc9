package io.atomic.reconcile.cli;

import io.atomic.reconcile.cycle.Registries;
import io.atomic.reconcile.cycle.RegistryLogins;
import io.atomic.reconcile.registry.HttpRegistries;
import io.atomic.reconcile.registry.LoginFiles;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** The part of the wiring by which registries are asked. */
final class RegistryAccess implements AutoCloseable {
  private final Path root;
  private final Duration timeout;
  private final List<HttpRegistries> connected = new ArrayList<>();

  /**
   * Connects to nothing yet.
   *
   * @param root put before host paths
   * @param timeout of one question
   */
  RegistryAccess(Path root, Duration timeout) {
    this.root = root;
    this.timeout = timeout;
  }

  /** The registries, to be asked what tags mean. */
  Registries ofApps() {
    return with(logins());
  }

  /** The same for images of the host, with the logins of the tools that deploy them. */
  Registries ofHost() {
    return with(LoginFiles.ofOstree(root, System.getenv(), Path.of(Invocation.home()), timeout));
  }

  private Registries with(RegistryLogins logins) {
    var registries = new HttpRegistries(root, System.getenv(), logins, timeout);
    connected.add(registries);
    return registries;
  }

  /** Those that people have left for engines. */
  RegistryLogins logins() {
    return new LoginFiles(root, System.getenv(), Path.of(Invocation.home()), timeout);
  }

  /** Hangs up where this process goes on. */
  @Override
  public void close() {
    connected.forEach(HttpRegistries::close);
    connected.clear();
  }
}
