package io.atomic.reconcile.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicInteger;
import org.awaitility.core.ConditionFactory;

/**
 * A host with systemd on which the program is installed as a package would do it. Tests share it
 * one after the other; in every text {@code {web}} stands for an app's real name, which no other
 * test has.
 */
final class ServiceHost implements AutoCloseable {
  static final String DAEMON = "atomic-reconcile.service";
  static final String ONCE = "atomic-reconcile-once.service";
  static final String TIMER = "atomic-reconcile-once.timer";
  static final String PATH = "atomic-reconcile-once.path";
  static final List<String> UNITS = List.of(DAEMON, ONCE, TIMER, PATH);

  private static final AtomicInteger APPS = new AtomicInteger();

  private final SystemdHost host = SystemdHost.booted();
  private final TestEngine engine = TestEngine.of(EngineKind.DOCKER);
  private final Map<String, String> imagesOfApps = new TreeMap<>();
  private String begin = "";
  private String prefix = "";

  ServiceHost() {
    try {
      host.does(SystemdHost.UNITS.resolve("install").toString());
      host.does("ln", "-s", host.program()[0], "/usr/bin/atomic-reconcile");
      host.does("ln", "-sfn", System.getProperty("java.home"), "/opt/jdk");
      host.does("systemd-sysusers");
      host.does("systemd-tmpfiles", "--create");
      var docker = host.runs("docker", "--version");
      SystemdHost.skipUnless(
          docker.exitCode() == 0, "this docker does not run in Debian: " + docker.text());
      comesToRest();
    } catch (RuntimeException | Error e) {
      host.close();
      throw e;
    }
  }

  SystemdHost host() {
    return host;
  }

  TestEngine engine() {
    return engine;
  }

  /** Stops everything and forgets it: what the next test finds is as it was installed. */
  void comesToRest() {
    host.runs("systemctl", "stop", PATH, TIMER, ONCE, DAEMON);
    host.runs("systemctl", "disable", PATH, TIMER, DAEMON);
    host.runs("systemctl", "kill", "--kill-whom=all", "--signal=KILL", DAEMON, ONCE);
    host.does(
        "/bin/sh", "-c", "rm -rf /etc/systemd/system/atomic-* /etc/atomic.d/* /var/lib/atomic/*");
    host.does("systemctl", "daemon-reload");
    host.runs("systemctl", "reset-failed");
    settings("");
    engine.ends(List.copyOf(imagesOfApps.keySet()));
    imagesOfApps.values().forEach(image -> engine.tries("rmi", "-f", image));
    imagesOfApps.clear();
    prefix = "s%d-%d-".formatted(ProcessHandle.current().pid(), APPS.incrementAndGet());
    // A cursor would lose one line: journalctl passes over the first that it finds, whatever that
    // is.
    begin = host.does("date", "+@%s.%6N");
  }

  // --- units ---

  /** Adds to a unit, or overrides what it says. */
  void dropIn(String unit, String text) {
    host.writes("/etc/systemd/system/%s.d/test.conf".formatted(unit), text);
    host.does("systemctl", "daemon-reload");
  }

  /** Adds a drop-in that the project has. */
  void dropIn(String unit, Path file) {
    var directory = "/etc/systemd/system/%s.d".formatted(unit);
    host.does("install", "-D", "-m", "0644", "-t", directory, file.toString());
    host.does("systemctl", "daemon-reload");
  }

  void systemctl(String... words) {
    var all = new ArrayList<>(List.of("systemctl"));
    all.addAll(List.of(words));
    host.does(all.toArray(String[]::new));
  }

  /** What systemd says of a unit. */
  String property(String unit, String name) {
    return host.does("systemctl", "show", "--property=" + name, "--value", unit);
  }

  /**
   * What a unit has written since the test began, and what systemd has about it.
   *
   * @param choice options of journalctl that choose among it
   */
  String journal(String unit, String... choice) {
    var words = new ArrayList<>(List.of("journalctl", "--output=cat", "--no-pager"));
    words.addAll(List.of("--unit=" + unit, "--since=" + begin));
    words.addAll(List.of(choice));
    return host.does(words.toArray(String[]::new));
  }

  /** Patience that a busy machine needs. */
  static ConditionFactory await() {
    return Patience.patiently().pollInterval(Duration.ofMillis(300));
  }

  void awaitJournal(String unit, String text) {
    await().untilAsserted(() -> assertThat(journal(unit)).contains(text));
  }

  // --- what the units work on ---

  /** Settings beside those of the engine. */
  void settings(String text) {
    var engineSettings = "engine: {socket: %s}\n".formatted(SystemdHost.ENGINE_SOCKET);
    host.writes("/etc/atomic/reconcile.yaml", engineSettings + text);
  }

  String nameOf(String app) {
    return prefix + app;
  }

  private static String imageOf(String name) {
    return "localhost/%s:1".formatted(name);
  }

  /** Builds an image that keeps running, and writes the manifest that runs it. */
  void app(String app) {
    app(app, "");
  }

  /**
   * The same.
   *
   * @param spec more lines below {@code spec}
   */
  void app(String app, String spec) {
    var name = nameOf(app);
    builds(name, "");
    declares(app, imageOf(name), spec);
  }

  /** The same with an image that is to be pulled, over a line that is slow. */
  void app(String app, SlowRegistry registry) {
    var name = nameOf(app);
    builds(name, SlowRegistry.layer());
    engine.does("rmi", imageOf(name), engine.pushes(imageOf(name), name + ":1"));
    declares(app, "%s/%s:1".formatted(registry.address(), name), "");
  }

  private void builds(String name, String lines) {
    engine.builds(imageOf(name), lines + TestImage.plain().with("test", name).dockerfile());
  }

  private void declares(String app, String image, String spec) {
    imagesOfApps.put(nameOf(app), image);
    var manifest =
        "apiVersion: atomic/v1\nkind: App\nmetadata: {name: %s}\nspec:\n  image: %s\n%s"
            .formatted(nameOf(app), image, spec.indent(2));
    host.writes("/etc/atomic.d/%s.yaml".formatted(app), manifest);
  }

  boolean isRunning(String app) {
    return engine
        .tries("container", "inspect", "--format", "{{.State.Running}}", nameOf(app))
        .out()
        .strip()
        .equals("true");
  }

  void awaitRunning(String app) {
    await().until(() -> isRunning(app));
  }

  @Override
  public void close() {
    try {
      comesToRest();
    } finally {
      host.close();
    }
  }
}
