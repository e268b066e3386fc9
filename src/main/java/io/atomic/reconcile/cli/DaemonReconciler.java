package io.atomic.reconcile.cli;

import io.atomic.reconcile.cli.LogLine.Severity;
import io.atomic.reconcile.cycle.Cycle.Consent;
import io.atomic.reconcile.cycle.Cycle.Look;
import io.atomic.reconcile.cycle.Cycle.Proposal;
import io.atomic.reconcile.cycle.EffectException;
import io.atomic.reconcile.cycle.Interruptions;
import io.atomic.reconcile.cycle.Progress;
import io.atomic.reconcile.cycle.RunReport;
import io.atomic.reconcile.cycle.RunReport.Verdict;
import io.atomic.reconcile.cycle.Targets;
import io.atomic.reconcile.cycle.Updates;
import io.atomic.reconcile.daemon.Order;
import io.atomic.reconcile.daemon.Reconciler;
import io.atomic.reconcile.manifest.Settings;
import io.atomic.reconcile.manifest.SettingsFiles;
import io.atomic.reconcile.model.Desired;
import io.atomic.reconcile.model.Problem;
import io.atomic.reconcile.model.Recorded;
import io.atomic.reconcile.model.ResourceId;
import io.atomic.reconcile.plan.Change;
import io.atomic.reconcile.report.ExitStatus;
import io.atomic.reconcile.report.FinishedRun;
import io.atomic.reconcile.report.PlanText;
import io.atomic.reconcile.report.RunText;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.TimeZone;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/** Makes the daemon's runs as {@code --once} makes its one, and tells the same of them. */
final class DaemonReconciler implements Reconciler {
  /** What calls may need whose deadlines are nobody's choice, such as to stop a container. */
  private static final Duration LEAST_PATIENCE = Duration.ofHours(1);

  private final CommonOptions options;
  private final GuardOptions guards;
  private final Console console;
  private volatile SettingsFiles.Loaded loaded;
  private volatile Terms terms;
  private volatile List<Problem> settingsProblems;
  private volatile List<Problem> undeclared = List.of();
  private volatile @Nullable DaemonOutlets outlets;
  private List<Problem> told = List.of();
  private String lastPlan = "";
  private final Set<RunText.Paragraph> standing = new HashSet<>();

  /**
   * Reconciles.
   *
   * @param loaded settings that hold until others are read
   */
  DaemonReconciler(
      CommonOptions options, GuardOptions guards, Console console, SettingsFiles.Loaded loaded) {
    this.options = options;
    this.guards = guards;
    this.console = console;
    this.loaded = loaded;
    this.terms = terms(loaded.settings());
    this.settingsProblems = loaded.problems();
  }

  Settings settings() {
    return loaded.settings();
  }

  private Wiring wiring() {
    return guards.wiring(options, settings());
  }

  @Override
  public Desired desired() {
    return Sources.desired(options, settings());
  }

  @Override
  public Recorded recorded() throws EffectException {
    return wiring().state().recorded();
  }

  @Override
  public Look look(Targets targets) throws EffectException, InterruptedException {
    try (var wiring = wiring()) {
      return wiring.looking(guards.massDeletion(), Console.SILENCE).look(targets);
    }
  }

  @Override
  public Outcome run(
      Order order, Targets targets, Interruptions interruptions, UnaryOperator<Progress> watching)
      throws EffectException {
    var id = RunId.next(Clock.systemUTC());
    var inRun = console.in(id);
    inRun.says("run %s: %s".formatted(id, order.text()));
    var progress = inRun.progress();
    var agreed = new AtomicReference<@Nullable Proposal>();
    try (var wiring = wiring();
        var deadline = RunDeadline.ofThisThread(options.timeout)) {
      var report =
          wiring
              .applying(
                  guards.massDeletion(),
                  watching.apply(progress),
                  false,
                  either(deadline, interruptions),
                  order.asksRegistries() ? Updates.ASKED : Updates.RECORDED)
              .run(id, targets, proposal -> consent(proposal, agreed, inRun));
      progress.close();
      print(report, inRun);
      var toldToEnd = interruptions.isEnding() && deadline.reason() == null;
      return new Outcome(new FinishedRun(report, order.isWhole(), toldToEnd), agreed.get());
    }
  }

  private static Interruptions either(RunDeadline deadline, Interruptions others) {
    return new Interruptions() {
      @Override
      public String reason() {
        return Objects.requireNonNullElseGet(deadline.reason(), others::reason);
      }

      @Override
      public boolean isEnding() {
        return others.isEnding();
      }
    };
  }

  /** Nobody is asked; the log has what was to be done before it has what came of it. */
  private Consent.Answer consent(
      Proposal proposal, AtomicReference<@Nullable Proposal> agreed, Console inRun) {
    agreed.set(proposal);
    warnOfSchedule(proposal.situation().desired());
    var plan = proposal.plan();
    var text = PlanText.of(plan, console.logStyle(), console.detail());
    var holds = plan.changes().values().stream().anyMatch(Change.Held.class::isInstance);
    // What is held is said once, and not with each run.
    if (!plan.steps().isEmpty() || (holds && !text.equals(lastPlan))) {
      inRun.logs(Severity.INFO, null, text);
    }
    lastPlan = text;
    return new Consent.Answer.Yes();
  }

  /** Said once, until settings or manifests change. */
  private void warnOfSchedule(Desired desired) {
    var found = ScheduledApps.undeclared(loaded, desired);
    var before = undeclared;
    console.problems(found.stream().filter(problem -> !before.contains(problem)).toList());
    undeclared = found;
  }

  /** What stays wrong, with manifests or though nothing was done, is said once. */
  private void print(RunReport report, Console inRun) {
    var problems = report.problems();
    inRun.problems(problems.stream().filter(problem -> !told.contains(problem)).toList());
    told = problems;
    var paragraphs = RunText.paragraphs(report, console.logStyle());
    for (var paragraph : paragraphs) {
      if (!standing.contains(paragraph) || isTried(report, paragraph.about())) {
        inRun.logs(
            paragraph.bad() ? Severity.ERROR : Severity.INFO, paragraph.about(), paragraph.text());
      }
    }
    // A run of a few says nothing of the others.
    standing.removeIf(paragraph -> isPlanned(report, paragraph.about()));
    standing.addAll(paragraphs);
    if (report.verdict() == Verdict.EXECUTED
        && report.results().isEmpty()
        && ExitStatus.of(report, false) == ExitStatus.OK) {
      inRun.says("run %s: nothing to do".formatted(report.runId()));
    }
  }

  private static boolean isPlanned(RunReport report, @Nullable ResourceId about) {
    var plan = report.plan();
    return about == null || (plan != null && plan.changes().containsKey(about));
  }

  private static boolean isTried(RunReport report, @Nullable ResourceId about) {
    var plan = report.plan();
    return about == null
        || (plan != null
            && plan.stepsOf(about).stream()
                .anyMatch(step -> report.results().containsKey(step.id())));
  }

  @Override
  public void tell(@Nullable FinishedRun run, @Nullable Proposal seen, @Nullable Instant nextRun) {
    if (outlets != null) {
      outlets.tell(run, seen, settingsProblems, nextRun);
    }
  }

  @Override
  public void staysInSight() {
    var shown = outlets;
    if (shown != null) {
      shown.look();
    }
  }

  /** From now on it is seen from outside, until that is closed. */
  DaemonOutlets shown(Supplier<@Nullable String> ailment, Supplier<@Nullable String> unreadiness) {
    var made = new DaemonOutlets(console, ailment, unreadiness);
    made.open(wiring().outlets(), loaded.places());
    outlets = made;
    return made;
  }

  @Override
  public Terms terms() {
    return terms;
  }

  private Terms terms(Settings now) {
    var longest =
        Collections.max(
            List.of(
                LEAST_PATIENCE,
                options.lockTimeout,
                now.engine().timeout(),
                now.engine().pullTimeout(),
                now.engine().registryTimeout(),
                now.health().running(),
                now.health().timeout()));
    return new Terms(now.schedules(), longest, new Wiring(options, now).controlSocket());
  }

  @Override
  public Reread reread() {
    // Java remembers the time zone of the host; asked anew, it looks whether that has changed.
    TimeZone.setDefault(null);
    var read = Sources.settings(options);
    console.problems(read.problems());
    settingsProblems = read.problems();
    if (read.hasErrors()) {
      console.error("the settings are invalid; those that were read before stay");
      return Reread.KEPT_THE_FORMER;
    }
    loaded = read;
    terms = terms(read.settings());
    undeclared = List.of();
    console.says("the settings were read again");
    var shown = outlets;
    if (shown != null) {
      shown.open(wiring().outlets(), read.places());
    }
    return Reread.TAKEN;
  }
}
