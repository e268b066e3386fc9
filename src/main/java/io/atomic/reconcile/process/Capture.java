package io.atomic.reconcile.process;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;

/** Keeps the first and the last bytes of a stream of any length. */
final class Capture {
  private final int headLimit;
  private final byte[] tail;
  private final ByteArrayOutputStream head = new ByteArrayOutputStream();

  /** Bytes that came after the head. */
  private long rest;

  Capture(int limit) {
    headLimit = limit - limit / 2;
    tail = new byte[limit / 2];
  }

  void add(byte[] bytes, int count) {
    var toHead = Math.min(count, headLimit - head.size());
    head.write(bytes, 0, toHead);
    // Of a long piece only its end can stay.
    var skipped = Math.max(0, count - toHead - tail.length);
    rest += skipped;
    for (var from = toHead + skipped; from < count; ) {
      var at = (int) (rest % tail.length);
      var part = Math.min(count - from, tail.length - at);
      System.arraycopy(bytes, from, tail, at, part);
      from += part;
      rest += part;
    }
  }

  long dropped() {
    return Math.max(0, rest - tail.length);
  }

  String text() {
    if (dropped() == 0) {
      var all = new ByteArrayOutputStream();
      all.writeBytes(head.toByteArray());
      all.write(tail, 0, (int) rest);
      return all.toString(StandardCharsets.UTF_8);
    }
    var start = (int) (rest % tail.length);
    var end = new ByteArrayOutputStream();
    end.write(tail, start, tail.length - start);
    end.write(tail, 0, start);
    return wholeCharacters(head.toByteArray())
        + "\n[… %d bytes left out …]\n".formatted(dropped())
        + fromCharacter(end.toByteArray());
  }

  /** Without the beginning of a character that the cut went through. */
  private static String wholeCharacters(byte[] bytes) {
    var end = bytes.length;
    while (end > 0 && bytes.length - end < 3 && isContinuation(bytes[end - 1])) {
      end--;
    }
    var cutsCharacter = end > 0 && bytes[end - 1] < 0 && !isContinuation(bytes[end - 1]);
    if (cutsCharacter && length(bytes[end - 1]) > bytes.length - end + 1) {
      return new String(bytes, 0, end - 1, StandardCharsets.UTF_8);
    }
    return new String(bytes, StandardCharsets.UTF_8);
  }

  private static String fromCharacter(byte[] bytes) {
    var from = 0;
    while (from < Math.min(3, bytes.length) && isContinuation(bytes[from])) {
      from++;
    }
    return new String(bytes, from, bytes.length - from, StandardCharsets.UTF_8);
  }

  private static boolean isContinuation(byte b) {
    return (b & 0xc0) == 0x80;
  }

  private static int length(byte first) {
    return (first & 0xf8) == 0xf0 ? 4 : (first & 0xf0) == 0xe0 ? 3 : 2;
  }
}
