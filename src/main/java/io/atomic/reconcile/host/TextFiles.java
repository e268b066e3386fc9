package io.atomic.reconcile.host;

import io.atomic.reconcile.model.FileText;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;

/** Small files of the host, read whole. */
final class TextFiles {
  /** As much as a label command may have. */
  private static final int MOST_BYTES = 64 * 1024;

  private TextFiles() {}

  /** What each of the files holds, without those that are not there. */
  static SortedMap<String, FileText> read(Path root, Set<String> paths) {
    var texts = new TreeMap<String, FileText>();
    for (var path : paths) {
      var file = HostPath.below(root, path);
      if (Files.exists(file, LinkOption.NOFOLLOW_LINKS)) {
        texts.put(path, read(root, path, file));
      }
    }
    return texts;
  }

  private static FileText read(Path root, String path, Path file) {
    try {
      // A container can write into its app's directories, and must not choose what is read by it.
      if (!file.toRealPath().equals(HostPath.below(root.toRealPath(), path))) {
        return new FileText.Unreadable("it is behind a symbolic link");
      }
      if (!Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS)) {
        return new FileText.Unreadable("it is no regular file");
      }
      try (var in = Files.newInputStream(file, LinkOption.NOFOLLOW_LINKS)) {
        var bytes = in.readNBytes(MOST_BYTES + 1);
        if (bytes.length > MOST_BYTES) {
          return new FileText.Unreadable("it has more than %d bytes".formatted(MOST_BYTES));
        }
        return new FileText.Content(
            StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString());
      }
    } catch (CharacterCodingException _) {
      return new FileText.Unreadable("it is no text in UTF-8");
    } catch (IOException e) {
      return new FileText.Unreadable("reading it failed: " + e.getMessage());
    }
  }
}
