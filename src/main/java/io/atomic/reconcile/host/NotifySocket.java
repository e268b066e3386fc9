package io.atomic.reconcile.host;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;
import static java.lang.foreign.ValueLayout.JAVA_SHORT;

import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The socket of systemd to which a service tells how it is, sd_notify(3). It takes datagrams, which
 * Java's own Unix sockets do not send; so this calls the C library.
 */
public final class NotifySocket implements AutoCloseable {
  private static final String VARIABLE = "NOTIFY_SOCKET";

  /** As linux/un.h and bits/socket.h have them, on every architecture but MIPS and SPARC. */
  private static final short AF_UNIX = 1;

  private static final int SOCK_DGRAM = 2;
  private static final int SOCK_CLOEXEC = 0x80000;
  private static final int MSG_NOSIGNAL = 0x4000;
  private static final int MSG_DONTWAIT = 0x40;
  private static final int LONGEST_PATH = 108;

  private final MethodHandle sendto;
  private final MethodHandle close;
  private final int descriptor;
  private final Arena arena = Arena.ofShared();
  private final MemorySegment address;
  private final int addressLength;

  private NotifySocket(byte[] path) throws Throwable {
    var linker = Linker.nativeLinker();
    var socket =
        handle(linker, "socket", FunctionDescriptor.of(JAVA_INT, JAVA_INT, JAVA_INT, JAVA_INT));
    this.sendto =
        handle(
            linker,
            "sendto",
            FunctionDescriptor.of(
                JAVA_LONG, JAVA_INT, ADDRESS, JAVA_LONG, JAVA_INT, ADDRESS, JAVA_INT));
    this.close = handle(linker, "close", FunctionDescriptor.of(JAVA_INT, JAVA_INT));
    this.address = arena.allocate(Short.BYTES + LONGEST_PATH, Short.BYTES);
    address.set(JAVA_SHORT, 0, AF_UNIX);
    MemorySegment.copy(path, 0, address, JAVA_BYTE, Short.BYTES, path.length);
    if (path[0] == '@') {
      // An abstract name begins with a zero, unix(7).
      address.set(JAVA_BYTE, Short.BYTES, (byte) 0);
    }
    this.addressLength = Short.BYTES + path.length;
    this.descriptor = (int) socket.invokeExact((int) AF_UNIX, SOCK_DGRAM | SOCK_CLOEXEC, 0);
  }

  @SuppressWarnings("restricted") // the signatures are those of the C library
  private static MethodHandle handle(Linker linker, String name, FunctionDescriptor descriptor) {
    return linker.downcallHandle(linker.defaultLookup().findOrThrow(name), descriptor);
  }

  /** The one that the environment names; null = nobody wants to be told. */
  public static @Nullable NotifySocket of(Map<String, String> environment) {
    var name = environment.get(VARIABLE);
    if (name == null || !(name.startsWith("/") || name.startsWith("@"))) {
      return null;
    }
    var path = name.getBytes(StandardCharsets.UTF_8);
    if (path.length >= LONGEST_PATH) {
      return null;
    }
    try {
      return new NotifySocket(path);
    } catch (Throwable e) {
      throw new IllegalStateException("tried to open a socket of systemd, but " + e, e);
    }
  }

  /**
   * Tells. Whether anybody has heard it does not matter: who is not there any more need not know.
   *
   * @param variables such as {@code READY=1}
   */
  public synchronized void tell(String... variables) {
    var message = String.join("\n", variables).getBytes(StandardCharsets.UTF_8);
    try (var letter = Arena.ofConfined()) {
      var bytes = letter.allocateFrom(ValueLayout.JAVA_BYTE, message);
      var _ =
          (long)
              sendto.invokeExact(
                  descriptor,
                  bytes,
                  (long) message.length,
                  MSG_NOSIGNAL | MSG_DONTWAIT,
                  address,
                  addressLength);
    } catch (Throwable e) {
      throw new IllegalStateException("tried to tell systemd something, but " + e, e);
    }
  }

  @Override
  public synchronized void close() {
    try {
      var _ = (int) close.invokeExact(descriptor);
      arena.close();
    } catch (Throwable e) {
      throw new IllegalStateException("tried to close a socket of systemd, but " + e, e);
    }
  }
}
