package io.atomic.reconcile.host;

import io.atomic.reconcile.model.MountSource;
import io.atomic.reconcile.model.MountSource.Kind;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** Where mounts lead on this host. */
public final class MountSources {
  /** Where engines listen, besides the socket that we use ourselves. */
  private static final List<Path> USUAL_SOCKETS =
      List.of(
          Path.of("/run/docker.sock"),
          Path.of("/run/podman/podman.sock"),
          Path.of("/run/containerd/containerd.sock"),
          Path.of("/run/docker/containerd/containerd.sock"),
          Path.of("/run/crio/crio.sock"));

  /** Links below {@code /var} that every system has had for so long that people write them. */
  private static final List<Path> OLD_LINKS = List.of(Path.of("/var/run"), Path.of("/var/lock"));

  private final List<Path> sockets;

  /**
   * Mounts of this host.
   *
   * @param socket of the engine that we use; null = we have found none
   */
  public MountSources(@Nullable Path socket) {
    var all = new ArrayList<>(USUAL_SOCKETS);
    if (socket != null) {
      all.add(socket);
    }
    this.sockets = List.copyOf(all);
  }

  MountSource look(String path) {
    try {
      var written = Path.of(path);
      var leadsTo = new TreeSet<String>();
      // Engines strike out '..' before they look at links, the kernel afterwards.
      for (var reading : List.of(written, written.normalize())) {
        var end = PathTrail.end(reading);
        if (end == null) {
          return unknown();
        }
        leadsTo.add(end.toString());
      }
      return new MountSource(leadsTo, kind(written), isSocket(written, leadsTo));
    } catch (InvalidPathException _) {
      return unknown();
    }
  }

  private static MountSource unknown() {
    return new MountSource(Collections.emptySortedSet(), Kind.OTHER, false);
  }

  private static Kind kind(Path path) {
    if (Files.isSymbolicLink(path)) {
      return Kind.LINK;
    }
    return Files.exists(path, LinkOption.NOFOLLOW_LINKS) ? Kind.OTHER : Kind.MISSING;
  }

  private boolean isSocket(Path written, Set<String> leadsTo) {
    if (MountSource.isNamedLikeEngineSocket(written.toString())) {
      return true;
    }
    for (var led : leadsTo) {
      var path = Path.of(led);
      if (MountSource.isNamedLikeEngineSocket(led)
          || sockets.stream().anyMatch(socket -> isSame(path, socket))) {
        return true;
      }
    }
    return false;
  }

  /** Also under another name: a hard link, or a mount of the one onto the other. */
  private static boolean isSame(Path path, Path socket) {
    try {
      return path.equals(PathTrail.end(socket)) || Files.isSameFile(path, socket);
    } catch (IOException _) {
      return false;
    }
  }

  SortedMap<String, String> systemLinks() {
    var links = new TreeMap<String, String>();
    var candidates = new ArrayList<>(OLD_LINKS);
    try (DirectoryStream<Path> top = Files.newDirectoryStream(Path.of("/"))) {
      top.forEach(candidates::add);
    } catch (IOException _) {
      // Without them a grant means what it says, letter by letter.
    }
    for (var link : candidates) {
      var end = Files.isSymbolicLink(link) ? PathTrail.end(link) : null;
      if (end != null) {
        links.put(link.toString(), end.toString());
      }
    }
    return links;
  }
}
