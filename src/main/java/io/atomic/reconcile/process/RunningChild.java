package io.atomic.reconcile.process;

import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * One child from the gate to its end.
 *
 * <p>Its output is polled, not read by threads that block: a grandchild that keeps the pipe open
 * would hold such a thread, and the JVM's reaper with it, for as long as it lives.
 */
final class RunningChild implements AutoCloseable {
  private static final long SHORTEST_PAUSE = TimeUnit.MICROSECONDS.toNanos(300);
  private static final long LONGEST_PAUSE = TimeUnit.MILLISECONDS.toNanos(25);

  /** How long output may still come once the child has ended. */
  private static final long AFTERMATH = TimeUnit.SECONDS.toNanos(1);

  /** Bytes read at once: a child that never stops printing must not keep us from the clock. */
  private static final int MOST_AT_ONCE = 256 * 1024;

  /** First exit code by which shells, and the JVM, name a signal. */
  private static final int SIGNALS = 128;

  private static final int LAST_SIGNAL = 64;

  private final Process process;
  private final ChildCommand command;
  private final ChildListener listener;
  private final Capture out;
  private final @Nullable Capture err;
  private final LineFeed outLines;
  private final LineFeed errLines;
  private final byte[] buffer = new byte[64 * 1024];
  private @Nullable Family family;

  RunningChild(Process process, ChildCommand command, ChildListener listener) {
    this.process = process;
    this.command = command;
    this.listener = listener;
    var separate = command.streams() == ChildCommand.Streams.SEPARATE;
    out = new Capture(command.outputLimit());
    err = separate ? new Capture(command.outputLimit()) : null;
    outLines = new LineFeed(listener::line);
    errLines = new LineFeed(listener::line);
  }

  ChildResult run(ProcessMark mark) throws InterruptedException {
    listener.started(mark);
    var started = System.nanoTime();
    family = new Family(mark);
    openGate();
    if (!endsBy(started + command.deadline().toNanos())) {
      endFamily(family);
      return new ChildResult.TimedOut(output(), command.deadline());
    }
    drainRest();
    var code = process.exitValue();
    var signal = code - SIGNALS;
    return signal > 0 && signal <= LAST_SIGNAL
        ? new ChildResult.Signalled(signal, output())
        : new ChildResult.Exited(code, output());
  }

  private void openGate() {
    try (var gate = process.getOutputStream()) {
      gate.write((Gate.KEY + command.input()).getBytes(StandardCharsets.UTF_8));
    } catch (IOException _) {
      // Somebody ended it while it waited; how, its exit code will tell.
    }
  }

  /** Collects output until the child has ended (true) or the clock has come to the end (false). */
  private boolean endsBy(long end) throws InterruptedException {
    for (var pause = SHORTEST_PAUSE; ; ) {
      pause = drain() ? SHORTEST_PAUSE : Math.min(2 * pause, LONGEST_PAUSE);
      var left = end - System.nanoTime();
      if (process.waitFor(Math.min(pause, left), TimeUnit.NANOSECONDS)) {
        return true;
      }
      if (left <= 0) {
        return false;
      }
    }
  }

  /** What the child had printed is all there by now; a grandchild may print on for ever. */
  private void drainRest() {
    var end = System.nanoTime() + AFTERMATH;
    while (drain() && System.nanoTime() - end < 0) {}
    outLines.finish();
    errLines.finish();
  }

  private boolean drain() {
    var any = drain(process.getInputStream(), out, outLines);
    // Both, always: neither stream may block the child.
    var anyError = err != null && drain(process.getErrorStream(), err, errLines);
    return any || anyError;
  }

  private boolean drain(InputStream stream, Capture capture, LineFeed lines) {
    var total = 0;
    try {
      while (total < MOST_AT_ONCE && stream.available() > 0) {
        var count = stream.read(buffer, 0, Math.min(buffer.length, stream.available()));
        if (count < 0) {
          break;
        }
        total += count;
        capture.add(buffer, count);
        lines.add(buffer, count);
      }
    } catch (IOException _) {
      // The pipe is gone, so there is no more to come.
    }
    return total > 0;
  }

  private void endFamily(Family doomed) {
    doomed.end(command.grace(), this::drain);
    drainRest();
  }

  private Output output() {
    return err == null
        ? new Output(out.text(), "", out.dropped())
        : new Output(out.text(), err.text(), out.dropped() + err.dropped());
  }

  /** However it came to this, by interruption or by a bug: nothing of the child stays behind. */
  @Override
  public void close() {
    closeStream(process.getOutputStream());
    if (process.isAlive()) {
      if (family == null) {
        // The gate is shut, so there is nothing but the gate.
        process.destroyForcibly();
      } else {
        // Read on, lest it hangs in a write and cannot end; but nobody listens any more.
        family.end(command.grace(), this::discard);
      }
    }
    closeStream(process.getInputStream());
    closeStream(process.getErrorStream());
  }

  private void discard() {
    discard(process.getInputStream());
    discard(process.getErrorStream());
  }

  private void discard(InputStream stream) {
    try {
      for (var total = 0; total < MOST_AT_ONCE && stream.available() > 0; ) {
        total += Math.max(1, stream.read(buffer, 0, Math.min(buffer.length, stream.available())));
      }
    } catch (IOException _) {
      // The pipe is gone, so there is no more to come.
    }
  }

  private static void closeStream(Closeable stream) {
    try {
      stream.close();
    } catch (IOException _) {
      // Its other end is gone; there is nothing left to close.
    }
  }
}
