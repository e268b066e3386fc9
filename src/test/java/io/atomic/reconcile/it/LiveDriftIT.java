package io.atomic.reconcile.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;

/** What somebody changes of a container that goes on running is seen, and put back. */
@OnEachEngine
class LiveDriftIT {
  private static final String LIMITED =
      "docker run -d --name NAME --memory 64m -e MODE=fast -e TOKEN=${TOKEN} IMAGE";

  @AutoClose private final TestHost host;
  private final EngineKind kind;

  LiveDriftIT(EngineKind engine) {
    kind = engine;
    host = TestHost.on(engine);
  }

  /** Podman 4 updates a cgroup, and nothing that an inspection tells or a restart keeps. */
  private boolean canUpdate() {
    return kind == EngineKind.DOCKER;
  }

  private void hasLimited(String app, String drift) {
    host.builds(app, TestImage.plain().with("RUN", LIMITED));
    host.app(
        app, "image: localhost/{%s}:1\ndrift: %s\nenv: {TOKEN: hunter2}".formatted(app, drift));
  }

  private String inspected(String app, String template) {
    return host.engine().does("container", "inspect", "--format", template, host.nameOf(app));
  }

  @Test
  void aRenamedContainerGetsItsNameBackAndRunsOn() {
    hasLimited("web", "correct");
    host.converges();
    var before = host.container("web");
    host.engine().does("rename", host.nameOf("web"), host.named("{other}"));

    assertThat(host.plans().out())
        .contains(host.named("name: {other} → {web}  (drift)"), "• rename");
    host.converges();

    host.container("web").isUntouchedSince(before);
    host.plansNothing();
  }

  @Test
  void aNameThatSomebodyElseHasByNowIsAConflict() {
    hasLimited("web", "correct");
    host.converges();
    var ours = host.container("web");
    host.engine().does("rename", host.nameOf("web"), host.named("{other}"));
    host.engine().does("create", "--name", host.nameOf("web"), TestServers.baseImage(), "true");

    assertThat(host.fails(1).out()).contains("held (Conflict)");

    assertThat(host.container("other").id()).isEqualTo(ours.id());
    host.container("web").is("created");
  }

  @Test
  void limitsAndRestartPolicyThatSomebodyChangedArePutBackWithoutARestart() {
    Assumptions.assumeTrue(canUpdate(), "podman 4 does not tell what an update has changed");
    hasLimited("web", "correct");
    host.converges();
    var before = host.container("web");
    host.engine()
        .does(
            "update",
            "--memory=96m",
            "--memory-swap=192m",
            "--pids-limit=50",
            "--restart=always",
            host.nameOf("web"));

    assertThat(host.plans().out())
        .contains("memory: 100663296 → 67108864  (drift)")
        .contains("pids-limit: 50 → (none)  (drift)")
        .contains("restart: always → (none)  (drift)")
        .contains("• reconfigure");
    host.converges();

    host.container("web").isUntouchedSince(before);
    assertThat(
            inspected(
                "web",
                "{{.HostConfig.Memory}} {{.HostConfig.MemorySwap}}"
                    + " {{.HostConfig.RestartPolicy.Name}}"))
        .isEqualTo("67108864 134217728 no");
    host.plansNothing();
  }

  @Test
  void aLimitThatNoUpdateTakesAwayIsAReasonForANewContainer() {
    Assumptions.assumeTrue(canUpdate(), "podman 4 does not tell what an update has changed");
    hasLimited("web", "correct");
    host.converges();
    var before = host.container("web");
    host.engine().does("update", "--cpus=0.5", host.nameOf("web"));

    assertThat(host.plans().out()).contains("cpus: 0.5 → (none)  (drift)", "• set-aside");
    host.converges();

    host.container("web").isRunning().isAnotherThan(before);
    assertThat(inspected("web", "{{.HostConfig.NanoCpus}}")).isEqualTo("0");
    host.plansNothing();
  }

  @Test
  void whatWasChangedWhileTheContainerWasStoppedIsPutBackInTheSameRun() {
    hasLimited("web", "correct");
    host.converges();
    host.engine().does("stop", host.nameOf("web"));
    host.engine().does("rename", host.nameOf("web"), host.named("{other}"));

    host.converges();

    host.container("web").isRunning();
    host.plansNothing();
  }

  @Test
  void aChangedContainerThatIsPausedAsWellIsPutRightInTheSameRun() {
    hasLimited("web", "correct");
    host.converges();
    host.engine().does("rename", host.nameOf("web"), host.named("{other}"));
    host.engine().does("pause", host.nameOf("other"));

    host.converges();

    host.container("web").isRunning();
    host.plansNothing();
  }

  @Test
  void theVerbDriftSaysWhatWasChangedAndWhatBecomesOfIt() {
    hasLimited("web", "correct");
    hasLimited("other", "warn");
    hasLimited("same", "correct");
    host.converges();
    assertThat(host.runs("drift").exitCode()).isZero();
    assertThat(host.runs("drift").out()).isEqualTo("No drift.\n");
    host.engine().does("rename", host.nameOf("web"), host.named("{elsewhere}"));
    host.engine().does("pause", host.nameOf("other"));

    var found = host.runs("drift");

    assertThat(found.exitCode()).as("%s", found).isEqualTo(2);
    assertThat(found.out())
        .containsSubsequence(
            host.named("App/{other}"), "left alone", "container", "running", "paused")
        .containsSubsequence(
            host.named("App/{web}"), "to be corrected", "name", host.named("{elsewhere}"))
        .contains("Drift: 2 apps")
        .doesNotContain(host.nameOf("same"));
    assertThat(host.runs("drift", "{same}").exitCode()).isZero();
    assertThat(host.runs("drift", "-o", "json").out())
        .contains("\"recorded\": \"%s\"".formatted(host.nameOf("web")))
        .contains("\"observed\": \"%s\"".formatted(host.named("{elsewhere}")));
    host.container("elsewhere").isRunning();
    host.container("other").is("paused");
  }

  @Test
  void driftThatIsOnlyWarnedOfIsShownAndStays() {
    hasLimited("web", "warn");
    host.converges();
    host.engine().does("rename", host.nameOf("web"), host.named("{other}"));
    var before = host.container("other");

    assertThat(host.converges().out())
        .contains(host.named("name: {other} → {web}  (drift)"), "drift: warn");

    host.container("other").isUntouchedSince(before);
  }

  @Test
  void driftThatIsIgnoredIsNotEvenLookedFor() {
    hasLimited("web", "ignore");
    host.converges();
    host.engine().does("rename", host.nameOf("web"), host.named("{other}"));
    if (canUpdate()) {
      host.engine().does("update", "--restart=always", host.nameOf("other"));
    }
    var before = host.container("other");

    host.plansNothing();
    host.converges();

    host.container("other").isUntouchedSince(before);
  }

  @Test
  void aContainerThatSomebodyMadeInTheSameNameIsAConflict() {
    hasLimited("web", "correct");
    host.converges();
    host.engine().ends(List.of(host.nameOf("web")));
    host.engine()
        .does("run", "-d", "--name", host.nameOf("web"), TestServers.baseImage(), "sleep", "1000");
    var theirs = host.container("web");

    assertThat(host.fails(1).out()).contains("held (Conflict)");

    host.container("web").isUntouchedSince(theirs);
  }

  /** As tools do that update containers: the same labels, whatever else they make of it. */
  @Test
  void aContainerMadeInPlaceOfOursWithItsLabelsIsRecognisedAndPutRight() {
    hasLimited("web", "correct");
    host.converges();
    var labels =
        inspected("web", "{{range $k, $v := .Config.Labels}}{{$k}}={{$v}}{{\"\\n\"}}{{end}}");
    host.engine().ends(List.of(host.nameOf("web")));
    var words = new java.util.ArrayList<>(List.of("run", "-d", "--name", host.nameOf("web")));
    labels
        .lines()
        .filter(label -> !label.isBlank())
        .forEach(label -> words.addAll(List.of("--label", label)));
    words.addAll(List.of("--memory", "64m", "-e", "MODE=slow", "-e", "TOKEN=hunter2"));
    words.add(host.named("localhost/{web}:1"));
    host.engine().does(words.toArray(String[]::new));

    assertThat(host.plans().out())
        .contains("env.MODE: content changed → content recorded  (drift)")
        .doesNotContain("env.TOKEN");
    host.converges();

    host.container("web").isRunning();
    assertThat(inspected("web", "{{.Config.Env}}")).contains("MODE=fast");
    host.plansNothing();
  }

  @Test
  void theRecordHasNoValueOfAnyVariable() {
    hasLimited("web", "correct");
    host.converges();

    var live = host.recorded("web").path("launch").path("live").path("fields");
    assertThat(live.path("memory").asString()).isEqualTo("67108864");
    assertThat(live.path("name").asString()).isEqualTo(host.nameOf("web"));
    assertThat(live.path("env.TOKEN").asString()).hasSize(64);
    assertThat(live.toString()).doesNotContain("hunter2", "fast");
  }

  /** A record of an earlier release says nothing of it. */
  @Test
  void invariant17_whatWasNeverInspectedIsComparedWithNothing() {
    hasLimited("web", "correct");
    host.converges();
    var state = host.stateDirectory().resolve("state.json");
    var text = String.join("\n", TestHost.lines(state));
    TestHost.write(state, text.replaceAll("(?s),\\s*\"live\": \\{.*?}\\s*}", ""));
    assertThat(host.recorded("web").path("launch").has("live")).isFalse();
    host.engine().does("rename", host.nameOf("web"), host.named("{other}"));

    host.plansNothing();
  }
}
