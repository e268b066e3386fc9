package io.atomic.reconcile.host;

import java.nio.file.Path;

/** Host paths as manifests write them, found below the root that stands for the host's. */
final class HostPath {
  private HostPath() {}

  static Path below(Path root, String absolute) {
    return root.resolve(Path.of("/").relativize(Path.of(absolute).normalize()));
  }
}
