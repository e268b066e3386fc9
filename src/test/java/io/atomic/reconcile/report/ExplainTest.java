package io.atomic.reconcile.report;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import io.atomic.reconcile.cycle.Cycle.Proposal;
import io.atomic.reconcile.model.Container.Status;
import io.atomic.reconcile.model.Kind;
import io.atomic.reconcile.model.Observed.EngineView;
import io.atomic.reconcile.plan.Change;
import io.atomic.reconcile.plan.Comparison;
import io.atomic.reconcile.plan.Difference;
import io.atomic.reconcile.plan.Explanation;
import io.atomic.reconcile.plan.HostExplanation;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/** What is told about one app. */
class ExplainTest {
  @TempDir Path directory = Path.of("");

  /** An app about which there is everything to say. */
  static World odd(Path directory) {
    return new World(directory)
        .image(
            "odd",
            Map.of(
                "INSTALL",
                "docker run --rm --privileged -it -v /:/host -e T=${TOKEN} IMAGE /install ${MODE}",
                "RUN",
                "docker run -d --name other ${OPT1} -e X=${PASSWORD} IMAGE",
                "run",
                "docker run IMAGE",
                "STOP",
                "docker stop $WHO",
                "Uninstall",
                " "))
        .file(
            "odd.yaml",
            World.app(
                "odd",
                Situations.ENV,
                "grants: [privileged]",
                "install: {command: [docker, run, --privileged, -v, '/:/host', IMAGE, $MODE]}"));
  }

  private static String text(Proposal proposal, String app) {
    return AppStatus.all(proposal).stream()
        .filter(status -> status.id().name().equals(app))
        .map(status -> ExplainText.of(proposal, status, Style.PLAIN, PlanText.Detail.BRIEF))
        .findFirst()
        .orElseThrow();
  }

  private static JsonNode json(Proposal proposal, String app) {
    return AppStatus.all(proposal).stream()
        .filter(status -> status.id().name().equals(app))
        .map(status -> ExplainJson.of(proposal, status))
        .findFirst()
        .orElseThrow();
  }

  @Test
  void eachCommandIsToldWithItsSourceItsWordsItsVariablesAndItsNeeds() {
    var json = json(odd(directory).propose(), "odd");

    var install = json.path("commands").get(0);
    assertThat(install.path("source").asString()).isEqualTo("manifest");
    assertThat(install.path("words").get(0).asString()).isEqualTo("docker");
    assertThat(install.path("argv").values())
        .extracting(JsonNode::asString)
        .startsWith("docker", "run", "--name", "odd.install")
        .endsWith("quay.io/a/odd:1", "fast");
    assertThat(install.path("needs").values())
        .extracting(JsonNode::asString)
        .containsExactly("mount:/", "privileged");

    var run = json.path("commands").get(1);
    assertThat(run.path("source").asString()).isEqualTo("image");
    assertThat(run.path("text").asString()).contains("--name other");
    assertThat(run.path("problems").values())
        .extracting(problem -> problem.path("code").asString())
        .containsExactly("hard-coded-name");

    var stop = json.path("commands").get(2);
    assertThat(stop.has("argv")).isFalse();
    assertThat(stop.path("problems").get(0).path("column").asInt()).isEqualTo(13);

    assertThat(json.path("commands").get(3).path("source").asString()).isEqualTo("nobody");
    assertThat(json.path("labelProblems").values())
        .extracting(problem -> problem.path("code").asString())
        .containsExactlyInAnyOrder("label-case", "blank");
    assertThat(json.path("grants").path("missing").toString()).isEqualTo("[\"mount:/\"]");
  }

  @Test
  void secretsAreNamedAndNeverShown() {
    var proposal = odd(directory).propose();

    assertThat(text(proposal, "odd")).contains("PASSWORD=(secret)").doesNotContain(World.SALTED);
    var variables = json(proposal, "odd").path("commands").get(1).path("variables");
    assertThat(variables.toString())
        .contains("{\"name\":\"PASSWORD\",\"state\":\"secret\"}")
        .contains("{\"name\":\"OPT1\",\"state\":\"unset\"}");
    assertThat(json(proposal, "odd").toString()).doesNotContain(World.SALTED);
  }

  @Test
  void peopleReadWhatIsMissingAndWhatComesNext() {
    assertThat(text(odd(directory).propose(), "odd"))
        .contains("Manifest    " + directory.resolve("odd.yaml"))
        .contains("INSTALL  by the manifest's command\n")
        .contains("  says   docker run -d --name other")
        .contains("given: privileged", "missing: mount:/")
        .contains("is always called 'other'", "label STOP", "(column 13)")
        .contains("UNINSTALL  none: the step drops out")
        .contains("Next run\n");
  }

  @Test
  void whatIsInstalledIsUndoneAsItsOwnImageSays() {
    var world =
        Situations.fresh(directory).converged().image("httpd", Map.of("RUN", "docker run IMAGE"));
    var json = json(world.propose(), "httpd");

    var uninstall = json.path("commands").get(3);
    assertThat(uninstall.path("source").asString()).isEqualTo("record");
    assertThat(uninstall.path("text").asString()).contains("/bin/uninstall.sh");
    assertThat(uninstall.path("argv").toString()).contains("sha256:");
    assertThat(json.path("commands").get(0).path("source").asString()).isEqualTo("nobody");
    assertThat(json.path("change").path("verb").asString()).isEqualTo("replace");
    assertThat(json.path("steps")).isNotEmpty();
  }

  @Test
  void anImageThatIsNotOnDiskIsKnownAfterFetch() {
    var proposal = new World(directory).file("far.yaml", World.app("far")).propose();

    var json = json(proposal, "far");
    assertThat(json.path("imageOnDisk").asBoolean()).isFalse();
    assertThat(json.path("commands").values())
        .extracting(command -> command.path("source").asString())
        .containsOnly("known-after-fetch");
    assertThat(text(proposal, "far")).contains("known after fetch");
  }

  private static String hostText(String example) {
    var proposal = Situations.host(example);
    return ExplainText.of(
        proposal, requireNonNull(HostStatus.of(proposal)), Style.PLAIN, PlanText.Detail.WHOLE);
  }

  private static JsonNode host(String example) {
    var proposal = Situations.host(example);
    return ExplainJson.of(proposal, requireNonNull(HostStatus.of(proposal)));
  }

  @Test
  void ofTheHostItIsToldWhatBootsNextWasComparedToAndWhetherItMayBoot() {
    assertThat(hostText("reboot-waits-for-a-window"))
        .startsWith("Host/host\n")
        .contains(
            """
            Reboot
              strategy: window
              window: nightly
              gate file: /run/reboot-ok
              lock: of group web at https://lock.example/
              inhibitors and sessions: respect
              now: no (WindowClosed): the window 'nightly' opens at 02:00
            Compared
              = deployment ref: fedora:fedora/43/x86_64/silverblue
            Next run
            """);
    assertThat(hostText("several-changes"))
        .contains(
            "\n  now: yes\n",
            "\n  ≠ deployment packages: nothing → tmux\n",
            "\n  ≠ deployment overrides.remove: firefox → nothing\n");
    var json = host("reboot-required");
    assertThat(json.at("/reboot/reason").stringValue()).isEqualTo("Never");
    assertThat(json.at("/comparisons/0/field").stringValue()).isEqualTo("ref");
    assertThat(json.at("/comparisons/0/equal").booleanValue()).isTrue();
  }

  @Test
  void whatThePlanOfTheHostCallsDifferentIsNotCalledEqual() {
    for (var proposal : Situations.listed(directory)) {
      var compared = HostExplanation.of(proposal.situation());
      proposal
          .plan()
          .changes()
          .forEach((id, change) -> {
            if (id.kind() == Kind.HOST && change instanceof Change.ConvergeHost) {
              assertThat(compared.stream().filter(one -> !one.equal()).map(Comparison::field))
                  .containsAll(change.differences().stream().map(Difference::field).toList());
            } else if (id.kind() == Kind.HOST
                && change instanceof Change.Keep keep
                && keep.note() == null) {
              assertThat(compared).allMatch(Comparison::equal);
            }
          });
    }
  }

  @Test
  void withoutAnEngineTheRecordTells() {
    var world = Situations.fresh(directory).converged();
    world.engine = new EngineView.Unreachable("tried to reach it, but it is down", "start it");
    var json = json(world.propose(), "httpd");

    assertThat(json.path("engine").path("state").asString()).isEqualTo("unreachable");
    assertThat(json.path("commands").get(0).path("source").asString()).isEqualTo("record");
    assertThat(json.path("change").path("reason").asString()).isEqualTo("EngineUnavailable");
  }

  private static List<Comparison> comparisons(Proposal proposal, String app) {
    var explanation = Explanation.of(proposal.situation(), app);
    return explanation == null ? List.of() : explanation.comparisons();
  }

  /** A plan and its explanation are made by different hands, and must not contradict each other. */
  @Test
  void whatAPlanCallsDifferentIsNotCalledEqual() {
    var named = 0;
    for (var proposal : Situations.listed(directory)) {
      for (var change : proposal.plan().changes().values()) {
        var compared = comparisons(proposal, change.id().name());
        for (var difference : change.differences()) {
          var same =
              compared.stream()
                  .filter(one ->
                      difference.field().equals(one.field())
                          || difference.field().equals("install." + one.field()))
                  .toList();
          named += same.size();
          assertThat(same).as("%s", difference).noneMatch(Comparison::equal);
        }
      }
    }
    assertThat(named).isGreaterThan(3);
  }

  @Test
  void whereNothingIsToBeDoneEverythingComparedIsEqual() {
    var kept = 0;
    for (var proposal : Situations.listed(directory)) {
      for (var change : proposal.plan().changes().values()) {
        if (change instanceof Change.Keep(var id, var differences, _) && differences.isEmpty()) {
          var compared = comparisons(proposal, id.name());
          kept += compared.isEmpty() ? 0 : 1;
          assertThat(compared).as("%s", change).allMatch(Comparison::equal);
        }
      }
    }
    assertThat(kept).isGreaterThan(5);
  }

  @Test
  void peopleReadWhyNothingHappens() {
    var converged = Situations.fresh(directory).converged().propose();

    assertThat(text(converged, "httpd"))
        .containsPattern(
            "Compared\n  all [0-9]+ fields are as they should be \\(-v shows them\\)\n");
    var status =
        AppStatus.all(converged).stream()
            .filter(one -> one.id().name().equals("httpd"))
            .findFirst()
            .orElseThrow();
    assertThat(ExplainText.of(converged, status, Style.PLAIN, PlanText.Detail.WHOLE))
        .contains("= install  image: quay.io/a/httpd:1 (")
        .contains("= run      env.MODE: fast\n")
        .contains("= observed container: running\n")
        .contains("= manifest drift: correct\n")
        .contains("= run      env.PASSWORD: file:/etc/atomic/secrets/pw, same content\n")
        .doesNotContain(World.SALTED);
  }

  @Test
  void peopleReadWhatDiffersWithBothValues() {
    var world =
        Situations.fresh(directory)
            .converged()
            .file(
                "httpd.yaml",
                World.app("httpd", Situations.SECRET.replace("fast", "slow"), "dependsOn: [db]"))
            .status("db", Status.EXITED);
    world.secrets.put("file:/etc/atomic/secrets/pw", "another");
    var proposal = world.propose();

    assertThat(text(proposal, "httpd"))
        .contains("≠ run      env.MODE: fast → slow\n")
        .contains(
            "≠ run      env.PASSWORD: file:/etc/atomic/secrets/pw, content recorded →"
                + " file:/etc/atomic/secrets/pw, other content\n")
        .contains(" more are as they should be (-v shows them)\n");
    assertThat(text(proposal, "db")).contains("≠ observed container: exited (137) → running\n");
  }
}
