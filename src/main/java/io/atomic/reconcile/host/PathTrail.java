package io.atomic.reconcile.host;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Deque;
import org.jspecify.annotations.Nullable;

/**
 * Follows a path as the kernel would, part by part, also where its end or all of it is not there
 * yet: whoever mounts it has it made where the links lead.
 */
final class PathTrail {
  /** As many as the kernel follows. */
  private static final int MOST_LINKS = 40;

  private static final Path ROOT = Path.of("/");

  /** Its links lead whoever follows them somewhere else. */
  private static final Path PROC = Path.of("/proc");

  private PathTrail() {}

  /** Where an absolute path leads, without any link; null = nobody can tell. */
  static @Nullable Path end(Path path) {
    var ahead = new ArrayDeque<Path>();
    push(path, ahead);
    var here = ROOT;
    var links = 0;
    while (!ahead.isEmpty()) {
      var part = ahead.pop().toString();
      if (part.isEmpty() || part.equals(".")) {
        continue;
      }
      if (part.equals("..")) {
        here = here.getParent() == null ? ROOT : here.getParent();
        continue;
      }
      var next = here.resolve(part);
      if (!Files.isSymbolicLink(next)) {
        here = next;
        continue;
      }
      if (++links > MOST_LINKS || next.startsWith(PROC)) {
        return null;
      }
      try {
        var target = Files.readSymbolicLink(next);
        push(target, ahead);
        here = target.isAbsolute() ? ROOT : here;
      } catch (IOException _) {
        return null;
      }
    }
    return here;
  }

  private static void push(Path path, Deque<Path> ahead) {
    for (var i = path.getNameCount() - 1; i >= 0; i--) {
      ahead.push(path.getName(i));
    }
  }
}
