package io.atomic.reconcile.label;

import static java.util.stream.Collectors.groupingBy;
import static java.util.stream.Collectors.mapping;
import static java.util.stream.Collectors.toList;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** What authors of label commands get wrong, and where they are told it is. */
class LintTest {

  private static List<Finding> findings(Purpose purpose, CommandText text) {
    return LabelReading.of(Requests.of(purpose, text).build()).findings();
  }

  private static List<Finding> findings(String label) {
    return findings(Purpose.RUN, new CommandText.Label(label));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '~',
      value = {
        "RUN       | docker run -d --name --privileged IMAGE        | name             | --name",
        "RUN       | docker run -d --name NAME -e IMAGE= IMAGE       | builder-expanded | -e",
        "INSTALL   | docker run --rm --env=DATADIR= IMAGE            | builder-expanded | --env",
        "RUN       | docker run -v :/data IMAGE                      | builder-expanded | -v",
        "RUN       | docker run -d --net=host -p 443:443             | image            | 443:443",
        "RUN       | docker run --name httpd IMAGE                   | hard-coded-name  | --name",
        "INSTALL   | docker run -it --name=setup IMAGE               | hard-coded-name  | --name",
        "STOP      | docker stop -t 5 httpd                          | hard-coded-name  | httpd",
        "STOP      | docker exec httpd kill 1                        | hard-coded-name  | httpd",
        "RUN       | docker run --name NAME fedora:43 bash           | hard-coded-image | fedora",
        "RUN       | docker run $OPT1 fedora:43 IMAGE                | hard-coded-image | fedora",
        "STOP      | docker stop                                     | incomplete       | stop",
        "STOP      | /usr/bin/docker/ stop NAME                      | stray-slash      | /usr",
        "RUN       | sudo docker run IMAGE                           | sudo             | sudo",
        "RUN       | run --rm -it IMAGE                              | no-engine        | run",
        "RUN       | Usage: run it with care                         | prose            | Usage",
        "UNINSTALL | UNINSTALL                                       | prose            | UNIN",
        "INSTALL   | docker run --rm -it IMAGE                       | terminal         | -it",
        "UNINSTALL | docker run --tty IMAGE                          | terminal         | --tty",
        "RUN       | docker run IMAGE sh && reboot                   | shell            | &&",
        "RUN       | docker run -v $(id):/x IMAGE                    | shell            | $(",
        "RUN       | docker run -v `id`:/x IMAGE                     | shell            | `id",
        "RUN       | docker run -e A=$UNSET IMAGE                    | unset-variable   | $UNSET",
        "RUN       | docker run -e A=$1 IMAGE                        | dollar           | $1",
        "RUN       | docker run -e A=it's IMAGE                      | quote            | 's",
        "RUN       | docker run -d --nam x IMAGE                     | option           | --nam",
        "RUN       | docker run -d IMAGE --nmae x --name             | ''               | ''",
        "RUN       | docker                                          | subcommand       | docker",
      })
  void aMistakeHasACodeAndAPlace(String purpose, String label, String code, String at) {
    var findings = findings(Purpose.valueOf(purpose), new CommandText.Label(label));
    if (code.equals("''")) {
      assertThat(findings).isEmpty();
      return;
    }
    var finding =
        findings.stream().filter(one -> one.code().equals(code)).findFirst().orElseThrow();
    assertThat(Objects.requireNonNull(finding.spot()).offset()).isEqualTo(label.indexOf(at));
    assertThat(finding.spot().text()).isEqualTo(label);
    assertThat(finding.word()).isPositive();
    assertThat(finding.message()).isNotBlank();
    assertThat(finding.remedy()).isNotBlank();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "docker run -d --name NAME -p 80:80 IMAGE",
        "docker run -d --name=${NAME}-x $IMAGE",
        "docker run -d --name web reg.io/web:1",
        "docker create --name NAME -e NAME=NAME -e IMAGE=IMAGE -e TERM= IMAGE",
        "podman run --rm -i -v ${DATADIR}:/data IMAGE /bin/x -it --name y",
        "/usr/bin/docker run -d ${OPT1} --name $NAME ${IMAGE} $OPT2",
        "docker run --rootfs /srv/tree",
        "docker stop NAME",
        "docker exec ${NAME} httpd -k restart",
        "docker rm -f NAME",
        "podman stop --all",
        "docker pull fedora:43",
        "systemctl start httpd",
        "/usr/local/bin/Setup --all"
      })
  void aCleanLabelHasNoFinding(String label) {
    assertThat(findings(label)).isEmpty();
  }

  @Test
  void wordsOfAManifestAreCountedFromOne() {
    var findings =
        findings(
            Purpose.RUN,
            new CommandText.Words(
                List.of("docker", "run", "--name", "xy", "-e", "A=$NO", "fedora:43")));

    assertThat(findings)
        .extracting(Finding::code, Finding::word)
        .containsExactly(
            tuple("unset-variable", 6), tuple("hard-coded-name", 3), tuple("hard-coded-image", 7));
  }

  /** What is wrong with them is said; what else could be said of them nobody can know. */
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '~',
      value = {
        "docker run ${X:?foo}                    | dollar",
        "docker run --name x${X:?foo} IMAGE      | dollar",
        "docker run -v ${X:?foo}:/x IMAGE        | dollar",
        "docker stop ${X:?foo}                   | dollar",
        "docker run -e ${X:?foo} ${Y:?bar} IMAGE | dollar dollar",
        "\"Usage: $(x)\"                         | shell",
        "'Usage                                  | quote",
        "docker run --name 'a b' IMAGE           | name",
      })
  void wordsThatCannotBeReadAreLeftAloneOtherwise(String label, String codes) {
    assertThat(findings(label)).extracting(Finding::code).containsExactly(codes.split(" "));
  }

  @Test
  void wordsOfAManifestThatCannotBeReadAreLeftAloneOtherwise() {
    for (var word : List.of("${X:?foo}", "a\0b", "$(ls", "x".repeat(70_000))) {
      assertThat(findings(Purpose.RUN, new CommandText.Words(List.of("docker", "run", word))))
          .as(word)
          .hasSize(1);
      assertThat(findings(Purpose.STOP, new CommandText.Words(List.of("docker", "stop", word))))
          .as(word)
          .hasSize(1);
    }
    assertThat(findings(Purpose.RUN, new CommandText.Words(List.of("Usage\0", "x"))))
        .extracting(Finding::code)
        .containsExactly("NUL");
    assertThat(findings("docker run --name \0 fedora:43"))
        .extracting(Finding::code)
        .containsExactly("NUL");
  }

  @Test
  void aTextThatIsTooLongIsLookedAtNoFurther() {
    assertThat(findings("Usage: " + "x ".repeat(500_000)))
        .extracting(Finding::code)
        .containsExactly("too-long");
  }

  @Test
  void manyWordsTakeLittleTime() {
    var began = System.nanoTime();
    var findings = findings("docker run " + "-e A=b ".repeat(9_000) + "--nmae x IMAGE");
    assertThat(findings).extracting(Finding::code).containsExactly("option");
    assertThat(System.nanoTime() - began).isLessThan(5_000_000_000L);
  }

  @Test
  void labelsThatAreBlankOrDifferInCaseAreFound() {
    var labels =
        ImageLabels.of(
            Map.of("RUN", "docker run IMAGE", "run", "docker run -d IMAGE", "Install", " \n"));

    assertThat(labels.findings())
        .extracting(Finding::code)
        .containsExactlyInAnyOrder("label-case", "blank");
    assertThat(ImageLabels.of(Map.of("RUN", "x", "run", "x")).findings()).isEmpty();
    assertThat(ImageLabels.of(Map.of("RUN", "x", "maintainer", "")).findings()).isEmpty();
  }

  /** So that a rule which begins to object to good labels is noticed. */
  @Test
  void theLabelsOfRealImagesHaveTheseFindings() throws IOException {
    JsonNode file;
    try (var in = LintTest.class.getResourceAsStream("/label-vectors.json")) {
      file = JsonMapper.shared().readTree(in);
    }
    var found = new ArrayList<Map.Entry<String, Integer>>();
    var number = 0;
    for (var row : file.path("rows")) {
      for (var finding :
          findings(purpose(row), new CommandText.Label(row.path("value").asString()))) {
        found.add(Map.entry(finding.code(), number));
      }
      number++;
    }
    var lines = new StringBuilder();
    new TreeMap<>(
            found.stream()
                .distinct()
                .collect(groupingBy(Map.Entry::getKey, mapping(Map.Entry::getValue, toList()))))
        .forEach((code, rows) -> lines.append("%s %s\n".formatted(code, rows)));
    try (var in = LintTest.class.getResourceAsStream("/lint-findings.txt")) {
      assertThat(lines)
          .hasToString(
              new String(Objects.requireNonNull(in).readAllBytes(), StandardCharsets.UTF_8));
    }
  }

  private static Purpose purpose(JsonNode row) {
    return switch (row.path("label").asString().toUpperCase(Locale.ROOT)) {
      case "INSTALL" -> Purpose.INSTALL;
      case "STOP" -> Purpose.STOP;
      case "UNINSTALL" -> Purpose.UNINSTALL;
      default -> Purpose.RUN;
    };
  }
}
