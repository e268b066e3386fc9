package io.atomic.reconcile.label;

import static org.assertj.core.api.Assertions.assertThat;

import io.atomic.reconcile.label.Prepared.Ready;
import io.atomic.reconcile.label.Prepared.Refused;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/**
 * What people complained of in the programs that ran label commands before, each with what this one
 * does instead. Those that need an engine stand in {@code ComplaintsIT}.
 */
class ComplaintsTest {
  private static List<String> argv(Requests request) {
    var prepared = Preparer.prepare(request.build());
    assertThat(prepared).isInstanceOf(Ready.class);
    return ((Ready) prepared).argv();
  }

  private static LabelProblem refused(Requests request) {
    var prepared = Preparer.prepare(request.build());
    assertThat(prepared).isInstanceOf(Refused.class);
    return ((Refused) prepared).problems().getFirst();
  }

  @Test
  void noWayToPassVariablesOrToOverrideDefaults() {
    var label = "docker run -e MODE=${MODE:-slow} IMAGE";

    assertThat(argv(Requests.of(Purpose.RUN, label))).contains("MODE=slow");
    assertThat(argv(Requests.of(Purpose.RUN, label).with("MODE", "fast"))).contains("MODE=fast");
  }

  @Test
  void dollarSignsInOptionValuesVanish() {
    assertThat(
            argv(
                Requests.of(Purpose.RUN, "docker run $OPT1 IMAGE")
                    .withOption("1", "-e 'PRICE=$5 $NAME'")))
        .contains("PRICE=$5 $NAME");
  }

  @Test
  void backticksBrokeSilently() {
    assertThat(argv(Requests.of(Purpose.RUN, "docker run -v `pwd`/x:/w IMAGE"))).contains("//x:/w");
    assertThat(refused(Requests.of(Purpose.RUN, "docker run -v `id -u`:/w IMAGE")).message())
        .contains("`id -u`");
  }

  @Test
  void theLabelShouldHaveBeenAListOfArguments() {
    var words = new CommandText.Words(List.of("docker", "run", "-e", "A=it's  $NAME", "IMAGE"));

    assertThat(argv(Requests.of(Purpose.RUN, words))).contains("A=it's  web", "reg.io/web:1");
  }

  @Test
  void cannotEnableTtyInCi() {
    var label = "docker run -it --rm IMAGE sh";

    assertThat(argv(Requests.of(Purpose.INSTALL, label))).doesNotContain("-it", "-t", "-i");
    assertThat(argv(Requests.of(Purpose.ATTACHED, label))).contains("-i").doesNotContain("-it");
    assertThat(argv(Requests.of(Purpose.TERMINAL, label))).contains("-it");
  }

  @Test
  void theInstallersContainerHasTheNameOfTheService() {
    assertThat(argv(Requests.of(Purpose.INSTALL, "docker run IMAGE"))).contains("web.install");
    assertThat(argv(Requests.of(Purpose.INSTALL, "docker run --name NAME IMAGE").nameTaken()))
        .contains("web.install");
  }

  @Test
  void variablesSuchAsUidAreNotExpanded() {
    var label = "docker run --user ${UID} IMAGE";

    assertThat(refused(Requests.of(Purpose.RUN, label)).message()).contains("UID", "RUN");
    assertThat(argv(Requests.of(Purpose.RUN, label).with("UID", "1000"))).contains("1000");
  }

  @Test
  void imageIsNotWhatTheUserTyped() {
    assertThat(argv(Requests.of(Purpose.RUN, "docker run -e IMAGE=IMAGE IMAGE")))
        .contains("IMAGE=reg.io/web:1")
        .endsWith("reg.io/web:1");
  }

  @Test
  void panicOnABlankLabelOrATrailingName() {
    assertThat(ImageLabels.of(Map.of("RUN", " \n")).find("RUN")).isNull();
    assertThat(argv(Requests.of(Purpose.RUN, "docker run IMAGE --name")))
        .as("what stands behind the image is the app's")
        .endsWith("reg.io/web:1", "--name");
    assertThat(refused(Requests.of(Purpose.RUN, "docker run --name")).message()).contains("--name");
  }

  @Test
  void globalOptionsAreLostForTheNestedCall() {
    assertThat(
            argv(
                Requests.of(Purpose.RUN, "docker run IMAGE")
                    .onEngine("podman", "--url", "unix:///run/x.sock")))
        .startsWith("podman", "--url", "unix:///run/x.sock", "run");
  }

  @Test
  void quotingIsDestroyedByReadingItTwice() {
    assertThat(
            argv(
                Requests.of(
                    Purpose.RUN, "docker run IMAGE sh -c 'echo \"a  b\"' '' it\\'s \"#x\"")))
        .endsWith("sh", "-c", "echo \"a  b\"", "", "it's", "#x");
  }

  @Test
  void aRandomOneOfTwoSpellingsIsPicked() {
    var labels = ImageLabels.of(Map.of("run", "docker run a", "RUN", "docker run b"));

    assertThat(labels.find("RUN")).isEqualTo("docker run b");
    assertThat(labels.warnings()).singleElement().asString().contains("'RUN'", "'run'");
  }

  @Test
  void labelsAreTiedToOneEngine() {
    assertThat(argv(Requests.of(Purpose.RUN, "podman run IMAGE"))).startsWith("docker", "run");
    assertThat(argv(Requests.of(Purpose.RUN, "/usr/bin/docker run IMAGE").onEngine("podman")))
        .startsWith("podman", "run");
  }
}
