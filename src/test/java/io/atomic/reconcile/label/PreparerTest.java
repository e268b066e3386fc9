package io.atomic.reconcile.label;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import io.atomic.reconcile.label.LabelProblem.Kind;
import io.atomic.reconcile.label.Prepared.NewContainer;
import io.atomic.reconcile.label.Prepared.Ready;
import io.atomic.reconcile.label.Prepared.Refused;
import io.atomic.reconcile.model.EnvValue;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What a label command becomes before it is run. */
class PreparerTest {

  private static Ready ready(Requests request) {
    var prepared = Preparer.prepare(request.build());
    assertThat(prepared).isInstanceOf(Ready.class);
    return (Ready) prepared;
  }

  private static String line(Requests request) {
    return ShellWords.join(ready(request).argv());
  }

  private static String line(Purpose purpose, String label) {
    return line(Requests.of(purpose, label));
  }

  private static LabelProblem refused(Requests request) {
    var prepared = Preparer.prepare(request.build());
    assertThat(prepared).isInstanceOf(Refused.class);
    return ((Refused) prepared).problems().getFirst();
  }

  // The engine

  @Test
  void theEnginesWordIsTheConfiguredCommand() {
    assertThat(
            line(
                Requests.of(Purpose.STOP, "/usr/bin/docker stop NAME")
                    .onEngine("podman", "--url", "unix:///run/x.sock")))
        .isEqualTo("podman --url unix:///run/x.sock stop web");
  }

  @Test
  void aStraySlashBehindTheEngineIsAWarning() {
    var ready = ready(Requests.of(Purpose.STOP, "/usr/bin/docker/ stop NAME"));

    assertThat(ready.argv()).containsExactly("docker", "stop", "web");
    assertThat(ready.warnings()).hasSize(1).first().asString().contains("/usr/bin/docker/");
  }

  @Test
  void anotherProgramIsRunAsItIs() {
    var ready = ready(Requests.of(Purpose.INSTALL, "/usr/bin/touch -it /x").withArgs("a b"));

    assertThat(ready.argv()).containsExactly("/usr/bin/touch", "-it", "/x", "a b");
    assertThat(ready.container()).isNull();
    assertThat(ready.privileges()).containsExactly("command:/usr/bin/touch");
  }

  // What is added

  @Test
  void additionsStandBehindTheSubcommandInAFixedOrder() {
    var request =
        Requests.of(Purpose.RUN, "docker run --rm -p 80:80 IMAGE serve")
            .withLabel("b", "2")
            .withLabel("a", "1")
            .with("MODE", "fast")
            .withSecret("PW")
            .withArgs("--verbose", "x y");

    assertThat(line(request))
        .isEqualTo(
            "docker run --label a=1 --label b=2 --name web --pull=never -e MODE -e PW -d"
                + " --rm -p 80:80 reg.io/web:1 serve --verbose 'x y'");
    assertThat(ready(request).environment())
        .containsOnly(
            Map.entry("MODE", new EnvValue.Plain("fast")), Map.entry("PW", Requests.secret("PW")));
    assertThat(ready(request).container())
        .isEqualTo(new NewContainer("web", true, true, false, true));
  }

  @ParameterizedTest
  @CsvSource({
    "docker container run IMAGE, docker container run --name web --pull=never -d reg.io/web:1",
    "podman create IMAGE x, docker create --name web --pull=never reg.io/web:1 x",
    "docker run -- IMAGE -x, docker run --name web --pull=never -d -- reg.io/web:1 -x",
  })
  void everySpellingOfRunAndCreateIsAdapted(String label, String expected) {
    assertThat(line(Purpose.RUN, label)).isEqualTo(expected);
  }

  @ParameterizedTest
  @ValueSource(strings = {"--pull always", "--pull=missing", "--pull never --pull=always"})
  void aLabelsOwnPullGoes(String pull) {
    assertThat(line(Purpose.RUN, "docker run -d --name NAME " + pull + " IMAGE"))
        .isEqualTo("docker run --pull=never -d --name web reg.io/web:1");
  }

  @ParameterizedTest
  @ValueSource(strings = {"-e MODE=x", "-e MODE", "--env=MODE=x", "--env MODE=x", "-eMODE=x"})
  void anEnvEntryThatTheLabelNamesIsNotAdded(String option) {
    assertThat(
            line(
                Requests.of(Purpose.RUN, "docker run -d --name NAME " + option + " IMAGE")
                    .with("MODE", "fast")))
        .isEqualTo("docker run --pull=never -d --name web " + option + " reg.io/web:1");
  }

  // Foreground and background

  @ParameterizedTest
  @CsvSource({
    "-it, ''",
    "-ti --rm, --rm",
    "-i -t -v /x:/y, -v /x:/y",
    "-itv /x:/y, -v /x:/y",
    "--tty --interactive=true -P, -P",
    "-itP, -P",
    "-it=false --rm=true, --rm=true"
  })
  void aForegroundCommandHasNoTerminal(String given, String left) {
    assertThat(line(Purpose.INSTALL, "docker run " + given + " --name xy IMAGE -it"))
        .isEqualTo(
            "docker run --pull=never "
                + (left.isEmpty() ? "" : left + " ")
                + "--name xy reg.io/web:1 -it");
  }

  @Test
  void runIsDetachedAndThenKeepsWhatShapesTheContainer() {
    assertThat(line(Purpose.RUN, "docker run -it -a stdout --name NAME IMAGE"))
        .isEqualTo("docker run --pull=never -d -it --name web reg.io/web:1");
    assertThat(line(Purpose.RUN, "docker run -dit --name NAME IMAGE"))
        .isEqualTo("docker run --pull=never -dit --name web reg.io/web:1");
    assertThat(line(Purpose.RUN, "docker run --detach=false --name NAME IMAGE"))
        .isEqualTo("docker run --pull=never -d --name web reg.io/web:1");
  }

  @Test
  void runToCompletionStaysInTheForegroundAndLeavesItsContainer() {
    var request =
        Requests.of(
            Purpose.COMPLETE, "docker run -dit --rm=true -a stdout --name NAME -v a:/a IMAGE job");

    assertThat(line(request))
        .isEqualTo("docker run --pull=never --name web -v a:/a reg.io/web:1 job");
    assertThat(ready(request).container())
        .isEqualTo(new NewContainer("web", true, false, false, false));
  }

  @Test
  void aHelperThatDetachesStaysDetached() {
    assertThat(ready(Requests.of(Purpose.INSTALL, "docker run -dit IMAGE")).container())
        .isEqualTo(new NewContainer("web.install", true, true, false, false));
  }

  @Test
  void execAndStartLoseTheTerminalToo() {
    assertThat(line(Purpose.STOP, "docker exec -it NAME sh -it"))
        .isEqualTo("docker exec web sh -it");
    assertThat(line(Purpose.RUN, "docker start -ai NAME")).isEqualTo("docker start -a web");
    assertThat(line(Purpose.STOP, "docker exec -dit NAME sh")).isEqualTo("docker exec -dit web sh");
  }

  // Names

  @ParameterizedTest
  @EnumSource(
      value = Purpose.class,
      names = {"INSTALL", "STOP", "UNINSTALL"})
  void aHelperWithoutANameNeverTakesTheAppsName(Purpose purpose) {
    var container =
        requireNonNull(ready(Requests.of(purpose, "docker run --rm IMAGE x")).container());

    assertThat(container.name()).isEqualTo("web." + purpose.field());
  }

  @Test
  void aHelperThatAsksForTheAppsNameGetsItWhileItIsFree() {
    var label = "docker run --rm --name NAME IMAGE";

    assertThat(line(Purpose.INSTALL, label)).contains(" --name web reg.io");
    assertThat(line(Requests.of(Purpose.INSTALL, label).nameTaken()))
        .contains(" --name web.install reg.io");
    assertThat(line(Requests.of(Purpose.UNINSTALL, "docker run --name=${NAME} IMAGE").nameTaken()))
        .contains(" --name=web.uninstall reg.io");
    assertThat(line(Requests.of(Purpose.INSTALL, "docker run --name other IMAGE").nameTaken()))
        .contains(" --name other reg.io");
  }

  @Test
  void aHardCodedNameIsAWarning() {
    var ready = ready(Requests.of(Purpose.RUN, "docker run -d --name weechat IMAGE"));

    assertThat(ready.container()).isEqualTo(new NewContainer("weechat", true, true, false, false));
    assertThat(ready.warnings())
        .containsExactly("label RUN calls its container 'weechat' and not 'web'");
  }

  @Test
  void aNameThatTheBuilderExpandedToNothingIsRefused() {
    var problem = refused(Requests.of(Purpose.RUN, "docker run -d --name --privileged IMAGE"));

    assertThat(problem.kind()).isEqualTo(Kind.NAME);
    assertThat(problem.remedy()).contains("Dockerfile");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "--name 'a b'",
        "--name a/b",
        "--name=.web",
        "--name ü",
        "--name a",
        "--name 'web\n'",
        "--name=a:b",
        "--name /web",
        "--name ${NAME}/x",
        "--name first --name 'a b'"
      })
  void aNameThatNoEngineAcceptsIsRefused(String option) {
    var problem = refused(Requests.of(Purpose.INSTALL, "docker run -d " + option + " IMAGE"));

    assertThat(problem.kind()).isEqualTo(Kind.NAME);
    assertThat(problem.message()).contains("label INSTALL", "' is none");
    assertThat(problem.remedy()).contains("--name NAME");
    assertThat(
            refused(
                    Requests.of(
                        Purpose.RUN,
                        new CommandText.Words(List.of("docker", "create", "--name=a b", "IMAGE"))))
                .message())
        .contains("spec.run.command", "'a b'");
  }

  @ParameterizedTest
  @ValueSource(strings = {"ab", "0_", "A.b-c_d", "web.install", "${NAME}-x"})
  void aNameThatEnginesAcceptIsKept(String name) {
    assertThat(line(Requests.of(Purpose.INSTALL, "docker run --name " + name + " IMAGE")))
        .contains(" --name " + name.replace("${NAME}", "web") + " ");
  }

  // Images

  @Test
  void anotherImageIsReported() {
    assertThat(ready(Requests.of(Purpose.RUN, "docker run fedora:43 x")).images())
        .containsExactly("fedora:43");
    assertThat(ready(Requests.of(Purpose.RUN, "docker run IMAGE fedora:43")).images()).isEmpty();
  }

  @Test
  void aCommandWithoutAnImageIsRefusedEvenIfTheUserAppendsWords() {
    var request = Requests.of(Purpose.RUN, "docker run -d -p 443:443").withArgs("fedora");

    assertThat(refused(request).kind()).isEqualTo(Kind.IMAGE);
  }

  @Test
  void anImageWithoutRunIsRunByItself() {
    assertThat(line(Requests.of(Purpose.RUN, CommandText.defaultRun(Purpose.RUN)).withArgs("a")))
        .isEqualTo("docker run --pull=never -d --name web reg.io/web:1 a");
  }

  // Reading

  @Test
  void anUnknownOptionIsNamedWithItsPlaceAndTheNearestOne() {
    var problem = refused(Requests.of(Purpose.RUN, "docker run --rm --cap_add=SYS_ADMIN IMAGE"));

    assertThat(problem.kind()).isEqualTo(Kind.OPTION);
    assertThat(problem.toString())
        .isEqualTo(
            "label RUN: tried to read word 4, '--cap_add=SYS_ADMIN', but option '--cap_add' is not"
                + " known; did the author mean '--cap-add'?");
    assertThat(
            refused(Requests.of(Purpose.RUN, "podman run -security-opt label=disable IMAGE"))
                .toString())
        .contains("'-s' is not known")
        .contains("'--security-opt'");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "docker",
        "docker --debug",
        "docker run -d --name",
        "docker run --rm=maybe IMAGE",
        "docker --what run IMAGE",
        "docker stop --forever NAME"
      })
  void whatCannotBeReadIsRefused(String label) {
    assertThat(refused(Requests.of(Purpose.STOP, label)).kind()).isIn(Kind.OPTION, Kind.SUBCOMMAND);
  }

  @Test
  void theUsersWordsForOtherSubcommandsAreReadAsOptions() {
    assertThat(line(Requests.of(Purpose.STOP, "docker stop NAME").withArgs("-t", "5")))
        .isEqualTo("docker stop -t 5 web");
  }

  @Test
  void expansionProblemsAreRefusals() {
    assertThat(refused(Requests.of(Purpose.COMPLETE, "docker run $X IMAGE")).message())
        .contains("label RUN")
        .contains("'X'");
    assertThat(
            refused(
                    Requests.of(
                        Purpose.RUN,
                        new CommandText.Words(List.of("docker", "run", "$X", "IMAGE"))))
                .message())
        .contains("spec.run.command");
  }

  // The app's own directories

  @Test
  void ownDirectoriesAreReportedWhenNamedOrMounted() {
    assertThat(
            ready(
                    Requests.of(
                        Purpose.INSTALL, "docker run -e C=$CONFDIR -v /var/lib/${NAME}:/x IMAGE"))
                .ownDirectories())
        .containsExactly("/etc/web", "/var/lib/web");
  }
}
