package io.atomic.reconcile.state;

import io.atomic.reconcile.cycle.EffectException;
import io.atomic.reconcile.cycle.RunLock;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedByInterruptException;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.time.Instant;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * The kernel's lock on the file {@code lock}, which ends with its holder however that ends; what
 * stands in the file is only for messages.
 */
public final class FileRunLock implements RunLock {
  private static final Duration POLL = Duration.ofMillis(100);

  /**
   * Files locked by this JVM. Looked at before the file is opened: a kernel lock belongs to the
   * whole process, and closing <em>any</em> descriptor of the file would give it up.
   */
  private static final Set<Path> OURS = ConcurrentHashMap.newKeySet();

  private final StateDirectory directory;
  private final Path file;
  private final String command;
  private final Duration timeout;

  /**
   * A lock that nobody holds through this object yet.
   *
   * @param command what others are told about who holds it
   * @param timeout how long to wait for it; zero = not at all
   */
  public FileRunLock(StateDirectory directory, String command, Duration timeout) {
    this.directory = directory;
    file = directory.file("lock").toAbsolutePath().normalize();
    this.command = command;
    this.timeout = timeout;
  }

  private record OpenFile(Path file, FileChannel channel) implements Attempt.Held {
    @Override
    public void close() {
      try {
        channel.close();
      } catch (IOException e) {
        throw new UncheckedIOException(
            "tried to release the lock '%s', but failed".formatted(file), e);
      } finally {
        OURS.remove(file);
      }
    }
  }

  /** Makes the state directory if there is none. */
  @Override
  public Attempt acquire() throws EffectException, InterruptedException {
    var begin = System.nanoTime();
    directory.create();
    while (true) {
      if (Thread.interrupted()) {
        throw new InterruptedException();
      }
      var held = tryAcquire();
      if (held != null) {
        return held;
      }
      var left = timeout.minusNanos(System.nanoTime() - begin);
      if (!left.isPositive()) {
        return new Attempt.Busy(holder());
      }
      Thread.sleep(left.compareTo(POLL) < 0 ? left : POLL);
    }
  }

  private @Nullable OpenFile tryAcquire() throws EffectException, InterruptedException {
    if (!OURS.add(file)) {
      return null;
    }
    OpenFile held = null;
    try {
      held = lockFile();
      return held;
    } catch (ClosedByInterruptException _) {
      Thread.interrupted();
      throw new InterruptedException();
    } catch (IOException e) {
      throw DiskFailure.of("lock", file, e);
    } finally {
      if (held == null) {
        OURS.remove(file);
      }
    }
  }

  private @Nullable OpenFile lockFile() throws IOException {
    var channel =
        FileChannel.open(
            file, Set.of(StandardOpenOption.CREATE, StandardOpenOption.WRITE), DurableFile.PRIVATE);
    OpenFile held = null;
    try {
      if (channel.tryLock() != null) {
        var text =
            "'%s' (process %d) since %s"
                .formatted(command, ProcessHandle.current().pid(), Instant.now());
        channel.truncate(0);
        channel.write(ByteBuffer.wrap(text.getBytes(StandardCharsets.UTF_8)));
        held = new OpenFile(file, channel);
      }
      return held;
    } finally {
      if (held == null) {
        channel.close();
      }
    }
  }

  private String holder() throws EffectException {
    if (OURS.contains(file)) {
      return "another run of this process";
    }
    var bytes = DurableFile.read(file);
    var text = bytes == null ? "" : new String(bytes, StandardCharsets.UTF_8).strip();
    return text.isEmpty() ? "another process" : text;
  }
}
