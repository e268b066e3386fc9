package io.atomic.reconcile.label;

import static io.atomic.reconcile.label.Expansions.expand;
import static io.atomic.reconcile.label.Expansions.problem;
import static io.atomic.reconcile.label.Expansions.words;
import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import io.atomic.reconcile.label.Expansion.Expanded;
import io.atomic.reconcile.label.Word.Fragment;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The rules of strict expansion, one after the other. */
class ExpanderTest {

  // 1. Words

  @Test
  void splitsAtBlanksAndNewlines() {
    assertThat(words(" a\tb \n c\r\nd ")).containsExactly("a", "b", "c", "d");
  }

  @Test
  void quotesKeepBlanksAndEmptyWords() {
    assertThat(words("\"a b\" 'c d' e\\ f")).containsExactly("a b", "c d", "e f");
    assertThat(words("-e \"A=b  c\" '' \"\"  x")).containsExactly("-e", "A=b  c", "", "", "x");
    assertThat(words("-e \"JAVA=-Xmx1g -Xms1g\"")).containsExactly("-e", "JAVA=-Xmx1g -Xms1g");
    assertThat(words("a'b'\"c\"d")).containsExactly("abcd");
  }

  @Test
  void backslashEscapesAsInAShell() {
    assertThat(words("it\\'s \\\"")).containsExactly("it's", "\"");
    assertThat(words("\"[\\u@\\h \\W]\\$\"")).containsExactly("[\\u@\\h \\W]$");
    assertThat(words("a\\\nb \"c\\\nd\" 'e\\f'")).containsExactly("ab", "cd", "e\\f");
  }

  @Test
  void hasNoCommentsGlobsOrTildes() {
    assertThat(words("a#b #c d \"#x\" y")).containsExactly("a#b", "#c", "d", "#x", "y");
    assertThat(words("*.json ~ {a,b}")).containsExactly("*.json", "~", "{a,b}");
  }

  // 2. Replacement

  @Test
  void replacesNameAndImageAsWholeWordsQuotedOrNot() {
    assertThat(words("NAME IMAGE \"NAME\" 'IMAGE'"))
        .containsExactly("app", "reg.io:5000/ns/app:v1", "app", "reg.io:5000/ns/app:v1");
  }

  @Test
  void replacesNameAndImageBehindAnEqualsSignAtTheEnd() {
    assertThat(words("NAME=NAME IMAGE=IMAGE --name=NAME -e 'A=NAME'"))
        .containsExactly("NAME=app", "IMAGE=reg.io:5000/ns/app:v1", "--name=app", "-e", "A=app");
    assertThat(words("A=NAMES=NAME")).containsExactly("A=NAMES=app");
  }

  @Test
  void leavesNameAloneInsideOtherText() {
    assertThat(words("xNAME NAME/ /etc/NAME NAME:IMAGE IMAGE:latest"))
        .containsExactly("xNAME", "NAME/", "/etc/NAME", "NAME:IMAGE", "IMAGE:latest");
    assertThat(words("sh -c \"echo NAME IMAGE NAME now\""))
        .containsExactly("sh", "-c", "echo NAME IMAGE NAME now");
  }

  @Test
  void replacesVariablesOutsideSingleQuotes() {
    assertThat(words("$NAME ${NAME}x \"$NAME y\" '$NAME' \\$NAME \"\\${NAME}\""))
        .containsExactly("app", "appx", "app y", "$NAME", "$NAME", "${NAME}");
    assertThat(words("${IMAGE}:z -v ${CONFDIR}:/etc/NAME -e D=${DATADIR} $HOME"))
        .containsExactly(
            "reg.io:5000/ns/app:v1:z", "-v", "/etc/app:/etc/NAME", "-e", "D=/var/lib/app", "/root");
  }

  @Test
  void namesEndWhereIdentifiersEnd() {
    assertThat(problem("x $NAMESPACE").message()).contains("'NAMESPACE'");
    assertThat(problem("x $IMAGE_ID").message()).contains("'IMAGE_ID'");
    assertThat(problem("x $HOME $USER").message()).contains("'USER'");
    assertThat(words("$NAME.x $NAME-y")).containsExactly("app.x", "app-y");
  }

  @Test
  void defaultsAreLiteral() {
    assertThat(words("-e X=${FOO:-bar} y")).containsExactly("-e", "X=bar", "y");
    assertThat(words("-e X=\"${FOO:-bar}\" y")).containsExactly("-e", "X=bar", "y");
    assertThat(words("x${NAME:-d}y z")).containsExactly("xappy", "z");
    assertThat(words("${EMPTY:-d} ${EMPTY-d} ${FOO-d} ${FOO:-} ${FOO:-NAME} ${FOO:-$HOME}"))
        .containsExactly("d", "", "d", "", "NAME", "$HOME");
    assertThat(words("${FOO:-a b|c}")).containsExactly("a b|c");
  }

  @Test
  void aDollarBeforeNoNameIsADollar() {
    assertThat(words("a$ $ \"$\" $% b")).containsExactly("a$", "$", "$", "$%", "b");
    assertThat(words("bash -c 'ls \"$@\"' --")).containsExactly("bash", "-c", "ls \"$@\"", "--");
  }

  @Test
  void neverSplitsOrReplacesAValueAgain() {
    assertThat(words("$BLANKS \"$TRICKY\" $TRICKY"))
        .containsExactly("a  b", "$NAME 'q' | NAME", "$NAME 'q' | NAME");
  }

  @Test
  void splitsAnOptionThatStandsAlone() {
    assertThat(words("$OPT1 z")).containsExactly("-p", "8080:80", "-e", "A=b c", "z");
    assertThat(words("\"$OPT1\" x$OPT1"))
        .containsExactly("-p 8080:80 -e 'A=b c'", "x-p 8080:80 -e 'A=b c'");
  }

  @Test
  void neverReplacesTheFirstWord() {
    var expansion = (Expanded) expand("/opt/${NAME}/NAME $NAME");

    assertThat(expansion.words()).containsExactly(Word.of("/opt/${NAME}/NAME"), Word.of("app"));
    assertThat(((Expanded) expand("NAME")).words()).containsExactly(Word.of("NAME"));
  }

  // What else the outcome says

  @Test
  void aProblemPointsAtItsPlace() {
    var spot = requireNonNull(problem("docker run $UNDEF").spot());

    assertThat(spot.column()).isEqualTo(12);
    assertThat(spot.excerpt()).isEqualTo("docker run $UNDEF\n           ^");
  }

  @Test
  void theVariablesInUseAreNamed() {
    var expanded = (Expanded) expand("x NAME A=IMAGE $HOME ${OPT1} ${OPT2} ${FOO:-d} $(pwd)");

    assertThat(expanded.variables())
        .containsExactly("FOO", "HOME", "IMAGE", "NAME", "OPT1", "OPT2", "PWD");
  }

  @Test
  void aSecretStaysAReference() {
    var expanded = (Expanded) expand("x -e P=${PASSWORD} ${PASSWORD:-d}");

    assertThat(expanded.words().get(2).fragments())
        .containsExactly(new Fragment.Text("P="), new Fragment.SecretRef("PASSWORD"));
    assertThat(expanded.words().get(3).fragments())
        .containsExactly(new Fragment.SecretRef("PASSWORD"));
  }

  @Test
  void wordsOfAManifestAreReplacedButNotSplit() {
    var words =
        List.of(
            "docker",
            "a b",
            "NAME",
            "X=IMAGE",
            "$HOME/'q'",
            "\\$HOME",
            "a|b",
            "$OPT2",
            "",
            "$OPT1");

    var expanded =
        (Expanded)
            Expander.expand("spec.run.command", new CommandText.Words(words), Expansions::lookup);

    assertThat(expanded.argv(List.of("podman", "--url", "unix:///x")))
        .containsExactly(
            "podman",
            "--url",
            "unix:///x",
            "a b",
            "app",
            "X=reg.io:5000/ns/app:v1",
            "/root/'q'",
            "$HOME",
            "a|b",
            "",
            "-p",
            "8080:80",
            "-e",
            "A=b c");
  }

  @Test
  void aLabelThatIsOneValueIsReplacedFromItsFirstCharacter() {
    var value =
        Expander.expandValue("label RUN_OPTS_FILE", " ${DATADIR}/my opts ", Expansions::lookup);

    assertThat(((Expanded) value).words()).containsExactly(Word.of("/var/lib/app/my opts"));
  }

  @ParameterizedTest
  @CsvSource({
    "docker,true",
    "podman,true",
    "/usr/bin/docker,true",
    "/usr/bin/docker/,true",
    "bin/podman,true",
    "docker-compose,false",
    "sudo,false",
    "/,false",
    "//,false"
  })
  void theFirstWordMayBeTheEngine(String first, boolean engine) {
    assertThat(((Expanded) expand(first + " x")).callsEngine()).isEqualTo(engine);
  }
}
