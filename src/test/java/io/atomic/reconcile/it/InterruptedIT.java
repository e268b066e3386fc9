package io.atomic.reconcile.it;

import static io.atomic.reconcile.it.Patience.patiently;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** A run that is told to end, ends soon, says how far it came, and the next one goes on there. */
@OnEachEngine
class InterruptedIT {
  private static final TestImage SLOW =
      TestImage.plain()
          .with(
              "INSTALL",
              "docker run --rm -v ${DATADIR}:/data IMAGE /bin/sh -c"
                  + " '[ -e /data/begun ] || { : >/data/begun; sleep 1000; }; echo ok >/data/notes'");

  @AutoClose private final TestHost host;

  InterruptedIT(EngineKind engine) {
    host = TestHost.on(engine);
  }

  @Test
  void aRunWhoseTimeIsUpReportsHowFarItCame() throws IOException {
    host.has("fast", TestImage.plain());
    host.has("slow", SLOW);

    var result = host.fails(1, "--timeout", "8s", "--parallelism", "2");

    assertThat(result.err()).contains("--timeout of 8s is over", "the next run");
    assertThat(result.out()).contains("not reached");
    var report = JsonMapper.shared().readTree(lastRun());
    assertThat(report.path("verdict").asString()).isEqualTo("interrupted");
    assertThat(report.path("exitStatus").asInt()).isEqualTo(1);
    assertThat(outcomeOf(report, "fast")).isEqualTo("changed");
    assertThat(outcomeOf(report, "slow")).isEqualTo("failed");
    host.container("fast").isRunning();
    assertThat(host.engine().does("ps", "-q", "--filter", "name=" + host.nameOf("slow"))).isEmpty();

    host.converges();
    assertThat(host.notesOf("slow")).containsExactly("ok");
    host.plansNothing();
  }

  @Test
  void soDoesOneThatIsTerminated() throws IOException {
    host.has("slow", SLOW);
    var run = host.starts("apply");
    patiently()
        .until(() ->
            Files.exists(
                host.root().resolve("var/lib").resolve(host.nameOf("slow")).resolve("begun")));

    run.terminate();
    var result = run.await();

    assertThat(result.exitCode()).as("%s", result).isEqualTo(143);
    assertThat(result.err()).contains("told to end", "the next run");
    assertThat(Files.readString(lastRun())).contains("\"interrupted\"");
    host.converges();
    host.plansNothing();
  }

  /** Nobody answers: the run must not hold the lock for ever. */
  @Test
  void aQuestionDoesNotOutliveTheTimeoutOfTheRun() throws IOException {
    host.has("web", TestImage.noting("1"));
    host.converges();
    var before = host.container("web");
    host.builds("web", TestImage.noting("2"));
    var wrapper =
        List.of(
            "/bin/bash",
            "-c",
            "exec script -qec \"$*\" /dev/null < <(exec sleep 15 2>/dev/null)",
            "bash");
    var arguments = new ArrayList<>(host.arguments(List.of("apply", "--timeout", "5s")));

    var result = Program.start(wrapper, arguments, "").await();

    assertThat(result.out()).contains("[y/N]", "--timeout of 5s is over");
    assertThat(Files.readString(lastRun())).contains("\"interrupted\"");
    host.container("web").isUntouchedSince(before);
  }

  private Path lastRun() {
    return host.stateDirectory().resolve("last-run.json");
  }

  private String outcomeOf(JsonNode report, String app) {
    for (var change : report.path("changes")) {
      if (change.path("resource").asString().equals("App/" + host.nameOf(app))) {
        return change.path("outcome").asString();
      }
    }
    return "none";
  }
}
