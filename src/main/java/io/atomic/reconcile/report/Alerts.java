package io.atomic.reconcile.report;

import io.atomic.reconcile.cycle.Cycle.Proposal;
import io.atomic.reconcile.cycle.RunReport;
import io.atomic.reconcile.model.Alert;
import io.atomic.reconcile.model.AlertKind;
import io.atomic.reconcile.model.AlertKind.Aspect;
import io.atomic.reconcile.model.Observed.EngineView;
import io.atomic.reconcile.model.Problem;
import io.atomic.reconcile.model.ResourceId;
import io.atomic.reconcile.plan.Change;
import io.atomic.reconcile.plan.Change.Held;
import io.atomic.reconcile.plan.Change.Reason;
import io.atomic.reconcile.policy.AlertEdges.Seen;
import io.atomic.reconcile.report.Condition.Truth;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** Reads off a run, and a look at the host after it, or off a look alone, what is wrong. */
public final class Alerts {
  private static final String RUN = "run";
  private static final String ENGINE = "engine";
  private static final String SETTINGS = "settings";
  private static final int LONGEST = 1000;

  /** Null = there was none. */
  private final @Nullable FinishedRun run;

  private final TreeMap<String, Alert> firing = new TreeMap<>();
  private final Set<String> unknown = new HashSet<>();

  private Alerts(@Nullable FinishedRun run) {
    this.run = run;
  }

  /**
   * What is wrong.
   *
   * @param look at the whole host; null = nobody could look
   * @param settings what is wrong with them
   */
  public static Seen of(FinishedRun run, @Nullable Proposal look, List<Problem> settings) {
    var alerts = new Alerts(run);
    alerts.settings(settings);
    alerts.run(run);
    if (look == null) {
      return new Seen(
          alerts.firing,
          key ->
              alerts.unknown.contains(key) || (!key.startsWith(SETTINGS + " ") && !isOfRun(key)));
    }
    return alerts.seen(look);
  }

  /**
   * What is wrong, as far as that is to be seen without a run. What failed in one is over when a
   * run has succeeded, or the record says that one has.
   *
   * @param look at the whole host
   * @param settings what is wrong with them
   */
  public static Seen of(Proposal look, List<Problem> settings) {
    var alerts = new Alerts(null);
    alerts.settings(settings);
    alerts.ofRunNobodyCanTell();
    return alerts.seen(look);
  }

  private Seen seen(Proposal look) {
    engine(look);
    manifests(look);
    var statuses = new ArrayList<ResourceStatus>(AppStatus.all(look));
    var host = HostStatus.of(look);
    if (host != null) {
      statuses.add(host);
    }
    statuses.forEach(status -> resource(status, look));
    Predicate<String> isUnknown = unknown::contains;
    return new Seen(firing, isUnknown);
  }

  private static boolean isOfRun(String key) {
    return key.startsWith(RUN + " ");
  }

  private void settings(List<Problem> problems) {
    problems.stream()
        .filter(Problem::isError)
        .findFirst()
        .ifPresent(problem ->
            fire(AlertKind.SETTINGS_INVALID, SETTINGS, "SettingsInvalid", problem.toString()));
  }

  /** What is wrong with the run as a whole. */
  private void run(FinishedRun run) {
    var report = run.report();
    switch (report.verdict()) {
      case REFUSED -> fire(AlertKind.REFUSED, RUN, "Refused", firstError(report));
      case STATE_UNUSABLE -> fire(AlertKind.FAILED, RUN, "StateUnusable", firstError(report));
      case NOT_PERMITTED -> fire(AlertKind.FAILED, RUN, "NotPermitted", firstError(report));
      case INTERRUPTED -> {
        if (run.toldToEnd()) {
          ofRunNobodyCanTell();
        } else {
          fire(AlertKind.FAILED, RUN, "Interrupted", firstError(report));
        }
      }
      case EXECUTED -> executed(run);
      // Nothing was looked at, so nothing is known.
      case LOCKED, DECLINED, UNKNOWN_APP -> ofRunNobodyCanTell();
    }
  }

  private void executed(FinishedRun run) {
    var error =
        run.report().problems().stream()
            .filter(one -> one.isError() && one.place() == null && one.resource() == null)
            .findFirst();
    if (error.isPresent()) {
      fire(AlertKind.FAILED, RUN, "RunFailed", error.get().toString());
    } else if (!run.whole()) {
      // A few apps do well; what was wrong with the run of all of them is not over by that.
      ofRunNobodyCanTell();
    }
  }

  private void ofRunNobodyCanTell() {
    unknown.add(Alert.key(RUN, Aspect.CONVERGENCE));
  }

  private static String firstError(RunReport report) {
    return report.problems().stream()
        .filter(problem -> problem.isError() && problem.place() == null)
        .map(Problem::toString)
        .findFirst()
        .orElse("the run did not come to its end");
  }

  private void engine(Proposal look) {
    if (look.situation().observed().engine() instanceof EngineView.Unreachable(var message, _)) {
      fire(AlertKind.ENGINE_UNAVAILABLE, ENGINE, "EngineUnavailable", message);
    }
  }

  /** One for each resource, or each file that names none. */
  private void manifests(Proposal look) {
    for (var problem : look.situation().desired().problems()) {
      var place = problem.place();
      if (problem.isError() && (problem.resource() != null || place != null)) {
        var subject =
            problem.resource() == null
                ? Objects.requireNonNull(place).file()
                : problem.resource().toString();
        firing.putIfAbsent(
            Alert.key(subject, Aspect.MANIFEST),
            alert(AlertKind.INVALID_MANIFEST, subject, "InvalidManifest", problem.toString()));
      }
    }
  }

  private void resource(ResourceStatus status, Proposal look) {
    var subject = status.id().toString();
    var held = look.plan().changes().get(status.id()) instanceof Held one ? one : null;
    if (held != null && held.reason() == Reason.ENGINE_UNAVAILABLE) {
      unknown.add(Alert.key(subject, Aspect.CONVERGENCE));
      unknown.add(Alert.key(subject, Aspect.DRIFT));
      return;
    }
    convergence(status, look.plan().changes().get(status.id()));
    drift(status, look);
    var reboot = condition(status, Condition.Type.REBOOT_REQUIRED);
    if (reboot != null && reboot.status() == Truth.TRUE) {
      fire(AlertKind.REBOOT_REQUIRED, subject, reboot.reason(), reboot.message());
    }
  }

  private void convergence(ResourceStatus status, @Nullable Change change) {
    var subject = status.id().toString();
    if (change instanceof Held held && held.failing()) {
      var kind = held.reason() == Reason.ROLLED_BACK ? AlertKind.ROLLED_BACK : AlertKind.HELD;
      fire(kind, subject, held.reason().word(), held.message());
      return;
    }
    var message = failure(status);
    if (message != null) {
      fire(AlertKind.FAILED, subject, "RunFailed", message);
    } else if (run == null && !lastRunSucceeded(status)) {
      unknown.add(Alert.key(subject, Aspect.CONVERGENCE));
    }
  }

  private static boolean lastRunSucceeded(ResourceStatus status) {
    var last = condition(status, Condition.Type.LAST_RUN_SUCCEEDED);
    return last != null && last.status() == Truth.TRUE;
  }

  private void drift(ResourceStatus status, Proposal look) {
    var subject = status.id().toString();
    if (run == null && !look.plan().stepsOf(status.id()).isEmpty()) {
      // A run is about to put it right, and tells what it could not.
      unknown.add(Alert.key(subject, Aspect.DRIFT));
      return;
    }
    var drift = condition(status, Condition.Type.DRIFTED);
    if (drift != null && drift.status() == Truth.TRUE) {
      fire(AlertKind.DRIFTED, subject, drift.reason(), drift.message());
    }
  }

  /** Why the last run that did something to it failed; null = it did not. */
  private @Nullable String failure(ResourceStatus status) {
    var failed = failure(status.id());
    if (failed != null) {
      return failed;
    }
    var last = condition(status, Condition.Type.LAST_RUN_SUCCEEDED);
    return last != null && last.status() == Truth.FALSE && status.ready().status() != Truth.TRUE
        ? last.message()
        : null;
  }

  private @Nullable String failure(ResourceId id) {
    var failed = run == null ? null : run.report().failureOf(id);
    return failed == null ? null : failed.message();
  }

  private static @Nullable Condition condition(ResourceStatus status, Condition.Type type) {
    return status.conditions().stream().filter(one -> one.type() == type).findFirst().orElse(null);
  }

  private void fire(AlertKind kind, String subject, String reason, String message) {
    var alert = alert(kind, subject, reason, message);
    firing.put(alert.key(), alert);
  }

  private static Alert alert(AlertKind kind, String subject, String reason, String message) {
    var line = StatusText.oneLine(message);
    return new Alert(
        kind, subject, reason, line.length() <= LONGEST ? line : line.substring(0, LONGEST) + "…");
  }
}
