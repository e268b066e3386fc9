package io.atomic.reconcile.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.atomic.reconcile.report.SchemaCoverage;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The verb for those who write images: no engine, no root, never a stack trace. */
class LabelCommandTest {
  private static final JsonNode FILE = read();

  private static Said label(String... words) {
    var all = new ArrayList<>(List.of("label"));
    all.addAll(List.of(words));
    return Said.to(all);
  }

  static Stream<JsonNode> rows() {
    return FILE.path("rows").values().stream();
  }

  /** What is the caller's stands in the file, as everything else. */
  private static Said row(JsonNode row) {
    var words = new ArrayList<>(List.of("-o", "json"));
    FILE.path("variables")
        .forEachEntry((name, value) -> {
          switch (name) {
            case "NAME" -> words.addAll(List.of("--name", value.asString()));
            case "IMAGE" -> words.addAll(List.of("--image", value.asString()));
            case "CONFDIR", "LOGDIR", "DATADIR" -> {}
            default -> words.addAll(List.of("--env", name + "=" + value.asString()));
          }
        });
    words.addAll(List.of("--", row.path("value").asString()));
    return label(words.toArray(String[]::new));
  }

  @ParameterizedTest
  @MethodSource("rows")
  void theLabelsOfRealImagesComeOutAsTheirWords(JsonNode row) {
    var said = row(row);

    if (row.has("argv")) {
      assertThat(said.json().path("argv")).isEqualTo(row.path("argv"));
    } else {
      assertThat(said.exitStatus()).isEqualTo(78);
      assertThat(said.json().has("argv")).isFalse();
      assertThat(said.json().path("problems").get(0).path("code").asString())
          .isEqualTo(row.path("error").asString().replace(' ', '-'));
    }
    assertThat(said.json().path("valid").asBoolean()).isEqualTo(said.exitStatus() == 0);
  }

  @Test
  void everyRowIsCompared() {
    assertThat(rows()).hasSize(291);
  }

  @Test
  void theNameIsTheLastPartOfTheImagesUnlessOneIsGiven() {
    assertThat(label("--image", "quay.io/x/httpd:2", "docker rm NAME").out())
        .isEqualTo("docker rm httpd\n");
    assertThat(label("--image", "quay.io/x/httpd:2", "-n", "web", "docker rm NAME").out())
        .isEqualTo("docker rm web\n");
    assertThat(label("--image", "quay.io/x/h", "docker rm NAME").exitStatus()).isEqualTo(64);
  }

  @Test
  void optionsAndArgumentsAreThoseOfARun() {
    var said =
        label(
            "--option",
            "1=-p 80:80",
            "--env",
            "MODE=a b",
            "docker run $OPT1 -e M=${MODE} IMAGE",
            "--",
            "-x",
            "a b");
    assertThat(said.out())
        .isEqualTo("docker run -p 80:80 -e 'M=a b' registry.example.com/app:1 -x 'a b'\n");
  }

  /** Nobody reads them but the label's own rules: not a shell, and not the reader of options. */
  @Test
  void quotesInValuesAreCharactersLikeAllOthers() {
    var said =
        label("--env", "X=\"a", "--env", "Y='\"b", "--env", "Z=", "docker run IMAGE $X $Y\"$Z\"");
    assertThat(said.exitStatus()).isZero();
    assertThat(said.out()).isEqualTo("docker run registry.example.com/app:1 '\"a' ''\\''\"b'\n");
    assertThat(said.err()).isEmpty();

    var option = label("--option", "1=\"a", "--option=2=b=\"c d\"", "docker run IMAGE $OPT2");
    assertThat(option.out()).isEqualTo("docker run registry.example.com/app:1 'b=c d'\n");
    assertThat(option.err()).isEmpty();

    var wrong = label("--env", "X", "docker run IMAGE");
    assertThat(wrong.exitStatus()).isEqualTo(64);
    assertThat(wrong.err()).contains("--env", "'X'", "'='").doesNotContain("picocli");
  }

  /** Nothing in a label acts on the terminal of who looks at it. */
  @Test
  void whatNobodyWouldSeeIsMadeVisible() {
    var nasty = "docker run -v /srv/\u202egnp:/x IMAGE \033[2K \u009b2J a\n-x";
    for (var colour : List.of("never", "always")) {
      var said = label("--color=" + colour, nasty);
      assertThat(said.out())
          .contains(
              "docker run -v $'/srv/\\342\\200\\256gnp:/x' registry.example.com/app:1"
                  + " $'\\033[2K' $'\\302\\2332J'")
          .doesNotContain("\u202e", "\033[2K", "\u009b");
    }
    assertThat(label("docker run IMAGE ${X\033[2K").out()).contains("${X\\x1b[2K");
    assertThat(label("-o", "json", nasty).out()).contains("\\u202egnp").doesNotContain("\u202e");
    assertThat(label("--verb", "a\033[2K", "x").err()).contains("a\\x1b[2K");
    assertThat(label("--image", "a\033[2K", "x").err()).contains("a\\x1b[2K");
  }

  @Test
  void whatIsPrintedFitsItsSchema() throws Exception {
    var schema = new SchemaCoverage("label");
    for (var row : rows().toList()) {
      schema.look(label("-o", "json", "--", row.path("value").asString()).out());
    }
    schema.look(label("-o", "json", "--verb", "INSTALL", "docker run -it IMAGE").out());
    assertThat(schema.objections).isEmpty();
    assertThat(schema.seen).containsExactlyElementsOf(schema.declared);
  }

  @Test
  void peopleSeeWordsNeedsAndWhereAMistakeIs() {
    var said = label("docker run --privileged -v /:/host IMAGE sh -c 'a  b'");
    assertThat(said.exitStatus()).isZero();
    assertThat(said.out())
        .isEqualTo(
            """
            docker run --privileged -v /:/host registry.example.com/app:1 sh -c 'a  b'
            needs mount:/, privileged
            """);

    var wrong = label("docker run IMAGE 'it");
    assertThat(wrong.exitStatus()).isEqualTo(78);
    assertThat(wrong.out())
        .contains("error (column 18)", "label RUN", "    docker run IMAGE 'it\n");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "RUN     | docker run --name --privileged IMAGE      | name",
        "RUN     | docker run --name a/b IMAGE               | name",
        "RUN     | docker run -e IMAGE= IMAGE                | builder-expanded",
        "RUN     | docker run -d --net=host -p 443:443       | image",
        "RUN     | docker run --name httpd IMAGE             | hard-coded-name",
        "RUN     | docker run --name NAME fedora:43 bash     | hard-coded-image",
        "STOP    | /usr/bin/docker/ stop NAME                | stray-slash",
        "RUN     | sudo docker run IMAGE                     | sudo",
        "RUN     | Usage: run it                             | prose",
        "INSTALL | docker run -it --rm IMAGE                 | terminal",
        "RUN     | docker run IMAGE sh && echo               | shell",
        "RUN     | docker run -v $(id):/x IMAGE              | shell",
        "RUN     | docker run -e A=$UNSET IMAGE              | unset-variable",
        "RUN     | docker run --nmae x IMAGE                 | option",
      })
  void whatAuthorsGetWrongHasAName(String verb, String text, String code) {
    var said = label("-o", "json", "--verb", verb, "--", text);

    assertThat(said.json().path("problems").values())
        .extracting(problem -> problem.path("code").asString())
        .contains(code);
  }

  @Test
  void aCleanLabelHasNoFinding() {
    for (var text :
        List.of(
            "docker run -d --name NAME -p 80:80 IMAGE",
            "podman run --rm -v ${DATADIR}:/data IMAGE /bin/x",
            "/usr/bin/docker run -d --name ${NAME} ${IMAGE}")) {
      var said = label("-o", "json", text);
      assertThat(said.exitStatus()).isZero();
      assertThat(said.json().path("problems")).as(text).isEmpty();
    }
  }

  @Test
  void whatCannotBeATextIsSaidInOneSentence() {
    for (var text : List.of("", " ", "a\0b", "x".repeat(1_000_000), "\"", "docker", "-", "$(")) {
      var before = System.in;
      System.setIn(new ByteArrayInputStream(new byte[0]));
      try {
        var said = label("--", text);
        assertThat(said.exitStatus()).isEqualTo(78);
        assertThat(said.out()).contains("error").doesNotContain("Exception").hasSizeLessThan(2000);
      } finally {
        System.setIn(before);
      }
    }
  }

  @Test
  void wrongUsageIsRefused() {
    assertThat(label().exitStatus()).isEqualTo(64);
    assertThat(label("--name", "a b", "x").exitStatus()).isEqualTo(64);
    assertThat(label("--image", "A B", "x").exitStatus()).isEqualTo(64);
    assertThat(label("--option", "4=x", "x").exitStatus()).isEqualTo(64);
    assertThat(label("--name", "a/b", "x").exitStatus()).isEqualTo(64);
    assertThat(label("--name", "-ab", "x").exitStatus()).isEqualTo(64);
    assertThat(label("--env", "NAME=x", "x").exitStatus()).isEqualTo(64);
    assertThat(label("--env", "A B=x", "x").exitStatus()).isEqualTo(64);
    assertThat(label("--verb", "START", "x").exitStatus()).isEqualTo(64);
  }

  private static JsonNode read() {
    try (var in = LabelCommandTest.class.getResourceAsStream("/label-vectors.json")) {
      return JsonMapper.shared().readTree(in);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
