package io.atomic.reconcile.process;

import static io.atomic.reconcile.process.Children.command;
import static io.atomic.reconcile.process.Children.run;
import static io.atomic.reconcile.process.Children.runs;
import static io.atomic.reconcile.process.Children.shell;
import static io.atomic.reconcile.process.Children.withDeadline;
import static io.atomic.reconcile.process.Children.withEnvironment;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.atomic.reconcile.process.ChildCommand.Streams;
import io.atomic.reconcile.process.ChildResult.Exited;
import io.atomic.reconcile.process.ChildResult.NotStarted;
import io.atomic.reconcile.process.ChildResult.Signalled;
import io.atomic.reconcile.process.ChildResult.TimedOut;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Isolated;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(60)
@Isolated("it looks at, and ends, all children of this JVM")
class ChildProcessesIT {
  @TempDir Path directory;

  @Test
  void exitCodeAndOutputInTheOrderOfWriting() throws Exception {
    var result = run(shell("echo a; echo b >&2; echo c; exit 3"));
    assertThat(result).isEqualTo(new Exited(3, new Output("a\nb\nc\n", "", 0)));
    assertThat(run(command("true")).isSuccess()).isTrue();
  }

  @Test
  void streamsCanBeKeptApart() throws Exception {
    var result = run(shell("echo '{}'; echo warning >&2").withStreams(Streams.SEPARATE));
    assertThat(result).isEqualTo(new Exited(0, new Output("{}\n", "warning\n", 0)));
  }

  @Test
  void wordsArriveAsTheyAre() throws Exception {
    var result = run(command("printf", "%s|", "a b", "", "$HOME", "'\"\\", "-x", "*", "A=b"));
    assertThat(result.output().text()).isEqualTo("a b||$HOME|'\"\\|-x|*|A=b|");
  }

  @Test
  void aMissingProgramIsNoExitCode() throws Exception {
    assertThat(run(command("no-such-program")))
        .isEqualTo(
            new NotStarted(
                "tried to run 'no-such-program', but it was not found in PATH '/usr/bin:/bin'"));
    assertThat(run(command("/no/such"))).isInstanceOf(NotStarted.class);
    assertThat(run(command("/etc"))).isInstanceOf(NotStarted.class);
    assertThat(run(command("/etc/passwd"))).isInstanceOf(NotStarted.class);
    assertThat(run(command(""))).isInstanceOf(NotStarted.class);
    assertThat(run(shell("exit 127"))).isInstanceOf(Exited.class);
  }

  @Test
  void theProgramIsLookedUpInTheChildsPath() throws Exception {
    var program = directory.resolve("only-here");
    Files.writeString(program, "#!/bin/sh\necho found\n");
    assertThat(program.toFile().setExecutable(true)).isTrue();
    var environment = new TreeMap<>(Children.ENVIRONMENT);
    environment.put("PATH", directory.toString());
    var result = run(withEnvironment(command("only-here"), environment));
    assertThat(result.output().text()).isEqualTo("found\n");
  }

  @Test
  void aMissingWorkingDirectoryIsNamed() throws Exception {
    var command =
        ChildCommand.of(
            List.of("true"), Children.ENVIRONMENT, Path.of("/no/dir"), Duration.ofSeconds(5));
    assertThat(run(command))
        .isEqualTo(
            new NotStarted(
                "tried to run 'true', but its working directory '/no/dir' is not there"));
  }

  @Test
  void aSignalIsToldFromAnExitCode() throws Exception {
    assertThat(run(shell("kill -9 $$"))).isEqualTo(new Signalled(9, Output.NONE));
    assertThat(run(shell("exit 255"))).isEqualTo(new Exited(255, Output.NONE));
    assertThat(run(shell("exit 128"))).isEqualTo(new Exited(128, Output.NONE));
  }

  @ParameterizedTest
  @ValueSource(strings = {"/bin/sh", "/bin/bash"})
  void theEnvironmentIsExactlyTheGivenOne(String shell) throws Exception {
    Assumptions.assumeTrue(Files.isExecutable(Path.of(shell)), "there is no " + shell);
    var link = Files.createSymbolicLink(directory.resolve("sh"), Path.of(shell));
    var processes = new ChildProcesses(link);
    try {
      assertExactEnvironment(processes);
    } finally {
      // JUnit warns of links that lead out of its directory.
      Files.delete(link);
    }
  }

  private static void assertExactEnvironment(ChildProcesses processes) throws Exception {
    var plain = processes.run(command("env"), ChildListener.NONE);
    assertThat(plain.output().text()).isEqualTo("PATH=/usr/bin:/bin\n");

    var environment = new TreeMap<>(Children.ENVIRONMENT);
    environment.put("LC_ALL", "xx_YY");
    environment.put("MODE", "two  words\t'\"$x");
    for (var name : List.of("UID", "PWD", "OLDPWD", "SHLVL", "_", "IFS", "PS1", "OPTIND", "go")) {
      environment.put(name, "7");
    }
    var expected = new StringBuilder();
    environment.forEach((name, value) -> expected.append(name + "=" + value + "\n"));
    var result = processes.run(withEnvironment(command("env"), environment), ChildListener.NONE);
    assertThat(result.output().text().lines().sorted())
        .isEqualTo(expected.toString().lines().sorted().toList());
  }

  @Test
  void anEnvironmentWithoutPathStillFindsPrograms() throws Exception {
    var result = run(withEnvironment(command("env"), new TreeMap<>()));
    assertThat(result).isEqualTo(new Exited(0, Output.NONE));
  }

  @Test
  void aVariableThatNobodyCouldReadIsRefused() throws Exception {
    var environment = new TreeMap<>(Children.ENVIRONMENT);
    environment.put("a.b", "x");
    assertThat(run(withEnvironment(command("true"), environment)))
        .isEqualTo(
            new NotStarted(
                "tried to run 'true', but 'a.b' is no name for an environment variable"));
  }

  @Test
  void hasNoInputAndNoTerminalAndASessionOfItsOwn() throws Exception {
    var listener = new Children.Recording();
    var script =
        "readlink /proc/self/fd/0; (: </dev/tty) 2>/dev/null || echo no tty; ls /proc/self/fd | wc -l;"
            + " cat; cut -d' ' -f1,5,6 /proc/$$/stat";
    var result = new ChildProcesses().run(shell(script), listener);
    var pid = listener.mark().pid();
    assertThat(result.output().text())
        .isEqualTo("/dev/null\nno tty\n4\n%d %d %d\n".formatted(pid, pid, pid));
  }

  @ParameterizedTest
  @ValueSource(strings = {"/bin/sh", "/bin/bash"})
  void readsWhatItIsGivenAndNoMore(String shell) throws Exception {
    Assumptions.assumeTrue(Files.isExecutable(Path.of(shell)), "there is no " + shell);
    var link = Files.createSymbolicLink(directory.resolve("sh"), Path.of(shell));
    try {
      var command = command("cat").withInput("two\nlines");
      var result = new ChildProcesses(link).run(command, ChildListener.NONE);
      assertThat(result.output().text()).isEqualTo("two\nlines");
    } finally {
      Files.delete(link);
    }
  }

  @Test
  void inputThatNobodyReadsIsNoTrouble() throws Exception {
    assertThat(run(command("true").withInput("x".repeat(4000))).isSuccess()).isTrue();
  }

  @Test
  void aDeadlineEndsEvenWhoIgnoresTermAndEverybodyItStarted() throws Exception {
    var script =
        "trap '' TERM; echo begun; (trap '' TERM; sleep 1000) & setsid sleep 1000 & sleep 1000;"
            + " sleep 1000";
    var listener = new Children.Recording();
    var begin = System.nanoTime();
    var result =
        new ChildProcesses().run(withDeadline(shell(script), Duration.ofMillis(700)), listener);
    assertThat(result)
        .isEqualTo(new TimedOut(new Output("begun\n", "", 0), Duration.ofMillis(700)));
    assertThat(Duration.ofNanos(System.nanoTime() - begin)).isLessThan(Duration.ofSeconds(4));
    assertThat(new Leftovers(listener.mark()).exist()).isFalse();
    assertThat(ProcessHandle.current().descendants()).isEmpty();
  }

  @Test
  void aDeadlineGivesTimeToEndOrderly() throws Exception {
    var script = "trap 'echo bye; exit 0' TERM; echo hello; while :; do sleep 0.05; done";
    var result =
        run(withDeadline(shell(script), Duration.ofMillis(400)).withGrace(Duration.ofSeconds(20)));
    assertThat(result.output().text()).startsWith("hello\n").endsWith("bye\n");
  }

  @Test
  void aDeadlineHoldsForOneThatNeverStopsPrinting() throws Exception {
    var result = run(withDeadline(command("yes"), Duration.ofMillis(500)));
    assertThat(result).isInstanceOf(TimedOut.class);
  }

  @Test
  void muchOutputNeitherBlocksNorStays() throws Exception {
    var script = "echo first; head -c 100000000 /dev/zero | tr '\\0' x; echo; echo last";
    var listener = new CountingListener();
    var result = new ChildProcesses().run(shell(script).withOutputLimit(4096), listener);
    assertThat(listener.longest).isEqualTo(4096);
    assertThat(result).isInstanceOf(Exited.class);
    assertThat(result.output().text()).startsWith("first\nxxx").endsWith("xxx\nlast\n");
    assertThat(result.output().text()).hasSizeLessThan(5000);
    assertThat(result.output().dropped()).isEqualTo(100_000_000 + 12 - 4096);
  }

  private static final class CountingListener implements ChildListener {
    int longest;

    @Override
    public void line(String text) {
      longest = Math.max(longest, text.length());
    }
  }

  @Test
  void aGrandchildThatKeepsThePipeOpenIsNotWaitedFor() throws Exception {
    var begin = System.nanoTime();
    var result = run(shell("setsid sleep 20 & echo $!"));
    assertThat(Duration.ofNanos(System.nanoTime() - begin)).isLessThan(Duration.ofSeconds(5));
    assertThat(result).isInstanceOf(Exited.class);
    var grandchild = Long.parseLong(result.output().text().strip());
    assertThat(runs(grandchild)).as("a daemon that was started on purpose lives on").isTrue();
    ProcessHandle.of(grandchild).ifPresent(ProcessHandle::destroyForcibly);
  }

  @Test
  void linesComeLive() throws Exception {
    var seen = new CountDownLatch(1);
    var file = directory.resolve("go-on");
    ChildListener listener =
        new ChildListener() {
          @Override
          public void line(String text) {
            assertThat(text).isEqualTo("pulling grün");
            seen.countDown();
            try {
              Files.createFile(file);
            } catch (IOException e) {
              throw new AssertionError(e);
            }
          }
        };
    var script =
        "printf 'pulling \\033[32mgr\\303\\274n\\033[0m\\n'; until [ -e '%s' ]; do sleep 0.02; done"
            .formatted(file);
    var result = new ChildProcesses().run(shell(script), listener);
    assertThat(result.isSuccess()).isTrue();
    assertThat(seen.await(0, TimeUnit.SECONDS)).isTrue();
  }

  @Test
  void interruptionEndsTheChildAndPropagates() throws Exception {
    var listener = new Children.Recording();
    var ready = directory.resolve("ready");
    var outcome = new CompletableFuture<Object>();
    var thread =
        Thread.ofPlatform()
            .start(() -> {
              try {
                var script = "trap '' TERM; : >'%s'; sleep 1000".formatted(ready);
                outcome.complete(new ChildProcesses().run(shell(script), listener));
              } catch (InterruptedException e) {
                outcome.complete(e);
              }
            });
    Awaitility.await().until(() -> Files.exists(ready));
    thread.interrupt();
    assertThat(outcome.get(20, TimeUnit.SECONDS)).isInstanceOf(InterruptedException.class);
    assertThat(new Leftovers(listener.mark()).exist()).isFalse();
  }

  @Test
  void runsNothingWhenTheIntentCouldNotBeJournalled() {
    var file = directory.resolve("ran");
    ChildListener listener =
        new ChildListener() {
          @Override
          public void started(ProcessMark mark) {
            throw new IllegalStateException("disk full");
          }
        };
    assertThatThrownBy(() -> new ChildProcesses().run(shell(": >" + file), listener))
        .hasMessage("disk full");
    assertThat(file).doesNotExist();
    Awaitility.await().until(() -> ProcessHandle.current().descendants().findAny().isEmpty());
  }

  @Test
  void runsNothingWhenWeDieBeforeTheGateIsOpened() throws Exception {
    var file = directory.resolve("ran");
    var words = Children.java(Dying.class, file.toString());
    var result = run(command(words.toArray(String[]::new)));
    assertThat(result).isInstanceOf(Exited.class);
    var pid = Long.parseLong(result.output().lastLines(1).getFirst());
    Awaitility.await().until(() -> !runs(pid));
    assertThat(file).doesNotExist();
  }

  /** Dies at the gate, as by SIGKILL. */
  static final class Dying {
    public static void main(String[] args) throws InterruptedException {
      ChildListener listener =
          new ChildListener() {
            @Override
            public void started(ProcessMark mark) {
              System.out.println(mark.pid());
              Runtime.getRuntime().halt(9);
            }
          };
      new ChildProcesses().run(shell(": >" + args[0]), listener);
    }
  }
}
