package io.atomic.reconcile.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.awaitility.Awaitility;

/** An engine as its own command line shows it: how tests look at it and work behind our back. */
final class TestEngine {
  private final EngineKind kind;
  private final String socketUrl;

  private final String registry;

  private TestEngine(EngineKind kind, String socketUrl, String registry) {
    this.kind = kind;
    this.socketUrl = socketUrl;
    this.registry = registry;
  }

  static TestEngine of(EngineKind kind) {
    return at(kind, TestServers.socketUrl(kind), TestServers.registry());
  }

  /**
   * One that other tests do not use.
   *
   * @param registry host and port of the registry that it pushes to
   */
  static TestEngine at(EngineKind kind, String socketUrl, String registry) {
    return new TestEngine(kind, socketUrl, registry);
  }

  EngineKind kind() {
    return kind;
  }

  String socketUrl() {
    return socketUrl;
  }

  /** The words of its command line. */
  List<String> commandLine() {
    return kind.commandLine(socketUrl);
  }

  /** Runs a command of the engine that must succeed; returns what it prints. */
  String does(String... words) {
    var result = tries(words);
    assertThat(result.exitCode()).as("%s %s%n%s", kind, List.of(words), result).isZero();
    return result.out().strip();
  }

  Command.Result tries(String... words) {
    return started("", words).await();
  }

  private Command started(String input, String... words) {
    var argv = new ArrayList<>(commandLine());
    argv.addAll(List.of(words));
    // The classic builder needs neither a plugin nor a network.
    return Command.start(argv, Map.of("DOCKER_BUILDKIT", "0"), input);
  }

  List<String> lists(String... words) {
    return does(words).lines().filter(line -> !line.isBlank()).distinct().toList();
  }

  /** Builds an image from the lines of a Dockerfile that follow FROM; returns its id. */
  String builds(String name, String lines) {
    var dockerfile = "FROM %s\n%s\n".formatted(TestServers.baseImage(), lines);
    var result = started(dockerfile, "build", "-q", "-t", name, "-").await();
    assertThat(result.exitCode()).as("build %s%n%s%n%s", name, dockerfile, result).isZero();
    return imageId(name);
  }

  String imageId(String reference) {
    // Podman's service stumbles over its own nil pointer while another test removes an image.
    var id =
        Awaitility.await()
            .until(
                () -> tries("image", "inspect", "--format", "{{.Id}}", reference),
                inspected -> inspected.exitCode() == 0)
            .out()
            .strip();
    return id.startsWith("sha256:") ? id : "sha256:" + id;
  }

  boolean hasImage(String reference) {
    return images().contains(reference);
  }

  /** The names of all images. */
  List<String> images() {
    // Podman's listing fails while another test removes an image.
    return Awaitility.await()
        .ignoreExceptions()
        .until(
            () -> tries("images", "--format", "{{.Repository}}:{{.Tag}}"),
            listed -> listed.exitCode() == 0)
        .out()
        .lines()
        .toList();
  }

  /** Pushes a local image to the private registry; returns the name it has there. */
  String pushes(String local, String repositoryAndTag) {
    var remote = registry + "/" + repositoryAndTag;
    does("tag", local, remote);
    does("push", "-q", remote);
    return remote;
  }

  /** Removes containers without giving them time to end. */
  void ends(List<String> containers) {
    var words = new ArrayList<>(List.of("rm", "-f", "-v"));
    if (kind == EngineKind.PODMAN) {
      words.addAll(List.of("-t", "0"));
    }
    words.addAll(containers);
    tries(words.toArray(String[]::new));
  }

  SeenContainer container(String name) {
    var result =
        tries(
            "container",
            "inspect",
            "--format",
            "{{.Id}} {{.Image}} {{.State.Status}} {{.State.StartedAt}}",
            name);
    return result.exitCode() == 0
        ? SeenContainer.parsed(name, result.out().strip())
        : SeenContainer.absent(name);
  }
}
