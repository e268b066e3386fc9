package io.atomic.reconcile.manifest;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import io.atomic.reconcile.model.App;
import io.atomic.reconcile.model.AppSpec;
import io.atomic.reconcile.model.CommandSpec;
import io.atomic.reconcile.model.Durations;
import io.atomic.reconcile.model.EnvValue;
import io.atomic.reconcile.model.Health;
import io.atomic.reconcile.model.Host;
import io.atomic.reconcile.model.HostSpec;
import io.atomic.reconcile.model.HostSpec.KernelArguments;
import io.atomic.reconcile.model.HostSpec.Reboot;
import io.atomic.reconcile.model.ImageReference;
import io.atomic.reconcile.model.Problem;
import io.atomic.reconcile.model.Resource;
import io.atomic.reconcile.model.Update;
import io.atomic.reconcile.model.When;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class StrictDecodingTest {

  private static String resource(String name) throws IOException {
    try (var in = StrictDecodingTest.class.getResourceAsStream("/manifest/" + name)) {
      return new String(requireNonNull(in, name).readAllBytes(), StandardCharsets.UTF_8);
    }
  }

  private static @Nullable Resource decode(String text) {
    var stream = YamlReader.read("x.yaml", text);
    assertThat(stream.failure()).isNull();
    var declaration = DocumentDecoder.decode(stream.documents().getFirst());
    assertThat(declaration.problems()).isEmpty();
    return declaration.resource();
  }

  private static List<String> problems(String spec) {
    var text = "apiVersion: atomic/v1\nkind: App\nmetadata: {name: web}\nspec:\n" + spec;
    var stream = YamlReader.read("x.yaml", text);
    return DocumentDecoder.decode(stream.documents().getFirst()).problems().stream()
        .map(Object::toString)
        .toList();
  }

  @Test
  void everyMistakeOfFileComesOutInOnePass() throws Exception {
    var stream = YamlReader.read("mistakes.yaml", resource("mistakes.yaml"));
    var all =
        stream.documents().stream()
            .map(DocumentDecoder::decode)
            .flatMap(declaration -> declaration.problems().stream())
            .sorted(Problem.BY_PLACE)
            .map(Object::toString)
            .collect(Collectors.joining("\n", "", "\n"));
    assertThat(all).isEqualTo(resource("mistakes.txt"));
  }

  @Test
  void everyFieldOfAppIsTaken() throws Exception {
    var second = new CommandSpec(List.of(), new TreeMap<>(), Duration.ofMinutes(10), List.of("a"));
    assertThat(decode(resource("app.yaml")))
        .isEqualTo(
            new App(
                "httpd",
                new TreeMap<>(Map.of("tier", "web")),
                new AppSpec(
                    ImageReference.parse("registry.example.com/web/httpd:2.4"),
                    AppSpec.AppState.STOPPED,
                    AppSpec.Pull.ALWAYS,
                    new Update(Update.Policy.AUTO, Duration.ofDays(3), "nightly"),
                    AppSpec.Strategy.RECREATE,
                    List.of("db"),
                    true,
                    new When("web-*", "x86_64", new TreeMap<>(Map.of("ID", "fedora")), "/etc/foo"),
                    "/var/lib/httpd/busy",
                    new TreeMap<>(
                        Map.of(
                            "MODE", new EnvValue.Plain("no"),
                            "PASSWORD", new EnvValue.FromFile("/etc/atomic/secrets/pw"),
                            "TOKEN", new EnvValue.FromCredential("token"))),
                    second,
                    new CommandSpec(
                        List.of("--verbose"), new TreeMap<>(Map.of("1", "-p 8080:80")), null, null),
                    CommandSpec.DEFAULT,
                    CommandSpec.DEFAULT,
                    List.of("privileged", "mount:/", "cap:SYS_TIME", "host-network", "shell"),
                    List.of("/etc/systemd/system/httpd_httpd.service"),
                    List.of("/etc/httpd/httpd.conf"),
                    new Health(
                        Duration.ofSeconds(10),
                        new Health.Http("http://127.0.0.1:8080/", 204),
                        "127.0.0.1:8080",
                        List.of("true"),
                        "x.service",
                        Duration.ofSeconds(90),
                        Duration.ofSeconds(2)),
                    false,
                    AppSpec.Drift.WARN,
                    AppSpec.OnRemove.ORPHAN,
                    true,
                    true,
                    true)));
  }

  @Test
  void everyFieldOfHostIsTaken() throws Exception {
    assertThat(decode(resource("host.yaml")))
        .isEqualTo(
            new Host(
                "host",
                new HostSpec(
                    "fedora:fedora/x86_64/silverblue/43",
                    "43.20261101.3.0",
                    null,
                    null,
                    new Update(Update.Policy.NOTIFY, null, null),
                    List.of("tmux"),
                    List.of("vim"),
                    List.of("nano"),
                    new KernelArguments(List.of("mitigations=auto"), List.of("quiet")),
                    HostSpec.Driver.RPM_OSTREE,
                    true,
                    new Reboot(
                        Reboot.Strategy.WINDOW,
                        "nightly",
                        new Reboot.FleetLock("https://lock.example/", "default"),
                        "/run/ok",
                        Reboot.Inhibit.IGNORE))));
  }

  @Test
  void whatIsNotGivenHasItsDefault() {
    var text =
        """
        {"apiVersion": "atomic/v1", "kind": "App", "metadata": {"name": "web"},
         "spec": {"image": "busybox"}}
        """;
    assertThat(decode(text))
        .isEqualTo(
            new App(
                "web",
                new TreeMap<>(),
                new AppSpec(
                    ImageReference.parse("busybox"),
                    AppSpec.AppState.RUNNING,
                    AppSpec.Pull.MISSING,
                    Update.DEFAULT,
                    AppSpec.Strategy.REINSTALL,
                    List.of(),
                    false,
                    When.ALWAYS,
                    null,
                    new TreeMap<>(),
                    CommandSpec.DEFAULT,
                    CommandSpec.DEFAULT,
                    CommandSpec.DEFAULT,
                    CommandSpec.DEFAULT,
                    List.of(),
                    List.of(),
                    List.of(),
                    null,
                    true,
                    AppSpec.Drift.CORRECT,
                    AppSpec.OnRemove.UNINSTALL,
                    false,
                    false,
                    false)));
  }

  @Test
  void yamlsOtherWaysToQuoteAreTexts() {
    assertThat(problems("  image: a\n  env: {A: !!str 1, B: ! 2, C: '3', D: no, E: 017}\n"))
        .containsExactly(
            "x.yaml:6:47: spec.env.E is the number '017', not a text; quote it: \"017\"");
    assertThat(problems("  image: a\n  env: {A: '${B}', B: $B, C: on, D: 2026-11-01}\n")).isEmpty();
    assertThat(problems("  image: a\n  env: {A: !!int 1}\n")).hasSize(1);
  }

  @Test
  void aliasIsReportedOnceAndNotFollowed() {
    assertThat(problems("  image: &i a\n  run: {command: [*i, *i]}\n"))
        .containsExactly(
            "x.yaml:5:10: anchor '&i' is not accepted; write the value out where it is needed");
  }

  @Test
  void listIsNoName() {
    assertThat(problems("  image: a\n  env: {? [x] : y}\n"))
        .containsExactly("x.yaml:6:11: a key is a list, not a name");
  }

  @Test
  void durationsAddUp() {
    assertThat(Durations.parse("1h30m")).isEqualTo(Duration.ofMinutes(90));
    assertThat(Durations.parse("2d")).isEqualTo(Duration.ofDays(2));
    assertThat(Durations.parse("1m5ms")).isEqualTo(Duration.ofMillis(60_005));
  }

  @Test
  void nearestIsWhatWasProbablyMeant() {
    var names = List.of("image", "state", "dependsOn", "watchFiles");
    assertThat(Nearest.to("imgae", names)).isEqualTo("image");
    assertThat(Nearest.to("dependson", names)).isEqualTo("dependsOn");
    assertThat(Nearest.to("watch_files", names)).isEqualTo("watchFiles");
    assertThat(Nearest.to("ports", names)).isNull();
  }
}
