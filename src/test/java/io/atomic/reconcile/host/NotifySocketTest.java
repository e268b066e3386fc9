package io.atomic.reconcile.host;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;
import static java.lang.foreign.ValueLayout.JAVA_SHORT;
import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.invoke.MethodHandle;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What systemd hears of a service, by a socket of its kind. */
class NotifySocketTest {
  @TempDir Path directory;

  @Test
  void oneLetterHoldsAllThatIsToldTogether() throws Throwable {
    var path = directory.resolve("notify");
    try (var systemd = new Listener(path.toString());
        var socket = socket(path.toString())) {
      socket.tell("READY=1", "STATUS=waits für nichts");
      socket.tell("WATCHDOG=1");

      assertThat(systemd.hears()).isEqualTo("READY=1\nSTATUS=waits für nichts");
      assertThat(systemd.hears()).isEqualTo("WATCHDOG=1");
      assertThat(systemd.hears()).isNull();
    }
  }

  @Test
  void anAbstractNameIsASocketWithoutAFile() throws Throwable {
    var name = "@" + directory;
    try (var systemd = new Listener(name);
        var socket = socket(name)) {
      socket.tell("STOPPING=1");

      assertThat(systemd.hears()).isEqualTo("STOPPING=1");
      assertThat(directory).isEmptyDirectory();
    }
  }

  @Test
  void whoIsNotThereAnyMoreNeedNotKnow() throws Throwable {
    var path = directory.resolve("notify");
    try (var socket = socket(path.toString())) {
      socket.tell("READY=1");

      try (var systemd = new Listener(path.toString())) {
        socket.tell("WATCHDOG=1");
        assertThat(systemd.hears()).as("one that has come since").isEqualTo("WATCHDOG=1");
      }
      Files.delete(path);
      socket.tell("WATCHDOG=1");
    }
  }

  @Test
  void whoDoesNotListenHoldsUpNobody() throws Throwable {
    var path = directory.resolve("notify");
    try (var systemd = new Listener(path.toString());
        var socket = socket(path.toString())) {
      // Far more than a queue takes.
      for (var letter = 0; letter < 10_000; letter++) {
        socket.tell("WATCHDOG=1");
      }
      assertThat(systemd.hears()).isEqualTo("WATCHDOG=1");
    }
  }

  @Test
  void whereNobodyWantsToBeToldThereIsNone() {
    assertThat(NotifySocket.of(Map.of())).isNull();
    assertThat(NotifySocket.of(Map.of("NOTIFY_SOCKET", ""))).isNull();
    assertThat(NotifySocket.of(Map.of("NOTIFY_SOCKET", "vsock:2:1234"))).isNull();
    assertThat(NotifySocket.of(Map.of("NOTIFY_SOCKET", "/" + "x".repeat(107)))).isNull();
  }

  private static NotifySocket socket(String name) {
    return requireNonNull(NotifySocket.of(Map.of("NOTIFY_SOCKET", name)));
  }

  /** Takes datagrams, as Java's own Unix sockets do not. */
  @SuppressWarnings("restricted") // the signatures are those of the C library
  private static final class Listener implements AutoCloseable {
    private static final int AF_UNIX = 1;
    private static final int SOCK_DGRAM = 2;
    private static final int MSG_DONTWAIT = 0x40;
    private static final int LONGEST = 4096;

    private final Linker linker = Linker.nativeLinker();
    private final int descriptor;

    Listener(String name) throws Throwable {
      var path = name.getBytes(StandardCharsets.UTF_8);
      if (path[0] == '@') {
        path[0] = 0;
      }
      descriptor =
          (int)
              function("socket", FunctionDescriptor.of(JAVA_INT, JAVA_INT, JAVA_INT, JAVA_INT))
                  .invokeExact(AF_UNIX, SOCK_DGRAM, 0);
      try (var arena = Arena.ofConfined()) {
        var address = arena.allocate(Short.BYTES + path.length, Short.BYTES);
        address.set(JAVA_SHORT, 0, (short) AF_UNIX);
        for (var i = 0; i < path.length; i++) {
          address.set(JAVA_BYTE, Short.BYTES + i, path[i]);
        }
        var failed =
            (int)
                function("bind", FunctionDescriptor.of(JAVA_INT, JAVA_INT, ADDRESS, JAVA_INT))
                    .invokeExact(descriptor, address, (int) address.byteSize());
        assertThat(failed).isZero();
      }
    }

    private MethodHandle function(String name, FunctionDescriptor descriptor) {
      return linker.downcallHandle(linker.defaultLookup().findOrThrow(name), descriptor);
    }

    /** The next letter; null = there is none. */
    @Nullable String hears() throws Throwable {
      try (var arena = Arena.ofConfined()) {
        var letter = arena.allocate(LONGEST);
        var length =
            (long)
                function(
                        "recv",
                        FunctionDescriptor.of(JAVA_LONG, JAVA_INT, ADDRESS, JAVA_LONG, JAVA_INT))
                    .invokeExact(descriptor, letter, (long) LONGEST, MSG_DONTWAIT);
        return length < 0
            ? null
            : new String(letter.asSlice(0, length).toArray(JAVA_BYTE), StandardCharsets.UTF_8);
      }
    }

    @Override
    public void close() {
      try {
        var _ =
            (int)
                function("close", FunctionDescriptor.of(JAVA_INT, JAVA_INT))
                    .invokeExact(descriptor);
      } catch (Throwable e) {
        throw new IllegalStateException(e);
      }
    }
  }
}
