package io.atomic.reconcile.manifest;

import io.atomic.reconcile.model.Place;
import io.atomic.reconcile.model.Problem;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Locale;

/**
 * Reads a text file in bounded time and memory, whatever lies under its name.
 *
 * <p>Only a regular file is opened: opening a FIFO would wait for a writer that may never come, and
 * opening a device can have effects.
 */
final class TextFile {
  static final int MAX_BYTES = 1024 * 1024;

  private static final Path NULL_DEVICE = Path.of("/dev/null");

  private TextFile() {}

  /** What was found under the name. */
  sealed interface Content {
    /** Text, without a byte order mark. */
    record Text(String text) implements Content {}

    /** An empty file or a link to {@code /dev/null}: there on purpose, to say nothing. */
    record Mask() implements Content {}

    record Refused(Problem problem) implements Content {}
  }

  static Content read(Path path) {
    try {
      return readChecked(path);
    } catch (IOException e) {
      return refused(path, "cannot be read: " + reason(e));
    }
  }

  private static Content readChecked(Path path) throws IOException {
    if (Files.isSymbolicLink(path)) {
      var target = Files.readSymbolicLink(path);
      if (path.toAbsolutePath().resolveSibling(target).normalize().equals(NULL_DEVICE)) {
        return new Content.Mask();
      }
      if (!Files.exists(path)) {
        return refused(path, "is a link to '%s', which leads nowhere".formatted(target));
      }
    }
    var real = path.toRealPath();
    var inode = Inodes.REAL.read(real);
    if (!Files.isRegularFile(real)) {
      return real.equals(NULL_DEVICE) ? new Content.Mask() : refused(path, notRegular(inode));
    }
    byte[] bytes;
    try (var in = Files.newInputStream(real)) {
      bytes = in.readNBytes(MAX_BYTES + 1);
    }
    if (bytes.length > MAX_BYTES) {
      return refused(path, "is larger than %d KiB".formatted(MAX_BYTES / 1024));
    }
    return bytes.length == 0 ? new Content.Mask() : decode(path, bytes);
  }

  private static String notRegular(Inodes.Inode inode) {
    if (inode.isDirectory()) {
      return "is a directory, not a file";
    }
    return inode.isFifo()
        ? "is a FIFO, not a file"
        : inode.isSocket() ? "is a socket, not a file" : "is a device, not a file";
  }

  private static Content decode(Path path, byte[] bytes) {
    for (var i = 0; i < bytes.length; i++) {
      if (bytes[i] == 0) {
        return refused(path, bytes, i, "is no text: it has a NUL byte here");
      }
    }
    var in = ByteBuffer.wrap(bytes);
    var out = CharBuffer.allocate(bytes.length);
    var result =
        StandardCharsets.UTF_8
            .newDecoder()
            .onMalformedInput(CodingErrorAction.REPORT)
            .onUnmappableCharacter(CodingErrorAction.REPORT)
            .decode(in, out, true);
    if (result.isError()) {
      return refused(
          path,
          bytes,
          in.position(),
          "is not UTF-8: it has the byte 0x%02x here".formatted(bytes[in.position()]));
    }
    var text = out.flip().toString();
    return new Content.Text(text.startsWith("\uFEFF") ? text.substring(1) : text);
  }

  private static Content refused(Path path, String complaint) {
    return new Content.Refused(Problem.error(Place.of(path.toString()), complaint));
  }

  private static Content refused(Path path, byte[] bytes, int at, String complaint) {
    var line = 1;
    var start = 0;
    for (var i = 0; i < at; i++) {
      if (bytes[i] == '\n') {
        line++;
        start = i + 1;
      }
    }
    var column = new String(bytes, start, at - start, StandardCharsets.UTF_8).length() + 1;
    return new Content.Refused(Problem.error(new Place(path.toString(), line, column), complaint));
  }

  /** What went wrong, in words. */
  static String reason(IOException e) {
    return switch (e) {
      case AccessDeniedException _ -> "permission denied";
      case NoSuchFileException _ -> "it does not exist";
      case FileSystemException f when f.getReason() != null ->
          f.getReason().toLowerCase(Locale.ROOT);
      default -> String.valueOf(e.getMessage());
    };
  }
}
