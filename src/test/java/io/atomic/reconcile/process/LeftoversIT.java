package io.atomic.reconcile.process;

import static io.atomic.reconcile.process.Children.shell;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.time.Duration;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.parallel.Isolated;

@Timeout(60)
@Isolated("it looks at, and ends, all children of this JVM")
class LeftoversIT {
  private static final Duration GRACE = Duration.ofMillis(300);

  @AfterEach
  void endChildren() {
    ProcessHandle.current().descendants().forEach(ProcessHandle::destroyForcibly);
  }

  @Test
  void endsAChildAndItsSession() throws Exception {
    var mark = start("trap '' TERM; sleep 1000 & sleep 1000; sleep 1000");
    assertThat(new Leftovers(mark).exist()).isTrue();
    assertThat(new Leftovers(mark).end(GRACE)).isTrue();
    assertThat(new Leftovers(mark).exist()).isFalse();
  }

  @Test
  void endsWhoeverOutlivedTheLeader() throws Exception {
    var listener = new Children.Recording();
    new ChildProcesses().run(shell("sleep 1000 & :"), listener);
    assertThat(ProcessStat.of(listener.mark().pid())).isNull();
    assertThat(new Leftovers(listener.mark()).exist()).isTrue();
    assertThat(new Leftovers(listener.mark()).end(GRACE)).isTrue();
    assertThat(new Leftovers(listener.mark()).exist()).isFalse();
  }

  @Test
  void sparesAnotherProcessThatWasGivenTheSamePid() throws Exception {
    var mark = start("sleep 1000");
    var earlier = new ProcessMark(mark.pid(), mark.startTicks() - 1, mark.bootId());
    assertThat(new Leftovers(earlier).exist()).isFalse();
    assertThat(new Leftovers(earlier).end(GRACE)).isTrue();
    var otherBoot = new ProcessMark(mark.pid(), mark.startTicks(), "another-boot");
    assertThat(new Leftovers(otherBoot).exist()).isFalse();
    assertThat(new Leftovers(otherBoot).end(GRACE)).isTrue();
    assertThat(Children.runs(mark.pid())).isTrue();
  }

  @Test
  void nothingIsLeftOfOneThatEnded() throws Exception {
    var listener = new Children.Recording();
    new ChildProcesses().run(shell("exit 0"), listener);
    assertThat(new Leftovers(listener.mark()).exist()).isFalse();
    assertThat(new Leftovers(listener.mark()).end(GRACE)).isTrue();
  }

  private static ProcessMark start(String script) throws IOException {
    var pid = new ProcessBuilder("setsid", "/bin/sh", "-c", script).start().pid();
    var stat =
        Awaitility.await()
            .until(() -> ProcessStat.of(pid), found -> found != null && found.session() == pid);
    return new ProcessMark(pid, stat.startTicks(), ProcessStat.Proc.bootId());
  }
}
