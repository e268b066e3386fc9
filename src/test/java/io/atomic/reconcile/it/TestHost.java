package io.atomic.reconcile.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.regex.Pattern;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * A host of a test's own: manifests, a state directory and a root below a temporary directory, on
 * an engine that other tests use as well. In every text {@code {web}} stands for an app's real
 * name, which no other test has.
 */
final class TestHost implements AutoCloseable {
  private static final Pattern NAME = Pattern.compile("\\{([a-z0-9]+)}");
  private static final AtomicInteger HOSTS = new AtomicInteger();

  private final TestEngine engine;
  private final String prefix;
  private final Path directory;

  private TestHost(TestEngine engine, String prefix, Path directory) {
    this.engine = engine;
    this.prefix = prefix;
    this.directory = directory;
  }

  static TestHost on(EngineKind kind) {
    return on(TestEngine.of(kind));
  }

  static TestHost on(TestEngine engine) {
    var prefix = "t%d-%d-".formatted(ProcessHandle.current().pid(), HOSTS.incrementAndGet());
    try {
      var directory = Files.createTempDirectory("atomic-" + prefix);
      var host = new TestHost(engine, prefix, directory);
      Files.createDirectories(host.manifests());
      Files.createDirectories(host.root());
      return host;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  TestEngine engine() {
    return engine;
  }

  Path directory() {
    return directory;
  }

  Path manifests() {
    return directory.resolve("manifests");
  }

  Path stateDirectory() {
    return directory.resolve("state");
  }

  Path root() {
    return directory.resolve("root");
  }

  /** With real names for those in braces. */
  String named(String text) {
    return NAME.matcher(text).replaceAll(match -> prefix + match.group(1));
  }

  String nameOf(String app) {
    return prefix + app;
  }

  // --- what a user does ---

  /** Writes a file among the manifests. */
  Path manifest(String file, String content) {
    return write(manifests().resolve(file), named(content));
  }

  /**
   * Writes the manifest of an app into a file of its own.
   *
   * @param spec lines below {@code spec}
   */
  Path app(String app, String spec) {
    return manifest(
        app + ".yaml",
        "apiVersion: atomic/v1\nkind: App\nmetadata: {name: '{%s}'}\nspec:\n%s"
            .formatted(app, spec.indent(2)));
  }

  /** An app that runs the image {@code localhost/{NAME}:1}. */
  Path app(String app) {
    return app(app, "image: localhost/{%s}:1".formatted(app));
  }

  void deleteManifest(String app) {
    delete(manifests().resolve(app + ".yaml"));
  }

  /** Builds {@code localhost/{NAME}:1}, anew if it exists; returns its id. */
  String builds(String app, TestImage image) {
    // Equal images would be one image to the engine, with names of several tests.
    var own = image.with("test", nameOf(app));
    return engine.builds(named("localhost/{%s}:1".formatted(app)), named(own.dockerfile()));
  }

  /** Puts an image into the registry, under a name that it has nowhere else; returns that name. */
  String publishes(String app, String tag, TestImage image) {
    builds(app, image);
    var local = named("localhost/{%s}:1".formatted(app));
    var pushed = engine.pushes(local, nameOf(app) + ":" + tag);
    engine.does("rmi", local, pushed);
    return pushed;
  }

  /** Builds an image of a kind for an app, and writes the manifest that runs it. */
  void has(String app, TestImage image) {
    builds(app, image);
    app(app);
  }

  // --- running the program ---

  Command.Result runs(String... words) {
    return Program.run(arguments(List.of(words)));
  }

  /** Starts the program, to be killed or waited for. */
  Command starts(String... words) {
    return starts(List.of(), words);
  }

  /** The same by another program, which becomes ours. */
  Command starts(List<String> wrapper, String... words) {
    return Program.start(wrapper, arguments(List.of(words)), "");
  }

  /** A verb on one image or app; our options come first, since words behind the image are its. */
  Command.Result byHand(String verb, String... words) {
    return startsByHand("", verb, words).await();
  }

  /** Such a verb with another engine than the host's. */
  Command.Result byHandWith(TestEngine other, String verb, String... words) {
    return startsByHand("", List.of(verb, "--engine", other.socketUrl()), words).await();
  }

  /**
   * Starts such a verb.
   *
   * @param input what it reads
   */
  Command startsByHand(String input, String verb, String... words) {
    return startsByHand(input, List.of(verb), words);
  }

  private Command startsByHand(String input, List<String> verb, String... words) {
    var arguments = new ArrayList<>(arguments(verb));
    for (var word : words) {
      arguments.add(named(word));
    }
    return Program.start(List.of(), arguments, input);
  }

  List<String> arguments(List<String> words) {
    var arguments = new ArrayList<>(words);
    if (!words.contains("--manifest-dir")) {
      arguments.addAll(List.of("--manifest-dir", manifests().toString()));
    }
    arguments.addAll(List.of("--state-dir", stateDirectory().toString()));
    arguments.addAll(List.of("--root", root().toString()));
    if (!words.contains("--engine")) {
      arguments.addAll(List.of("--engine", engine.socketUrl()));
    }
    return arguments.stream().map(this::named).toList();
  }

  Command.Result applies(String... words) {
    var all = new ArrayList<>(List.of("apply"));
    all.addAll(List.of(words));
    return runs(all.toArray(String[]::new));
  }

  Command.Result converges(String... words) {
    return endsWith(0, applies(words));
  }

  Command.Result fails(int exitCode, String... words) {
    return endsWith(exitCode, applies(words));
  }

  Command.Result plans(String... words) {
    var all = new ArrayList<>(List.of("plan"));
    all.addAll(List.of(words));
    return runs(all.toArray(String[]::new));
  }

  /** Right after a run there is nothing to do, also for who looks at the details. */
  void plansNothing() {
    var result = endsWith(0, plans("--detailed-exitcode"));
    assertThat(result.out()).contains("Plan: nothing to do");
  }

  static Command.Result endsWith(int exitCode, Command.Result result) {
    assertThat(result.exitCode()).as("%s", result).isEqualTo(exitCode);
    return result;
  }

  // --- looking ---

  SeenContainer container(String app) {
    return engine.container(nameOf(app));
  }

  /** What label commands of {@link TestImage#noting} have noted. */
  List<String> notesOf(String app) {
    return lines(root().resolve("var/lib").resolve(nameOf(app)).resolve("notes"));
  }

  static List<String> lines(Path file) {
    try {
      return Files.exists(file) ? Files.readAllLines(file) : List.of();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  JsonNode recorded(String app) {
    var state = String.join("\n", lines(stateDirectory().resolve("state.json")));
    return JsonMapper.shared().readTree(state).path("apps").path(nameOf(app));
  }

  boolean isRecorded(String app) {
    return !recorded(app).isMissingNode();
  }

  // --- files ---

  static Path write(Path file, String content) {
    try {
      Files.createDirectories(file.getParent());
      return Files.writeString(file, content);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  static void delete(Path file) {
    try {
      Files.delete(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** A directory with all that is in it. */
  static void deleteAll(Path directory) throws IOException {
    try (var paths = Files.walk(directory)) {
      paths.sorted(Comparator.reverseOrder()).forEach(TestHost::delete);
    }
  }

  @Override
  public void close() throws IOException {
    var containers = engine.lists("ps", "-aq", "--filter", "name=" + prefix);
    if (!containers.isEmpty()) {
      engine.ends(containers);
    }
    var images = engine.images().stream().filter(image -> image.contains(prefix)).toList();
    if (!images.isEmpty()) {
      var words = new ArrayList<>(List.of("rmi", "-f"));
      words.addAll(images);
      engine.tries(words.toArray(String[]::new));
    }
    deleteAll(directory);
  }
}
