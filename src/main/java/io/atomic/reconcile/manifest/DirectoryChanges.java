package io.atomic.reconcile.manifest;

import io.atomic.reconcile.cycle.EffectException;
import io.atomic.reconcile.cycle.ManifestChanges;
import java.io.IOException;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.nio.file.StandardWatchEventKinds;
import java.nio.file.WatchEvent;
import java.nio.file.WatchKey;
import java.nio.file.WatchService;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedSet;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * Changes of manifest directories, by the kernel's inotify. Of a directory that is missing the
 * nearest one above it is watched until it comes.
 */
public final class DirectoryChanges implements ManifestChanges {
  private final List<Path> directories;

  /** Of these, any of which may be missing. */
  public DirectoryChanges(List<Path> directories) {
    this.directories = directories.stream().map(Path::toAbsolutePath).map(Path::normalize).toList();
  }

  @Override
  public void follow(Runnable changed) throws EffectException, InterruptedException {
    try (var service = FileSystems.getDefault().newWatchService()) {
      Map<WatchKey, Path> watched = new HashMap<>();
      watch(service, watched);
      // Whatever happened before it was watched.
      changed.run();
      while (true) {
        var key = service.take();
        var directory = watched.get(key);
        if (isOfInterest(directory, key.pollEvents())) {
          changed.run();
        }
        key.reset();
        // Directories come, go and are replaced, and a link may lead elsewhere now.
        if (watch(service, watched)) {
          changed.run();
        }
      }
    } catch (IOException e) {
      throw new EffectException(
          "tried to watch the manifest directories, but " + e.getMessage(),
          "the schedule still looks at them; inotify(7) tells of its limits",
          e);
    }
  }

  /** Watches what is to be watched by now; returns whether a manifest directory is new. */
  private boolean watch(WatchService service, Map<WatchKey, Path> watched) throws IOException {
    var isNew = false;
    SortedSet<Path> wanted;
    do {
      wanted = wanted();
      isNew |= watch(service, watched, wanted);
      // Nobody tells of what has come before what is above it was watched.
    } while (!wanted.equals(wanted()));
    return isNew;
  }

  private boolean watch(WatchService service, Map<WatchKey, Path> watched, SortedSet<Path> wanted)
      throws IOException {
    for (var keys = watched.entrySet().iterator(); keys.hasNext(); ) {
      var entry = keys.next();
      if (!entry.getKey().isValid() || !wanted.contains(entry.getValue())) {
        entry.getKey().cancel();
        keys.remove();
      }
    }
    var isNew = false;
    for (var path : wanted) {
      // Asked each time: where the path leads to another directory by now the key is another one.
      var key = register(service, path);
      if (key != null && watched.put(key, path) == null) {
        isNew |= directories.contains(path);
      }
    }
    return isNew;
  }

  /**
   * The directories, or what is above them, and what is above that: they may be replaced. What is
   * above comes first, so that whatever becomes of the others meanwhile is told.
   */
  private SortedSet<Path> wanted() {
    var wanted = new TreeSet<Path>();
    for (var directory : directories) {
      var nearest = nearest(directory);
      wanted.add(nearest);
      var above = nearest.getParent();
      if (above != null) {
        wanted.add(above);
      }
    }
    return wanted;
  }

  private static @Nullable WatchKey register(WatchService service, Path path) throws IOException {
    try {
      return path.register(
          service,
          StandardWatchEventKinds.ENTRY_CREATE,
          StandardWatchEventKinds.ENTRY_MODIFY,
          StandardWatchEventKinds.ENTRY_DELETE);
    } catch (NoSuchFileException | NotDirectoryException _) {
      return null;
    }
  }

  private static Path nearest(Path directory) {
    var parent = directory.getParent();
    return Files.isDirectory(directory) || parent == null ? directory : nearest(parent);
  }

  /** Whether a manifest may be among them, or the way to one. */
  private boolean isOfInterest(@Nullable Path directory, List<WatchEvent<?>> events) {
    if (directory == null) {
      return false;
    }
    for (var event : events) {
      if (!(event.context() instanceof Path name)) {
        // More has happened than the kernel could remember.
        return true;
      }
      var path = directory.resolve(name);
      if ((directories.contains(directory) && ManifestFiles.isManifest(name.toString()))
          || directories.stream().anyMatch(one -> one.startsWith(path))) {
        return true;
      }
    }
    return false;
  }
}
