package io.atomic.reconcile.report;

import io.atomic.reconcile.cycle.Cycle.Proposal;
import io.atomic.reconcile.model.App;
import io.atomic.reconcile.model.AppRecord;
import io.atomic.reconcile.model.AppSpec;
import io.atomic.reconcile.model.AppSpec.AppState;
import io.atomic.reconcile.model.Container;
import io.atomic.reconcile.model.Declared;
import io.atomic.reconcile.model.Installation;
import io.atomic.reconcile.model.Installation.LabelTexts;
import io.atomic.reconcile.model.Installation.Phase;
import io.atomic.reconcile.model.Observed.EngineView;
import io.atomic.reconcile.model.ResourceId;
import io.atomic.reconcile.plan.AppAction;
import io.atomic.reconcile.plan.Change;
import io.atomic.reconcile.plan.Change.Held;
import io.atomic.reconcile.plan.Difference;
import io.atomic.reconcile.plan.Offer;
import io.atomic.reconcile.policy.AppGrants;
import io.atomic.reconcile.report.AppStatus.UsedImage;
import io.atomic.reconcile.report.ResourceStatus.Health;
import io.atomic.reconcile.report.ResourceStatus.Sync;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Reads off a proposal how one app stands. */
final class AppReading {
  final ResourceId id;
  final @Nullable Declared<App> declared;
  final @Nullable AppRecord record;
  final @Nullable Change change;
  final @Nullable Container container;
  final boolean engineAnswers;
  final boolean invalid;
  final @Nullable Offer offer;
  private final Proposal proposal;

  /**
   * @param offer what its registry has to offer; null = no manifest declares it
   */
  AppReading(Proposal proposal, ResourceId id, @Nullable Offer offer) {
    this.offer = offer;
    var situation = proposal.situation();
    this.proposal = proposal;
    this.id = id;
    this.declared = situation.desired().apps().get(id.name());
    this.change = proposal.plan().changes().get(id);
    this.record = record(proposal, id);
    this.engineAnswers = answers(situation.observed().engine(), record);
    this.invalid = situation.desired().invalid().contains(id);
    this.container =
        situation.observed().engine() instanceof EngineView.Reached(_, var containers, _)
            ? container(containers)
            : null;
  }

  /** Whether the engine can say anything of the app; one that it was not made with cannot. */
  private static boolean answers(EngineView engine, @Nullable AppRecord record) {
    return switch (engine) {
      case EngineView.Unreachable _ -> false;
      case EngineView.NotAsked _ -> true;
      case EngineView.Reached reached -> record == null || !record.isOnOther(reached.kind());
    };
  }

  AppStatus status() {
    var sync = sync();
    var health = health();
    return new AppStatus(
        id,
        declared == null ? null : declared.resource().spec().state(),
        declared == null ? null : declared.placeText(),
        sync,
        health,
        new AppConditions(this, proposal, sync, health).all(),
        image(),
        container,
        installation() == null ? LabelTexts.NONE : installation().labels(),
        grants(),
        differences(),
        record == null ? null : record.outcome());
  }

  /** As recorded, or as it will be once what containers say of a lost record is written down. */
  private static @Nullable AppRecord record(Proposal proposal, ResourceId id) {
    for (var step : proposal.plan().stepsOf(id)) {
      if (step.action() instanceof AppAction.Adopt(_, var rebuilt)) {
        return rebuilt;
      }
    }
    return proposal.situation().recorded().apps().get(id.name());
  }

  /** The launched one, or whatever else of ours is nearest to being the app's own. */
  private @Nullable Container container(List<Container> all) {
    if (record == null) {
      return null;
    }
    var launched = record.launch() == null ? null : record.launch().containerId();
    var previous = record.previous() == null ? null : record.previous().containerId();
    return all.stream()
        .filter(c -> record.containers().contains(c.id()) || c.id().equals(launched))
        .filter(c -> !c.id().equals(previous))
        .min(
            Comparator.<Container, Boolean>comparing(c -> !c.id().equals(launched))
                .thenComparing(c -> !c.name().equals(id.name()))
                .thenComparing(Container::id))
        .orElse(null);
  }

  @Nullable Installation installation() {
    return record == null ? null : record.installation();
  }

  List<Difference> differences() {
    return change == null ? List.of() : change.differences();
  }

  private @Nullable UsedImage image() {
    var installation = installation();
    if (installation != null) {
      return new UsedImage(
          installation.reference(), installation.imageId(), installation.resolution());
    }
    var spec = spec();
    return spec == null ? null : new UsedImage(spec.image().toString(), null, null);
  }

  /** What the app is to be, or was last if it is to go. */
  private @Nullable AppSpec spec() {
    if (declared != null && declared.resource().spec().state() != AppState.ABSENT) {
      return declared.resource().spec();
    }
    return record == null ? null : record.manifest().spec();
  }

  @Nullable AppGrants grants() {
    return proposal.grants().get(id);
  }

  /** Why it could not be installed or started again as it is; null = it could. */
  @Nullable String grantMissing() {
    var grants = grants();
    return installation() == null || grants == null ? null : grants.message();
  }

  private Sync sync() {
    if (!engineAnswers) {
      return Sync.UNKNOWN;
    }
    return switch (change) {
      // A look at selected apps plans no removal of what lost its manifest.
      case null -> isOrphaned() ? Sync.OUT_OF_SYNC : Sync.UNKNOWN;
      case Change.Converge _, Change.ConvergeHost _, Change.Remove _, Change.Forget _ ->
          Sync.OUT_OF_SYNC;
      case Change.Keep keep when !keep.differences().isEmpty() -> Sync.OUT_OF_SYNC;
      case Change.Keep _ -> invalid ? Sync.UNKNOWN : Sync.SYNCED;
      case Held held ->
          switch (held.reason()) {
            case SUSPENDED, CONDITION_FALSE, ENGINE_UNAVAILABLE, OTHER_ENGINE -> Sync.UNKNOWN;
            case COMPLETED_WITH_FAILURE -> Sync.SYNCED;
            case CONFLICT,
                DEPENDENCY_NOT_READY,
                HOST_NOT_READY,
                LOCKED,
                WINDOW_CLOSED,
                IMAGE_MISSING,
                COMMAND_INVALID,
                PRUNE_WITHHELD,
                STILL_NEEDED,
                CONFIRM_REMOVAL,
                ROLLED_BACK,
                BAD_VERSION,
                FLAPPING,
                GRANT_MISSING,
                REGISTRY_REFUSED,
                NO_HOST_TOOL,
                HOST_UNREADABLE,
                NOT_SUPPORTED,
                NOT_BOOTED,
                REBOOT_REQUIRED,
                BOOT_NOT_COMPLETE,
                BOOT_FAILED,
                FINALIZATION_FAILED,
                OTHER_CONTENT,
                TOOL_REFUSED,
                FOREIGN_DEPLOYMENT,
                UPDATE_DRIVER,
                RIVAL_UPDATER ->
                Sync.OUT_OF_SYNC;
          };
    };
  }

  private Health health() {
    if (!engineAnswers) {
      return Health.UNKNOWN;
    }
    if (isSuspended()) {
      return Health.SUSPENDED;
    }
    if (change != null && change.failing() && isBadVersion()) {
      return Health.DEGRADED;
    }
    var spec = spec();
    if (spec == null) {
      // Absent, as asked for; or named by an invalid manifest only.
      return invalid ? Health.MISSING : Health.HEALTHY;
    }
    var installation = installation();
    if (installation == null) {
      return container == null ? Health.MISSING : ofContainer(container);
    }
    if (installation.phase() != Phase.INSTALLED) {
      return lastRunFailed() ? Health.DEGRADED : Health.PROGRESSING;
    }
    if (spec.creates().stream().anyMatch(this::isMissing)) {
      return Health.DEGRADED;
    }
    return switch (spec.state()) {
      case RUNNING -> {
        var health = ofRunning();
        yield health == Health.HEALTHY && grantMissing() != null ? Health.DEGRADED : health;
      }
      case COMPLETED -> ofCompleted();
      case STOPPED -> isRunning() ? Health.DEGRADED : Health.HEALTHY;
      case INSTALLED, ABSENT -> Health.HEALTHY;
    };
  }

  private boolean isOrphaned() {
    return record != null && declared == null && !invalid;
  }

  boolean isSuspended() {
    return change instanceof Held held
        && (held.reason() == Change.Reason.SUSPENDED
            || held.reason() == Change.Reason.CONDITION_FALSE);
  }

  /** Whether the version that its manifest says failed. */
  private boolean isBadVersion() {
    return change instanceof Change.Converge
        || (change instanceof Held held
            && (held.reason() == Change.Reason.ROLLED_BACK
                || held.reason() == Change.Reason.BAD_VERSION));
  }

  boolean lastRunFailed() {
    return record != null && record.outcome() != null && !record.outcome().ok();
  }

  /** What the HEALTHCHECK of a container that should run and does so says; null = nothing. */
  Container.@Nullable Health check() {
    var spec = spec();
    return container != null
            && container.status() == Container.Status.RUNNING
            && spec != null
            && spec.state() == AppState.RUNNING
        ? container.health()
        : null;
  }

  private boolean isMissing(String path) {
    return proposal.situation().observed().host().missing().contains(path);
  }

  private boolean isRunning() {
    return container != null && container.status() == Container.Status.RUNNING;
  }

  private Health ofRunning() {
    if (container != null) {
      return ofContainer(container);
    }
    var launch = record == null ? null : record.launch();
    if (launch == null || launch.containerId() != null) {
      return Health.MISSING;
    }
    // A RUN that leaves no container is as good as what else can be seen of it.
    return change instanceof Change.Keep ? Health.HEALTHY : Health.DEGRADED;
  }

  private Health ofCompleted() {
    var launch = record == null ? null : record.launch();
    if (launch != null && launch.exitCode() != null) {
      return launch.exitCode() == 0 ? Health.HEALTHY : Health.DEGRADED;
    }
    return isRunning() ? Health.PROGRESSING : Health.MISSING;
  }

  private static Health ofContainer(Container container) {
    return switch (container.status()) {
      case RUNNING -> ofCheck(container.health());
      case RESTARTING, REMOVING -> Health.PROGRESSING;
      case CREATED, PAUSED, EXITED, DEAD -> Health.DEGRADED;
    };
  }

  private static Health ofCheck(Container.@Nullable Health check) {
    return switch (check) {
      case null -> Health.HEALTHY;
      case HEALTHY -> Health.HEALTHY;
      case STARTING -> Health.PROGRESSING;
      case UNHEALTHY -> Health.DEGRADED;
    };
  }
}
