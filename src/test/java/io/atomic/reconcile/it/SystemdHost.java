package io.atomic.reconcile.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Assumptions;

/**
 * A small Debian whose first process is a real systemd, in a container of the tests' dockerd. The
 * program that was built and the JDK in use are there as they are here, at the same paths.
 *
 * <p>The container is not privileged, since systemd raises limits of the whole machine where it
 * can. It has no network. The socket of the engine that it runs in is there, too, and so is the
 * engine's command line: apps of such a host are its siblings.
 */
final class SystemdHost implements AutoCloseable {
  private static final String IMAGE = "localhost/atomic-test/systemd:1";
  private static final Path SCRIPT = Path.of("src/test/sh/systemd-image").toAbsolutePath();
  private static final Path JDK = Path.of(System.getProperty("java.home"));

  /** What is to be installed for systemd, with a script that does so. */
  static final Path UNITS = Path.of("systemd").toAbsolutePath();

  static final String ENGINE_SOCKET = "/srv/docker.sock";

  /** The script itself gives up before that. */
  private static final Duration LONGEST_MAKING = Duration.ofMinutes(7);

  private static final Duration LONGEST_BOOT = Duration.ofSeconds(60);

  /** What it says once nothing is left to be started. */
  private static final Set<String> BOOTED = Set.of("running", "degraded");

  private final TestEngine engine;
  private final String id;
  private final Thread ending;

  private SystemdHost(TestEngine engine, String id) {
    this.engine = engine;
    this.id = id;
    this.ending = Thread.ofPlatform().unstarted(() -> engine.ends(List.of(id)));
    Runtime.getRuntime().addShutdownHook(ending);
  }

  /** Why there can be no such host here; empty = there can. */
  private static final class Image {
    private static final String REASON = reason();

    private static String reason() {
      var directory = TestServers.directory().toString();
      var made =
          Command.start(List.of(SCRIPT.toString(), directory), Map.of(), "").await(LONGEST_MAKING);
      return made.exitCode() == 0 ? "" : "no image of systemd could be made: " + made.text();
    }
  }

  /** A host that has booted; skips the test where there can be none. */
  static SystemdHost booted() {
    skipUnless(
        Files.isExecutable(Program.distribution().resolve("bin/atomic-reconcile")),
        "the program has not been built");
    var engine = TestEngine.of(EngineKind.DOCKER);
    skipUnless(Image.REASON.isEmpty(), Image.REASON);
    var host = new SystemdHost(engine, engine.does(words(engine)));
    try {
      host.awaitRunning();
      var java = host.runs(JDK.resolve("bin/java").toString(), "-version");
      skipUnless(java.exitCode() == 0, "the JDK in use does not run in Debian: " + java.text());
      return host;
    } catch (RuntimeException | Error e) {
      host.close();
      throw e;
    }
  }

  /** JUnit's reports keep the reason; people look at the console. */
  static void skipUnless(boolean possible, String reason) {
    if (!possible) {
      System.err.println("Tests with a real systemd are skipped: " + reason);
    }
    Assumptions.assumeTrue(possible, reason);
  }

  private static String[] words(TestEngine engine) {
    var words = new ArrayList<>(List.of("run", "-d", "--hostname", "systemd-host"));
    // What systemd takes for a wish to shut down, in order.
    words.addAll(List.of("--stop-signal", "SIGRTMIN+3"));
    // To mount and to log in; everything else of a privileged container would reach the machine.
    words.addAll(List.of("--cap-add", "SYS_ADMIN", "--cap-add", "AUDIT_CONTROL"));
    for (var unconfined : List.of("seccomp=unconfined", "apparmor=unconfined", "label=disable")) {
      words.addAll(List.of("--security-opt", unconfined));
    }
    words.addAll(List.of("--cgroupns=host", "-v", "/sys/fs/cgroup:/sys/fs/cgroup"));
    words.addAll(List.of("--tmpfs", "/run", "--tmpfs", "/tmp"));
    for (var shared : List.of(Program.distribution(), JDK, UNITS)) {
      words.addAll(List.of("-v", "%s:%s:ro".formatted(shared, shared)));
    }
    var socket = engine.socketUrl().replace("unix://", "");
    words.addAll(List.of("-v", socket + ":" + ENGINE_SOCKET));
    words.addAll(List.of("-v", docker() + ":/usr/bin/docker:ro"));
    words.addAll(List.of("-e", "container=docker", "-e", "JAVA_HOME=" + JDK));
    words.addAll(List.of(IMAGE, "/lib/systemd/systemd"));
    return words.toArray(String[]::new);
  }

  /** The command line that the tests themselves use. */
  private static Path docker() {
    return Arrays.stream(System.getenv().getOrDefault("PATH", "/usr/bin").split(":"))
        .map(directory -> Path.of(directory, "docker"))
        .filter(Files::isExecutable)
        .findFirst()
        .orElseThrow();
  }

  /** Runs a command as root. */
  Command.Result runs(String... words) {
    return starts(words).await();
  }

  /** Runs a command that must succeed; returns what it prints. */
  String does(String... words) {
    var result = runs(words);
    assertThat(result.exitCode()).as("%s%n%s", List.of(words), result).isZero();
    return result.out().strip();
  }

  /** Starts a command; what is killed here lives on there. */
  Command starts(String... words) {
    return exec(List.of("exec", id), "", words);
  }

  /** Writes a file, and the directories above it. */
  void writes(String path, String text) {
    var script = "mkdir -p \"$(dirname \"$0\")\" && cat >\"$0\"";
    var result = exec(List.of("exec", "-i", id), text, "/bin/sh", "-c", script, path).await();
    assertThat(result.exitCode()).as("write %s%n%s", path, result).isZero();
  }

  private Command exec(List<String> exec, String input, String... words) {
    var argv = new ArrayList<>(engine.commandLine());
    argv.addAll(exec);
    argv.addAll(List.of(words));
    return Command.start(argv, Map.of(), input);
  }

  /** The program itself. */
  Command.Result runsProgram(String... arguments) {
    return runs(program(arguments));
  }

  /** The words that run the program. */
  String[] program(String... arguments) {
    var words = new ArrayList<String>();
    words.add(Program.distribution().resolve("bin/atomic-reconcile").toString());
    words.addAll(Arrays.asList(arguments));
    return words.toArray(String[]::new);
  }

  /** Runs a Java source against the program's classes, for what no verb does alone. */
  Command.Result runsJava(String source) {
    writes("/root/Source.java", source);
    var classPath = Program.distribution().resolve("lib") + "/*";
    return runs(JDK.resolve("bin/java").toString(), "-cp", classPath, "/root/Source.java");
  }

  /** Boots again; what is not below {@code /run} or {@code /tmp} stays. */
  void reboots() {
    engine.does("restart", "-t", "20", id);
  }

  /** Waits until systemd has started all that a boot starts. */
  void awaitRunning() {
    Awaitility.await()
        .atMost(LONGEST_BOOT)
        .until(() -> BOOTED.contains(runs("systemctl", "is-system-running").out().strip()));
  }

  @Override
  public void close() {
    engine.ends(List.of(id));
    try {
      Runtime.getRuntime().removeShutdownHook(ending);
    } catch (IllegalStateException _) {
      // It runs already.
    }
  }
}
