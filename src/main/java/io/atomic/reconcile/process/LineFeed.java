package io.atomic.reconcile.process;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.function.Consumer;

/** Cuts a stream of bytes into printable lines as they come. */
final class LineFeed {
  private static final int LONGEST = 4096;

  private final Consumer<String> lines;
  private final ByteArrayOutputStream line = new ByteArrayOutputStream();

  LineFeed(Consumer<String> lines) {
    this.lines = lines;
  }

  void add(byte[] bytes, int count) {
    for (var from = 0; from < count; ) {
      var most = Math.min(count, from + LONGEST - line.size());
      var end = from;
      while (end < most && bytes[end] != '\n' && bytes[end] != '\r') {
        end++;
      }
      line.write(bytes, from, end - from);
      var atLineEnd = end < most;
      if (atLineEnd || line.size() == LONGEST) {
        finish();
      }
      from = atLineEnd ? end + 1 : end;
    }
  }

  /** What has come since the last line end is a line too. */
  void finish() {
    if (line.size() > 0) {
      var text = line.toString(StandardCharsets.UTF_8);
      line.reset();
      if (PlainText.isPlain(text)) {
        // The usual case, and children can print a lot.
        if (!text.isBlank()) {
          lines.accept(text.stripTrailing());
        }
      } else {
        PlainText.lines(text).forEach(lines);
      }
    }
  }
}
