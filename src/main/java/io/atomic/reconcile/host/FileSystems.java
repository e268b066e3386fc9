package io.atomic.reconcile.host;

import io.atomic.reconcile.cycle.Disks;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/** The file systems of this host. */
public final class FileSystems implements Disks {
  private final Path stateDirectory;

  public FileSystems(Path stateDirectory) {
    this.stateDirectory = stateDirectory;
  }

  @Override
  public @Nullable Long free(String path) {
    for (var at = Path.of(path); at != null; at = at.getParent()) {
      try {
        return Files.getFileStore(at).getUsableSpace();
      } catch (IOException _) {
        // Perhaps it is not there yet.
      }
    }
    return null;
  }

  @Override
  public String stateDirectory() {
    return stateDirectory.toString();
  }
}
