package io.atomic.reconcile.model;

import java.util.Collections;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;

/**
 * Where a path leads on this host at the moment, links and {@code ..} followed.
 *
 * @param leadsTo where the engine could take it to lead, without any link: usually one path; none =
 *     nobody can tell, because links go in circles or a directory cannot be read
 * @param kind what is there under the path itself
 * @param engineSocket whether any of it is the socket of a container engine
 */
public record MountSource(SortedSet<String> leadsTo, Kind kind, boolean engineSocket) {
  private static final Set<String> ENGINE_SOCKETS =
      Set.of("docker.sock", "podman.sock", "containerd.sock", "crio.sock");

  /** What is found under a path, its last part not followed. */
  public enum Kind {
    MISSING,
    LINK,
    OTHER
  }

  public MountSource {
    leadsTo = Collections.unmodifiableSortedSet(new TreeSet<>(leadsTo));
  }

  /** Whether a path is called like the socket of a container engine. */
  public static boolean isNamedLikeEngineSocket(String path) {
    return ENGINE_SOCKETS.contains(path.substring(path.lastIndexOf('/') + 1));
  }
}
