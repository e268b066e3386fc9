package io.atomic.reconcile.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.LocalDateTime;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.awaitility.core.ConditionFactory;

/** The daemon on a {@link TestHost}, with its log. */
final class RunningDaemon implements AutoCloseable {
  private static final Pattern RUN = Pattern.compile("(?m)^run \\S+: (.*)$(?<!nothing to do)");

  private static final String EVERYTHING = "everything: ";

  /** A run's ID begins with its time. */
  private static final Pattern BEGIN =
      Pattern.compile("(?m)^run (\\d{8}T\\d{6})Z-\\w+: (?!nothing to do)");

  private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern("uuuuMMdd'T'HHmmss");

  private final TestHost host;
  private final Command command;
  private final Path log;

  private RunningDaemon(TestHost host, Command command, Path log) {
    this.host = host;
    this.command = command;
    this.log = log;
  }

  /** Starts it; it may not have come far yet. */
  static RunningDaemon starts(TestHost host, String... words) {
    var arguments = new ArrayList<>(List.of("daemon"));
    arguments.addAll(List.of(words));
    return starts(host, host.arguments(arguments));
  }

  /**
   * Starts it in another environment.
   *
   * @param variables such as {@code TZ=UTC}
   */
  static RunningDaemon startsIn(TestHost host, List<String> variables) {
    return starts(host, variables, host.arguments(List.of("daemon")));
  }

  /** The same with manifests where they are if nobody says otherwise. */
  static RunningDaemon startsWithDefaultDirectories(TestHost host) {
    return starts(
        host,
        List.of(
            "daemon",
            "--state-dir=" + host.stateDirectory(),
            "--root=" + host.root(),
            "--engine=" + host.engine().socketUrl()));
  }

  private static RunningDaemon starts(TestHost host, List<String> arguments) {
    return starts(host, List.of(), arguments);
  }

  private static RunningDaemon starts(
      TestHost host, List<String> variables, List<String> arguments) {
    var log = host.directory().resolve("daemon.log");
    // What it says is read while it runs.
    var wrapper =
        new ArrayList<>(List.of("/bin/sh", "-c", "exec env \"$@\" >>" + log + " 2>&1", "sh"));
    wrapper.addAll(variables);
    return new RunningDaemon(host, Program.start(wrapper, arguments, ""), log);
  }

  /** Starts it, and waits for the end of its first run. */
  static RunningDaemon on(TestHost host, String... words) {
    var daemon = starts(host, words);
    daemon.awaitAnswer();
    TestHost.endsWith(0, daemon.asks("--wait"));
    return daemon;
  }

  /** Until it can be asked for something. */
  void awaitAnswer() {
    eventually().until(this::answers);
  }

  /** What a daemon that was killed has left answers nobody. */
  private boolean answers() {
    try (var _ = SocketChannel.open(UnixDomainSocketAddress.of(socket()))) {
      return true;
    } catch (IOException _) {
      return false;
    }
  }

  Path socket() {
    return host.root().resolve("run/atomic-reconcile/control.sock");
  }

  /** Asks it for a run. */
  Command.Result asks(String... words) {
    var all = new ArrayList<>(List.of("trigger"));
    all.addAll(List.of(words));
    return Program.run(host.arguments(all));
  }

  String log() {
    try {
      return Files.readString(log);
    } catch (IOException _) {
      return "";
    }
  }

  void awaitLog(String text) {
    eventually().untilAsserted(() -> assertThat(log()).contains(host.named(text)));
  }

  /** Waits for a run of everything for that reason, be it alone or with another one. */
  void awaitFullRun(String why) {
    eventually().untilAsserted(() -> assertThat(fullRuns(why)).isNotEmpty());
  }

  /** The runs of everything for that reason. */
  List<String> fullRuns(String why) {
    return runs().stream()
        .filter(run -> run.startsWith(EVERYTHING))
        .filter(run -> List.of(run.substring(EVERYTHING.length()).split("; ")).contains(why))
        .toList();
  }

  /** What each of its runs was about, and why. */
  List<String> runs() {
    return RUN.matcher(log()).results().map(match -> match.group(1)).toList();
  }

  /** The longest time between the beginnings of two runs that followed each other. */
  Duration longestRest() {
    var begins =
        BEGIN
            .matcher(log())
            .results()
            .map(match -> LocalDateTime.parse(match.group(1), TIME))
            .toList();
    var longest = Duration.ZERO;
    for (var i = 1; i < begins.size(); i++) {
      var rest = Duration.between(begins.get(i - 1), begins.get(i));
      longest = rest.compareTo(longest) > 0 ? rest : longest;
    }
    return longest;
  }

  static ConditionFactory eventually() {
    return Patience.patiently().pollInterval(Duration.ofMillis(50));
  }

  /** Sends a signal, by its name without SIG. */
  void receives(String signal) {
    var sent =
        Command.start(
                List.of("/bin/sh", "-c", "kill -" + signal + " " + command.pid()), Map.of(), "")
            .await();
    assertThat(sent.exitCode()).as("%s", sent).isZero();
  }

  long pid() {
    return command.pid();
  }

  boolean isAlive() {
    return command.isAlive();
  }

  /** Waits for its end by itself. */
  int awaitEnd() {
    return command.await().exitCode();
  }

  /** Tells it to end, as systemd does, and waits until it has. */
  int ends() {
    command.terminate();
    return awaitEnd();
  }

  @Override
  public void close() {
    if (command.isAlive()) {
      command.terminate();
      awaitEnd();
    }
  }
}
