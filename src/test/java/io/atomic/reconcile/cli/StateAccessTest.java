package io.atomic.reconcile.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.atomic.reconcile.cycle.EffectException;
import io.atomic.reconcile.cycle.RunReport;
import io.atomic.reconcile.cycle.RunReport.Verdict;
import io.atomic.reconcile.cycle.StepResult;
import io.atomic.reconcile.cycle.StepResult.Outcome;
import io.atomic.reconcile.manifest.ManifestDirectories;
import io.atomic.reconcile.manifest.Trust;
import io.atomic.reconcile.model.Host;
import io.atomic.reconcile.model.OsView.OsTool;
import io.atomic.reconcile.model.ResourceId;
import io.atomic.reconcile.plan.Change;
import io.atomic.reconcile.plan.HostAction;
import io.atomic.reconcile.plan.Plan;
import io.atomic.reconcile.plan.Step;
import io.atomic.reconcile.state.StateDirectory;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Of the runs that tell nothing new, few are kept. */
class StateAccessTest {
  private static final Instant NOON = Instant.parse("2026-11-01T12:00:00Z");
  private static final Outcome DONE = new Outcome.Done(null);
  private static final Outcome REFUSED =
      new Outcome.Failed("tried to boot, but somebody has inhibited it", null, "");

  @TempDir Path temporary = Path.of("");
  private StateAccess state = new StateAccess(new StateDirectory(Path.of("")), 0);
  private int runs;

  @BeforeEach
  void makeDirectory() throws Exception {
    var directory = new StateDirectory(temporary.resolve("state"));
    directory.create();
    state = new StateAccess(directory, 50);
  }

  /** A run that holds those apps. */
  private void holds(String... apps) throws EffectException {
    holds(Change.Reason.SUSPENDED, apps);
  }

  private void holds(Change.Reason reason, String... apps) throws EffectException {
    var changes = new TreeMap<ResourceId, Change>();
    for (var app : apps) {
      var id = ResourceId.app(app);
      changes.put(id, new Change.Held(id, reason, "not now", null, true, List.of()));
    }
    runs++;
    keep("r" + runs, new Plan(changes, List.of(), List.of()), new TreeMap<>());
  }

  private void keep(String runId, Plan plan, SortedMap<String, StepResult> results)
      throws EffectException {
    var start = NOON.plusSeconds(runs);
    state
        .reports(false)
        .keep(
            new RunReport(
                runId, start, start, Verdict.EXECUTED, plan, results, List.of(), new TreeMap<>()));
  }

  /** A run that says that the host is booted, and that it is not after all. */
  private void isRefusedTheBoot() throws EffectException, IOException {
    runs++;
    var host = host();
    var boot = new HostAction.Reboot("host", null, host, OsTool.BOOTC, "key");
    var step = new Step("Host/reboot", boot, "it waits", Step.Phase.REBOOT, new TreeSet<>(), false);
    var changes = new TreeMap<ResourceId, Change>();
    changes.put(host.id(), new Change.ConvergeHost(host.id(), null, List.of(boot), List.of()));
    for (var outcome : List.of(DONE, REFUSED)) {
      var results = new TreeMap<String, StepResult>();
      results.put(step.id(), new StepResult(step.id(), outcome, NOON, Duration.ZERO));
      keep("r" + runs, new Plan(changes, List.of(step), List.of()), results);
    }
  }

  private Host host() throws IOException {
    var file =
        Files.writeString(
            temporary.resolve("host.yaml"),
            """
            apiVersion: atomic/v1
            kind: Host
            metadata: {name: host}
            spec: {ref: "fedora:fedora/x86_64/silverblue/43"}
            """);
    var desired = ManifestDirectories.paths(List.of(file), Trust.ofThisProcess()).read();
    return Objects.requireNonNull(desired.host()).resource();
  }

  /** The runs whose reports are kept, the first one first; in brackets those that repeat others. */
  private List<String> kept() throws EffectException {
    return state.history().reports().reversed().stream()
        .map(file -> file.getFileName().toString())
        .map(name ->
            name.replaceFirst("[^-]*-(r[0-9]*).*", name.contains(".again.") ? "($1)" : "$1"))
        .toList();
  }

  @Test
  void aRunThatEndsLikeTheOneBeforeIsARepetition() throws Exception {
    holds("aa");
    holds("aa");
    holds(Change.Reason.CONFLICT, "aa");
    holds(Change.Reason.CONFLICT, "aa");
    holds("aa");

    assertThat(kept()).containsExactly("r1", "(r2)", "r3", "(r4)", "r5");
  }

  @Test
  void runsAboutOtherAppsInBetweenMakeNoNewsOfARepetition() throws Exception {
    for (var i = 0; i < 3; i++) {
      holds("aa", "bb");
      holds("aa");
    }

    assertThat(kept()).containsExactly("r1", "r2", "(r3)", "(r4)", "(r5)", "(r6)");
  }

  @Test
  void whatARunToldFirstIsNotWhatItRepeats() throws Exception {
    isRefusedTheBoot();
    isRefusedTheBoot();
    isRefusedTheBoot();

    assertThat(kept()).containsExactly("r1", "(r2)", "(r3)");
  }

  @Test
  void whereOtherReportsAreDamagedOrCannotBeReadTheNewOneIsKeptAsNews() throws Exception {
    holds("aa");
    var history = state.directory().path().resolve("history");
    Files.writeString(history.resolve("20261101T120001.500Z-damaged.json"), "{");
    holds("aa");
    Files.createDirectory(history.resolve("20261101T120002.500Z-odd.json"));
    holds("aa");

    assertThat(kept()).contains("r1", "(r2)", "r3");
  }
}
