package io.atomic.reconcile.label;

import static org.assertj.core.api.Assertions.assertThat;

import io.atomic.reconcile.label.LabelProblem.Kind;
import io.atomic.reconcile.label.Prepared.Ready;
import io.atomic.reconcile.label.Prepared.Refused;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Label commands that only a shell understands, for apps that are granted one. */
class ShellCommandTest {
  private static Requests label(String text) {
    return Requests.of(Purpose.INSTALL, text).withShell();
  }

  private static Ready ready(Requests request) {
    var prepared = Preparer.prepare(request.build());
    assertThat(prepared).isInstanceOf(Ready.class);
    return (Ready) prepared;
  }

  private static LabelProblem refused(Requests request) {
    var prepared = Preparer.prepare(request.build());
    assertThat(prepared).isInstanceOf(Refused.class);
    return ((Refused) prepared).problems().getFirst();
  }

  @Test
  void theShellGetsTheTextAsItIsAndTheAppNeedsTheGrant() {
    var ready = ready(label("mkdir -p ${DATADIR} && date > ${DATADIR}/since"));

    assertThat(ready.argv())
        .containsExactly("/bin/sh", "-c", "mkdir -p ${DATADIR} && date > ${DATADIR}/since");
    assertThat(ready.privileges()).containsExactly("shell");
    assertThat(ready.variables()).containsExactly("DATADIR");
    assertThat(ready.ownDirectories()).containsExactly("/var/lib/web");
    assertThat(ready.container()).isNull();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "docker logs NAME | tail",
        "docker run IMAGE; true",
        "docker run -u $(id -u) IMAGE",
        "docker run `which x` IMAGE",
        "docker run IMAGE $1",
        "docker run ${MODE:?} IMAGE",
        "docker run IMAGE < /dev/null",
        "docker run IMAGE &"
      })
  void withoutTheGrantNoShellRuns(String text) {
    var problem = refused(Requests.of(Purpose.INSTALL, text));

    assertThat(problem.kind()).isIn(Kind.SHELL, Kind.DOLLAR);
    assertThat(problem.spot()).isNotNull();
    assertThat(problem.remedy()).contains("grant 'shell'");
    assertThat(ready(label(text)).argv()).startsWith("/bin/sh", "-c");
  }

  /** The grant allows a shell where there is no other way. It asks for none. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "docker run --name NAME IMAGE",
        "docker run -v $(pwd):/here IMAGE",
        "docker run IMAGE sh -c 'a; b | c'",
        "docker run -e 'A=$(x)' IMAGE"
      })
  void aLabelThatNeedsNoShellGetsNone(String text) {
    assertThat(ready(label(text)).argv()).startsWith("docker", "run");
    assertThat(ready(label(text)).privileges()).doesNotContain("shell");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "echo 'a; b",
        "echo \"a | b",
        "echo a; \u0000",
        "docker run $NOBODY_SET_IT IMAGE",
        " "
      })
  void whatAShellCouldNotRunEitherStaysAMistake(String text) {
    assertThat(refused(label(text)).kind()).isNotEqualTo(Kind.SHELL);
  }

  @Test
  void theWordsOfAManifestAreNeverGivenToAShell() {
    var problem =
        refused(
            Requests.of(
                    Purpose.INSTALL, new CommandText.Words(List.of("docker", "run", "IMAGE", "$1")))
                .withShell());

    assertThat(problem.kind()).isEqualTo(Kind.DOLLAR);
  }

  @ParameterizedTest
  @CsvSource(
      delimiterString = " => ",
      quoteCharacter = '`',
      value = {
        "docker rm NAME; true => docker rm ${NAME}; true",
        "docker run IMAGE; true => docker run ${IMAGE}; true",
        "docker run --name=NAME IMAGE& => docker run --name=${NAME} ${IMAGE}&",
        "true; docker rm NAME => true; docker rm ${NAME}",
        "echo $NAME \"$IMAGE\"; true => echo $NAME \"$IMAGE\"; true",
        "echo NAMESPACE MY_NAME; true => echo NAMESPACE MY_NAME; true",
        "echo IMAGE/x NAME-x; true => echo IMAGE/x NAME-x; true"
      })
  void nameAndImageStandForTheAppsAsTheyDoWithoutAShell(String text, String given) {
    assertThat(ready(label(text)).argv().getLast()).isEqualTo(given);
  }

  @ParameterizedTest
  @CsvSource(
      delimiterString = " => ",
      value = {
        "docker run -d --name NAME IMAGE; true => true",
        "a; podman --log-level=error create IMAGE => true",
        "docker start NAME; true => false",
        "docker start NAME; run-parts /x => false"
      })
  void whetherItMakesAContainerIsGuessedFromItsText(String text, boolean makes) {
    assertThat(ShellCommand.makesContainer(ready(label(text)).argv())).isEqualTo(makes);
  }

  @Test
  void theEngineIsTheConfiguredOne() {
    var ready =
        ready(label("docker rm NAME; true").onEngine("podman", "--url", "unix:///run/x y.sock"));

    assertThat(ready.argv().getLast())
        .isEqualTo(
            "docker() { command podman --url 'unix:///run/x y.sock' \"$@\"; }; docker rm ${NAME}; true");
  }

  @Test
  void wordsOfTheManifestAreTheShellsArguments() {
    assertThat(ready(label("echo \"$@\" | cat").withArgs("a b", "$c")).argv())
        .containsExactly("/bin/sh", "-c", "echo \"$@\" | cat", "sh", "a b", "$c");
  }

  @Test
  void wordsOfTheManifestThatTheTextDoesNotTakeAreRefused() {
    var problem = refused(label("echo a | cat").withArgs("b"));

    assertThat(problem.message()).contains("spec.install.args", "does not say where they go");
    assertThat(problem.remedy()).contains("spec.install.command");
  }

  @Test
  void aSecretIsInItsEnvironmentAndInNoWord() {
    var ready = ready(label("echo \"$PASSWORD\" | docker login").withSecret("PASSWORD"));

    assertThat(ready.argv())
        .isEqualTo(List.of("/bin/sh", "-c", "echo \"$PASSWORD\" | docker login"));
    assertThat(ready.environment()).containsEntry("PASSWORD", Requests.secret("PASSWORD"));
  }

  @Test
  void anAuthorIsToldWhatItBecomes() {
    var reading = LabelReading.of(label("docker rm NAME; true").build());

    assertThat(reading.isValid()).isTrue();
    assertThat(reading.argv()).containsExactly("/bin/sh", "-c", "docker rm ${NAME}; true");
    assertThat(reading.grants()).containsExactly("shell");
  }
}
