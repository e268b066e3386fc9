package io.atomic.reconcile.it;

import static io.atomic.reconcile.it.Patience.patiently;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Assumptions;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * A host of a test's own whose operating system is a real ostree sysroot, with doubles of {@code
 * rpm-ostree}, {@code bootc}, {@code systemctl} and {@code wall} ({@code src/test/ostree}). It has
 * no container engine.
 */
final class OstreeHost implements AutoCloseable {
  private static final Path TESTHOST = Path.of("src/test/ostree/testhost").toAbsolutePath();

  private static final List<String> NOBODY =
      List.of("setpriv", "--reuid=65534", "--regid=65534", "--clear-groups");

  /** What the host follows at first, and its remote. */
  static final String REF = "testos/1/x86_64/stable";

  static final String REMOTE = "testremote";
  static final String STABLE = REMOTE + ":" + REF;

  private final Path directory;

  private OstreeHost(Path directory) {
    this.directory = directory;
  }

  /** A host that has booted version 1.0 of {@link #STABLE}. */
  static OstreeHost booted() {
    Command.needs("ostree", "python3", "unshare");
    var host = new OstreeHost(temporary());
    host.does("copy", Template.DIRECTORY.toString());
    TestHost.write(host.manifests().resolve(".keep"), "");
    return host;
  }

  /** Made once, since a copy is made faster than a host. */
  private static final class Template {
    static final Path DIRECTORY = made();

    private static Path made() {
      var host = new OstreeHost(temporary());
      host.does("make");
      Runtime.getRuntime().addShutdownHook(Thread.ofPlatform().unstarted(host::close));
      return host.directory;
    }
  }

  private static Path temporary() {
    try {
      return Files.createTempDirectory("atomic-os-");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  // --- what is published for it ---

  /** Publishes a version of a branch; returns its checksum. */
  String commits(String ref, String version) {
    return does("commit", ref, version);
  }

  /**
   * Publishes one with other packages than usual.
   *
   * @param packages as {@code nano-7.2-1.x86_64}
   */
  String commits(String ref, String version, List<String> packages) {
    var words = new ArrayList<>(List.of("commit", ref, version));
    words.addAll(packages);
    return does(words.toArray(String[]::new));
  }

  /** A branch means a commit again that it meant before. */
  void publishesAgain(String ref, String checksum) {
    var repository = "--repo=" + directory.resolve("srv");
    for (var words :
        List.of(
            List.of("ostree", "refs", repository, "--force", "--create=" + ref, checksum),
            List.of("ostree", "summary", repository, "--update"))) {
      TestHost.endsWith(0, Command.start(words, Map.of(), "").await());
    }
  }

  /**
   * A tag means a version from now on, as far as the tools of the host can tell; returns the
   * digest.
   *
   * @param name {@code HOST/NAME:TAG}
   */
  String publishesImage(String name, String version) {
    return does("image", name, version);
  }

  /**
   * The same in the real registry, for who asks that; returns the digest.
   *
   * @param name {@code NAME:TAG}, which other tests do not use
   */
  String publishesInRegistry(String name, String version) {
    var colon = name.lastIndexOf(':');
    var digest =
        new TestRegistry(name.substring(0, colon)).publishes(name.substring(colon + 1), version);
    return does("image", TestServers.registry() + "/" + name, version, digest);
  }

  /** One more remote with the same branches. */
  void hasRemote(String name) {
    does("remote", name);
  }

  // --- what happens to it ---

  /**
   * Tells the doubles how to behave; README.md beside them lists what they know.
   *
   * @param how null takes it back
   */
  void behaves(String what, @Nullable Object how) {
    var changes = new HashMap<String, @Nullable Object>();
    changes.put(what, how);
    does("behave", JsonMapper.shared().writeValueAsString(changes));
  }

  /** A command of a tool takes long, until {@link #isFastAgain}. */
  void isSlow(String command) {
    behaves("slow", Map.of(command, 60));
  }

  void isFastAgain() {
    behaves("slow", Map.of());
  }

  /**
   * A command of a tool fails.
   *
   * @param stderr after {@code error: }
   * @param times how often before it works again
   */
  void fails(String command, String stderr, int times) {
    behaves("fail", Map.of(command, Map.of("stderr", stderr, "times", times)));
  }

  void reboots() {
    does("reboot");
  }

  /** And gets it back. */
  void losesPower() {
    does("lose-power");
  }

  /** How often one of its tools was told to reboot it, and whether or not it did. */
  List<String> askedReboots() {
    return json(directory.resolve("reboots.jsonl")).stream()
        .map(asked -> asked.path("by").asString())
        .toList();
  }

  /** What the people at its terminals were told. */
  List<String> walls() {
    return json(directory.resolve("wall.log")).stream().map(JsonNode::asString).toList();
  }

  // --- its tools ---

  Command.Result rpmOstree(String... words) {
    return startsRpmOstree(words).await();
  }

  Command startsRpmOstree(String... words) {
    return starts(tool("rpm-ostree"), words);
  }

  Command.Result bootc(String... words) {
    return starts(tool("bootc"), words).await();
  }

  Command.Result systemctl(String... words) {
    return starts(tool("systemctl"), words).await();
  }

  /** The real ostree, in the booted deployment. */
  String ostree(String... words) {
    var all = new ArrayList<>(List.of("ostree"));
    all.addAll(List.of(words));
    return does(all.toArray(String[]::new));
  }

  private Path tool(String name) {
    return directory.resolve("bin").resolve(name);
  }

  private static Command starts(Path program, String... words) {
    var argv = new ArrayList<>(List.of(program.toString()));
    argv.addAll(List.of(words));
    return Command.start(argv, Map.of(), "");
  }

  private String does(String... words) {
    var all = new ArrayList<>(List.of(directory.toString()));
    all.addAll(List.of(words));
    return TestHost.endsWith(0, starts(TESTHOST, all.toArray(String[]::new)).await()).out().strip();
  }

  // --- our program ---

  Path manifests() {
    return directory.resolve("manifests");
  }

  Path stateDirectory() {
    return directory.resolve("state");
  }

  Path root() {
    return directory.resolve("root");
  }

  /**
   * Writes the Host manifest.
   *
   * @param spec lines below {@code spec}
   */
  void manifest(String spec) {
    TestHost.write(
        manifests().resolve("host.yaml"),
        "apiVersion: atomic/v1\nkind: Host\nmetadata: {name: host}\nspec:\n" + spec.indent(2));
  }

  /** Lets everybody write the doubles' own log. */
  void isOpenToAll() {
    var opened =
        Command.start(List.of("chmod", "-R", "a+rwX", directory.toString()), Map.of(), "").await();
    assertThat(opened.exitCode()).as("%s", opened).isZero();
    // Manifests that everybody can write are nobody's.
    Command.start(List.of("chmod", "-R", "go-w", manifests().toString()), Map.of(), "").await();
    for (var program : List.of(tool("rpm-ostree").toString(), Program.path())) {
      var all = new ArrayList<>(NOBODY);
      all.addAll(List.of(program, "--version"));
      var ran = Command.start(all, Map.of(), "").await();
      Assumptions.assumeTrue(
          ran.exitCode() == 0, () -> "not everybody can run %s here".formatted(program));
    }
  }

  /** With the doubles first on PATH. */
  Command startsProgram(String... words) {
    return startsProgram(List.of(), words);
  }

  /** The same as a user who may change nothing. */
  Command startsAsNobody(String... words) {
    return startsProgram(NOBODY, words);
  }

  private Command startsProgram(List<String> wrapper, String... words) {
    var arguments = new ArrayList<>(List.of(words));
    arguments.addAll(List.of("--manifest-dir", manifests().toString()));
    arguments.addAll(List.of("--state-dir", stateDirectory().toString()));
    arguments.addAll(List.of("--root", root().toString()));
    var path = "PATH=%s:%s".formatted(directory.resolve("bin"), System.getenv("PATH"));
    var all = new ArrayList<>(wrapper);
    all.addAll(List.of("env", path));
    return Program.start(all, arguments, "");
  }

  Command.Result runs(String... words) {
    return startsProgram(words).await();
  }

  Command.Result applies(String... words) {
    return runs(with("apply", words));
  }

  Command.Result converges(String... words) {
    return TestHost.endsWith(0, applies(words));
  }

  Command.Result failsWith(int exitCode, String... words) {
    return TestHost.endsWith(exitCode, applies(words));
  }

  Command.Result plans(String... words) {
    return runs(with("plan", words));
  }

  /** Right after a run there is nothing to do, also for who looks at the details. */
  void plansNothing() {
    var result = TestHost.endsWith(0, plans("--detailed-exitcode"));
    assertThat(result.out()).contains("Plan: nothing to do");
  }

  private static String[] with(String verb, String... words) {
    var all = new ArrayList<>(List.of(verb));
    all.addAll(List.of(words));
    return all.toArray(String[]::new);
  }

  // --- looking: none of it shows among the invocations ---

  JsonNode status() {
    return JsonMapper.shared().readTree(does("look"));
  }

  List<SeenDeployment> deployments() {
    return status().path("deployments").valueStream().map(SeenDeployment::parsed).toList();
  }

  /** What is running. */
  SeenDeployment bootedDeployment() {
    return deployments().stream().filter(SeenDeployment::isBooted).findFirst().orElseThrow();
  }

  /** What boots next. */
  SeenDeployment next() {
    return deployments().getFirst();
  }

  /** Kernel arguments of what boots next, but the one that is ostree's own. */
  List<String> kernelArguments() {
    return List.of(does("look-kargs").split(" ")).stream()
        .filter(argument -> !argument.startsWith("ostree="))
        .toList();
  }

  /** A file of the running deployment, such as {@code etc/app.conf}. */
  Path booted(String file) {
    var id = bootedDeployment().id();
    var name = id.substring(id.indexOf('-') + 1);
    return directory.resolve("sysroot/ostree/deploy/testos/deploy").resolve(name).resolve(file);
  }

  Path sysroot() {
    return directory.resolve("sysroot");
  }

  /** Waits until a transaction runs. */
  void awaitsTransaction() {
    patiently().until(() -> !status().path("transaction").isNull());
  }

  /** Waits until none runs. */
  void awaitsQuiet() {
    patiently().until(() -> status().path("transaction").isNull());
  }

  /** All calls of its tools, in the order in which they began. */
  List<Invocation> invocations() {
    var entries = json(directory.resolve("log.jsonl"));
    var ends = new HashMap<String, JsonNode>();
    entries.stream()
        .filter(entry -> entry.has("exit"))
        .forEach(entry -> ends.put(entry.path("call").asString(), entry));
    return entries.stream()
        .filter(entry -> entry.has("argv"))
        .map(entry -> Invocation.parsed(entry, ends.get(entry.path("call").asString())))
        .toList();
  }

  /** The command lines of those that did more than look. */
  List<String> mutations() {
    return invocations().stream().filter(call -> !call.isLook()).map(Invocation::line).toList();
  }

  /** Whether rpm-ostree was told to do that, such as {@code rebase}. */
  boolean hasBegun(String command) {
    return mutations().stream().anyMatch(line -> line.startsWith("rpm-ostree " + command));
  }

  private static List<JsonNode> json(Path file) {
    return TestHost.lines(file).stream().map(JsonMapper.shared()::readTree).toList();
  }

  @Override
  public void close() {
    try {
      does("end");
      TestHost.deleteAll(directory);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
