package io.atomic.reconcile.registry;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.atomic.reconcile.model.ImageReference;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CopyOnWriteArrayList;

/** Does over plain HTTP what no real registry can be brought to do. */
final class FakeRegistry implements AutoCloseable {
  /** First byte of whoever wants to speak TLS. */
  private static final int TLS = 0x16;

  private final ServerSocket server;
  private final Behaviour behaviour;
  private final List<Asked> asked = new CopyOnWriteArrayList<>();

  /** What it does with one request. */
  interface Behaviour {
    void answer(Asked asked, OutputStream out) throws IOException, InterruptedException;
  }

  /** One request. */
  record Asked(String method, String path, Map<String, String> headers, String body) {
    String header(String name) {
      return headers.getOrDefault(name.toLowerCase(Locale.ROOT), "");
    }

    /** Method and path below the repository. */
    String what() {
      return method + " " + path.replaceFirst("/v2/[^/]*/", "");
    }
  }

  FakeRegistry(Behaviour behaviour) throws IOException {
    this.behaviour = behaviour;
    this.server = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
    Thread.ofVirtual().start(this::serve);
  }

  /**
   * An answer.
   *
   * @param headers lines
   */
  static void reply(OutputStream out, int status, String headers, String body) throws IOException {
    var bytes = body.getBytes(UTF_8);
    var lines = headers.isEmpty() ? "" : headers.strip().replace("\n", "\r\n") + "\r\n";
    out.write(
        "HTTP/1.1 %d x\r\nConnection: close\r\nContent-Length: %d\r\n%s\r\n"
            .formatted(status, bytes.length, lines)
            .getBytes(UTF_8));
    out.write(bytes);
  }

  String address() {
    return "127.0.0.1:" + server.getLocalPort();
  }

  ImageReference reference() {
    return ImageReference.parse(address() + "/web:1");
  }

  List<Asked> asked() {
    return asked;
  }

  private void serve() {
    while (!server.isClosed()) {
      try {
        var socket = server.accept();
        Thread.ofVirtual().start(() -> serve(socket));
      } catch (IOException _) {
        return;
      }
    }
  }

  private void serve(Socket socket) {
    try (socket) {
      var in = socket.getInputStream();
      var first = in.read();
      if (first >= 0 && first != TLS) {
        var request = request(first, in);
        asked.add(request);
        behaviour.answer(request, socket.getOutputStream());
        socket.getOutputStream().flush();
        socket.shutdownOutput();
        // Closing at once could take back what was sent.
        in.readAllBytes();
      }
    } catch (IOException _) {
      // The other side has gone.
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    }
  }

  private static Asked request(int first, InputStream in) throws IOException {
    var head = new StringBuilder().append((char) first);
    while (head.indexOf("\r\n\r\n") < 0) {
      var next = in.read();
      if (next < 0) {
        throw new IOException("cut off");
      }
      head.append((char) next);
    }
    var lines = head.toString().split("\r\n", -1);
    var headers = new TreeMap<String, String>();
    for (var line : lines) {
      var colon = line.indexOf(": ");
      if (colon > 0) {
        headers.put(line.substring(0, colon).toLowerCase(Locale.ROOT), line.substring(colon + 2));
      }
    }
    var words = lines[0].split(" ", -1);
    var length = Integer.parseInt(headers.getOrDefault("content-length", "0"));
    return new Asked(words[0], words[1], headers, new String(in.readNBytes(length), UTF_8));
  }

  @Override
  public void close() throws IOException {
    server.close();
  }
}
