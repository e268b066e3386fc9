package io.atomic.reconcile.manifest;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import io.atomic.reconcile.model.App;
import io.atomic.reconcile.model.AppSpec;
import io.atomic.reconcile.model.AppSpec.AppState;
import io.atomic.reconcile.model.CommandSpec;
import io.atomic.reconcile.model.EnvValue;
import io.atomic.reconcile.model.ImageReference;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.dataformat.yaml.YAMLMapper;

/** What is written is read back as the same app, by our decoder and by another reader of YAML. */
class ManifestTextTest {
  private static final long SEED = 20261124;
  private static final String ODD =
      "aN0 \t\n\"'\\:#-&*!|>%@`$,[]{}~=.é€😀\u0085\u2028\ufeff\u0007\u007f";

  @TempDir Path directory;

  private static App app(AppSpec spec) {
    return new App("web", new TreeMap<>(), spec);
  }

  private static AppSpec spec(String... words) {
    return AppSpec.of(ImageReference.parse("quay.io/a/web:1"))
        .withRun(new CommandSpec(List.of(), new TreeMap<>(), null, List.of(words)));
  }

  private App readBack(App app, List<String> remarks) throws Exception {
    var text = ManifestText.of(app, remarks);
    Files.writeString(directory.resolve("web.yaml"), text);
    var read = Manifests.in(directory);
    assertThat(read.problems()).as(text).isEmpty();
    return requireNonNull(read.apps().get("web")).resource();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        " ",
        "no",
        "Yes",
        "null",
        "~",
        "1",
        "0x1f",
        "1.5",
        ".inf",
        "-",
        "--",
        "-d",
        "- a",
        "a: b",
        "a:",
        ":a",
        "a #b",
        "#a",
        "&a",
        "*a",
        "!a",
        "!!str",
        "|",
        ">",
        "%a",
        "@a",
        "`a`",
        "[a]",
        "{a}",
        "${VAR}",
        "\\$a",
        "a\nb",
        "a\tb",
        "\"",
        "'",
        "\\",
        "---",
        "...",
        "<<",
        "=",
        "é",
        "😀",
        "2026-11-24",
        "--publish=8080:80",
        "12:30",
        "a, b",
        "? a",
        "y"
      })
  void everyWordIsReadBackAsItIs(String word) throws Exception {
    var app = app(spec("docker", "run", word));

    assertThat(readBack(app, List.of())).isEqualTo(app);
    assertThat(
            YAMLMapper.shared()
                .readTree(ManifestText.of(app, List.of()))
                .at("/spec/run/command/2")
                .asString())
        .isEqualTo(word);
  }

  @Test
  void randomWordsAreReadBackAsTheyAre() throws Exception {
    var random = new Random(SEED);
    var points = ODD.codePoints().toArray();
    for (var round = 0; round < 300; round++) {
      var words = new ArrayList<>(List.of("docker"));
      for (var i = 0; i < 20; i++) {
        var word = new StringBuilder();
        for (var length = random.nextInt(8); length > 0; length--) {
          word.appendCodePoint(points[random.nextInt(points.length)]);
        }
        words.add(word.toString());
      }
      var app = app(spec(words.toArray(String[]::new)));
      assertThat(readBack(app, words)).isEqualTo(app);
    }
  }

  @Test
  void allThatAnImportedAppSaysIsReadBack() throws Exception {
    var env = new TreeMap<String, EnvValue>();
    env.put("MODE", new EnvValue.Plain("yes"));
    env.put("PASSWORD", new EnvValue.FromFile("/etc/atomic/secrets/web-PASSWORD"));
    env.put("TOKEN", new EnvValue.FromCredential("token"));
    var app =
        app(
            spec("docker", "run", "-d", "IMAGE")
                .withAdopt(true)
                .withState(AppState.STOPPED)
                .withEnv(env)
                .withGrants(List.of("mount:/", "cap:SYS_TIME", "privileged")));

    assertThat(readBack(app, List.of("a remark", "another\nline: 1"))).isEqualTo(app);
  }

  @Test
  void anOrdinaryManifestReadsLikeOneWrittenByHand() {
    assertThat(
            ManifestText.of(
                app(
                    spec("docker", "run", "-d", "--name=NAME", "--publish=8080:80", "IMAGE")
                        .withAdopt(true)
                        .withGrants(List.of("mount:/srv:ro"))),
                List.of("look at this")))
        .isEqualTo(
            """
            # look at this
            apiVersion: atomic/v1
            kind: App
            metadata:
              name: web
            spec:
              image: quay.io/a/web:1
              run:
                command:
                  - docker
                  - run
                  - -d
                  - --name=NAME
                  - --publish=8080:80
                  - IMAGE
              grants:
                - mount:/srv:ro
              adopt: true
            """);
  }
}
