package io.atomic.reconcile.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.Channels;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;

/** A daemon takes as much after hundreds of runs as after a few. */
class DaemonFlatIT {
  private static final String ASKING = "{\"formatVersion\":1,\"run\":[],\"wait\":true}\n";
  private static final int FIRST = 30;
  private static final int MORE = 200;

  /** Threads that run others come and go, and so does what they wait with. */
  private static final int SLACK = 8;

  /** More than its heap, its classes and its machine code need together. */
  private static final int MOST_OWN_KILOBYTES = 80 * 1024;

  /** The other engine would take minutes, and the daemon does the same with it. */
  @AutoClose private final TestHost host = TestHost.on(EngineKind.DOCKER);

  @Test
  void hundredsOfRunsLeaveNoThreadDescriptorNorChildBehindAndNoMemoryThatNothingNeeds() {
    host.has("web", TestImage.plain());
    host.has("db", TestImage.plain());
    try (var daemon = RunningDaemon.on(host)) {
      makes(FIRST, daemon);
      var proc = new Proc(daemon.pid());
      var threads = proc.threads();
      var descriptors = proc.descriptors();
      makes(MORE, daemon);

      RunningDaemon.eventually()
          .untilAsserted(() -> {
            assertThat(proc.threads()).as("threads").isLessThanOrEqualTo(threads + SLACK);
            assertThat(proc.descriptors())
                .as("descriptors")
                .isLessThanOrEqualTo(descriptors + SLACK);
            assertThat(ProcessHandle.of(daemon.pid()).orElseThrow().children()).isEmpty();
            assertThat(proc.ownKilobytes()).as("RssAnon").isLessThan(MOST_OWN_KILOBYTES);
          });
    }
  }

  private static void makes(int runs, RunningDaemon daemon) {
    for (var run = 0; run < runs; run++) {
      assertThat(answerOf(daemon)).contains("\"exitStatus\":0");
    }
  }

  /** Asks for a run and waits for its end. */
  private static String answerOf(RunningDaemon daemon) {
    try (var channel = SocketChannel.open(UnixDomainSocketAddress.of(daemon.socket()))) {
      Channels.newOutputStream(channel).write(ASKING.getBytes(StandardCharsets.UTF_8));
      return new String(Channels.newInputStream(channel).readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
