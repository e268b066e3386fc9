package io.atomic.reconcile.manifest;

import static java.util.Objects.requireNonNull;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.Map;

/** Who owns what on disk; apart from the file system so that the rule about it can be tested. */
public interface Inodes {

  /** The file system of this process. */
  Inodes REAL =
      new Inodes() {
        @Override
        public Inode read(Path path) throws IOException {
          var found = Files.readAttributes(path, "unix:uid,mode", LinkOption.NOFOLLOW_LINKS);
          return new Inode(number(found, "uid"), number(found, "mode"));
        }

        private static int number(Map<String, Object> attributes, String name) {
          return (Integer) requireNonNull(attributes.get(name));
        }

        @Override
        public Path target(Path link) throws IOException {
          return Files.readSymbolicLink(link);
        }
      };

  /** What the path itself is, without following a link. */
  Inode read(Path path) throws IOException;

  /** Where a link points, as written. */
  Path target(Path link) throws IOException;

  /**
   * Owner and mode as {@code stat} has them.
   *
   * @param mode file type and permission bits
   */
  record Inode(int owner, int mode) {
    private static final int TYPE = 0170000;
    private static final int STICKY = 01000;
    private static final int GROUP_OR_WORLD_WRITE = 022;
    private static final int WORLD_WRITE = 02;

    boolean isLink() {
      return (mode & TYPE) == 0120000;
    }

    boolean isDirectory() {
      return (mode & TYPE) == 0040000;
    }

    boolean isRegular() {
      return (mode & TYPE) == 0100000;
    }

    boolean isFifo() {
      return (mode & TYPE) == 0010000;
    }

    boolean isSocket() {
      return (mode & TYPE) == 0140000;
    }

    boolean isWritableByOthers() {
      return (mode & GROUP_OR_WORLD_WRITE) != 0;
    }

    /** Whether everybody may rename and remove what others own in it. */
    boolean isOpenToAll() {
      return (mode & WORLD_WRITE) != 0 && (mode & STICKY) == 0;
    }

    String permissions() {
      return "%04o".formatted(mode & 07777);
    }
  }
}
