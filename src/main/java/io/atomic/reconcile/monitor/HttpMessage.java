package io.atomic.reconcile.monitor;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

import java.nio.ByteBuffer;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** As much of HTTP/1.1 as it takes to be read by Prometheus, curl and load balancers. */
final class HttpMessage {
  private static final Pattern REQUEST_LINE =
      Pattern.compile("([!#$%&'*+.^_`|~0-9A-Za-z-]+) ([!-~]+) HTTP/1\\.[0-9]");

  private HttpMessage() {}

  /**
   * What is asked for.
   *
   * @param headers by their names in lower case
   */
  record Request(String method, String path, Map<String, String> headers) {
    /** Null = it is no request. */
    static @Nullable Request parse(String head) {
      var lines = head.lines().takeWhile(line -> !line.isEmpty()).toList();
      if (lines.isEmpty()) {
        return null;
      }
      var first = REQUEST_LINE.matcher(lines.getFirst());
      if (!first.matches()) {
        return null;
      }
      var headers = new TreeMap<String, String>();
      for (var line : lines.subList(1, lines.size())) {
        var colon = line.indexOf(':');
        if (colon > 0) {
          headers.merge(
              line.substring(0, colon).toLowerCase(Locale.ROOT),
              line.substring(colon + 1).strip(),
              (one, other) -> one + ", " + other);
        }
      }
      var query = first.group(2).indexOf('?');
      var path = query < 0 ? first.group(2) : first.group(2).substring(0, query);
      return new Request(first.group(1), path, headers);
    }

    boolean isHead() {
      return method.equals("HEAD");
    }

    String header(String name) {
      return headers.getOrDefault(name, "");
    }
  }

  /** What is answered. */
  record Response(Status status, String contentType, String body) {
    static Response text(Status status, String line) {
      return new Response(status, "text/plain; charset=utf-8", line + "\n");
    }

    /**
     * In bytes.
     *
     * @param headOnly whether only the head is wanted
     */
    ByteBuffer encoded(boolean headOnly) {
      var content = body.getBytes(UTF_8);
      var head =
          "HTTP/1.1 %d %s\r\nContent-Type: %s\r\nContent-Length: %d\r\nCache-Control: no-store\r\n%sConnection: close\r\n\r\n"
              .formatted(
                  status.code,
                  status.phrase,
                  contentType,
                  content.length,
                  status == Status.METHOD_NOT_ALLOWED ? "Allow: GET, HEAD\r\n" : "")
              .getBytes(ISO_8859_1);
      var bytes = ByteBuffer.allocate(head.length + (headOnly ? 0 : content.length)).put(head);
      return (headOnly ? bytes : bytes.put(content)).flip();
    }
  }

  /** How a request went. */
  enum Status {
    OK(200, "OK"),
    BAD_REQUEST(400, "Bad Request"),
    NOT_FOUND(404, "Not Found"),
    METHOD_NOT_ALLOWED(405, "Method Not Allowed"),
    TOO_LARGE(431, "Request Header Fields Too Large"),
    INTERNAL_ERROR(500, "Internal Server Error"),
    UNAVAILABLE(503, "Service Unavailable");

    private final int code;
    private final String phrase;

    Status(int code, String phrase) {
      this.code = code;
      this.phrase = phrase;
    }
  }
}
