package io.atomic.reconcile.manifest;

import io.atomic.reconcile.manifest.Inodes.Inode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import org.jspecify.annotations.Nullable;

/**
 * Whether what a path leads to can only have been written by root, or by the user we act as.
 *
 * <p>Whoever can write a manifest decides what root runs. So the file and the directory it is in
 * must belong to root and be writable by nobody else, and no directory above may let another user
 * put something else in its place. Links are followed one by one as the kernel does, and every
 * directory on the way is looked at.
 */
public final class Trust {
  /** As many as the kernel follows. */
  private static final int MAX_LINKS = 40;

  private final int uid;
  private final Inodes inodes;

  /**
   * @param uid the user we act as; only root's rule is binding, for others it is advice
   */
  public Trust(int uid, Inodes inodes) {
    this.uid = uid;
    this.inodes = inodes;
  }

  /** For the effective user of this process. */
  public static Trust ofThisProcess() {
    try {
      return new Trust(
          (Integer) Files.getAttribute(Path.of("/proc/self"), "unix:uid"), Inodes.REAL);
    } catch (IOException e) {
      throw new UncheckedIOException("Linux says in /proc/self who a process is", e);
    }
  }

  /** Whether distrust makes a file invalid. */
  boolean isBinding() {
    return uid == 0;
  }

  /** Why the file or directory cannot be trusted, or null. What does not exist is no reason. */
  @Nullable String objection(Path path) {
    try {
      return walk(path.toAbsolutePath());
    } catch (IOException _) {
      // Whoever opens it will say what is wrong with it.
      return null;
    }
  }

  private @Nullable String walk(Path path) throws IOException {
    var rest = new ArrayDeque<Path>();
    path.forEach(rest::add);
    var current = path.getRoot();
    var links = 0;
    while (!rest.isEmpty()) {
      var name = rest.removeFirst().toString();
      if (name.equals(".") || name.isEmpty()) {
        continue;
      }
      if (name.equals("..")) {
        current = current.getParent() == null ? current : current.getParent();
        continue;
      }
      var last = rest.isEmpty();
      var objection = last ? ownObjection(current) : ancestorObjection(current);
      if (objection != null) {
        return objection;
      }
      var next = current.resolve(name);
      var inode = inodes.read(next);
      if (!inode.isLink()) {
        current = next;
        continue;
      }
      if (isForeign(inode)) {
        return ownedBy("link", next, inode);
      }
      if (++links > MAX_LINKS) {
        return null;
      }
      var target = inodes.target(next);
      var names = new ArrayDeque<Path>();
      target.forEach(names::add);
      names.descendingIterator().forEachRemaining(rest::addFirst);
      current = target.isAbsolute() ? target.getRoot() : current;
    }
    return ownObjection(current);
  }

  /** The strict rule, for the file and the directories that hold it or a link to it. */
  private @Nullable String ownObjection(Path path) throws IOException {
    var inode = inodes.read(path);
    if (!inode.isDirectory() && !inode.isRegular()) {
      // Nothing that is read: a mask points to a device that everybody may write.
      return null;
    }
    var what = inode.isDirectory() ? "directory" : "file";
    if (isForeign(inode)) {
      return ownedBy(what, path, inode);
    }
    return inode.isWritableByOthers()
        ? "the %s '%s' can be written by others than its owner (mode %s)"
            .formatted(what, path, inode.permissions())
        : null;
  }

  private @Nullable String ancestorObjection(Path path) throws IOException {
    var inode = inodes.read(path);
    if (isForeign(inode)) {
      return ownedBy("directory", path, inode);
    }
    return inode.isOpenToAll()
        ? "everybody can replace what is in the directory '%s' (mode %s)"
            .formatted(path, inode.permissions())
        : null;
  }

  private boolean isForeign(Inode inode) {
    return inode.owner() != 0 && inode.owner() != uid;
  }

  private static String ownedBy(String what, Path path, Inode inode) {
    return "the %s '%s' belongs to user %d".formatted(what, path, inode.owner());
  }
}
