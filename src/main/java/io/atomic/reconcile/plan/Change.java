package io.atomic.reconcile.plan;

import io.atomic.reconcile.model.AppRecord;
import io.atomic.reconcile.model.AppSpec.Strategy;
import io.atomic.reconcile.model.BadVersion;
import io.atomic.reconcile.model.Installation;
import io.atomic.reconcile.model.Installation.Phase;
import io.atomic.reconcile.model.ProvenVersion;
import io.atomic.reconcile.model.ResourceId;
import java.util.Collections;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What is to happen to one resource, and because of which differences. */
public sealed interface Change {
  ResourceId id();

  /** Whether the resource is not what it should be, and that makes the run a failed one. */
  default boolean failing() {
    return false;
  }

  /** What differs, in the order in which it was looked at. */
  default List<Difference> differences() {
    return List.of();
  }

  /**
   * Everything is as it should be, or what is not is left alone on purpose.
   *
   * @param note why a difference is left alone; null = there is none
   */
  record Keep(ResourceId id, List<Difference> differences, @Nullable String note)
      implements Change {
    public Keep {
      differences = List.copyOf(differences);
    }

    static Keep of(ResourceId id) {
      return new Keep(id, List.of(), null);
    }
  }

  /**
   * The app is brought to what the manifest says.
   *
   * @param wayBack what it goes back to if that fails; null = nothing
   * @param instead the version that it should be, but that is not tried again: the target is one
   *     that proved itself; null = the target is what the manifest says
   */
  record Converge(
      ResourceId id,
      Target target,
      Standing standing,
      Set<Need> needs,
      List<Difference> differences,
      @Nullable ProvenVersion wayBack,
      @Nullable BadVersion instead)
      implements Change {
    public Converge {
      needs = Collections.unmodifiableSet(needs.isEmpty() ? needs : EnumSet.copyOf(needs));
      differences = List.copyOf(differences);
    }

    @Override
    public boolean failing() {
      return instead != null && !instead.isByHand();
    }

    public boolean needs(Need need) {
      return needs.contains(need);
    }

    /** Whether all that differs is what somebody else has changed. */
    public boolean isDrift() {
      return !differences.isEmpty()
          && differences.stream()
              .allMatch(difference -> difference.cause() == Difference.Cause.DRIFT);
    }

    /**
     * Whether it corrects what somebody else has changed; what an interrupted INSTALL or UNINSTALL
     * left is nobody's.
     */
    public boolean isCorrection() {
      var record = standing.record();
      return isDrift()
          && !recordsOnly()
          && record != null
          && record.installation() != null
          && record.installation().phase() == Installation.Phase.INSTALLED;
    }

    /** Whether nothing was recorded of the app before. */
    public boolean isNew() {
      var record = standing.record();
      return record == null || (record.installation() == null && standing.current() == null);
    }

    /** Whether anything is started, by a label command or by the engine. */
    public boolean starts() {
      return runsCommands() || needs(Need.START) || needs(Need.UNPAUSE) || needs(Need.PUT_BACK);
    }

    /** Whether something that is up is stopped; on the way back it is something that failed. */
    boolean disturbs() {
      return instead == null
          && standing.isUp()
          && (needs(Need.REPLACE) || needs(Need.RELAUNCH) || needs(Need.HALT));
    }

    /** Whether label commands of the target are going to run, and not only those recorded. */
    public boolean runsCommands() {
      return needs(Need.INSTALL)
          || needs(Need.REPLACE)
          || needs(Need.RELAUNCH)
          || needs(Need.LAUNCH);
    }

    /** Whether the app itself is started. */
    boolean startsApp() {
      return needs(Need.LAUNCH)
          || needs(Need.RELAUNCH)
          || needs(Need.START)
          || needs(Need.UNPAUSE)
          || needs(Need.PUT_BACK);
    }

    /** Whether the recorded UNINSTALL is run. */
    boolean uninstalls() {
      return needs(Need.REPLACE) && strategy() == Strategy.REINSTALL;
    }

    /** What was installed without INSTALL and UNINSTALL is replaced by exchanging containers. */
    Strategy strategy() {
      var record = standing.record();
      var installation = record == null ? null : record.installation();
      if (installation != null && installation.phase() == Phase.TERMINATING) {
        // Half uninstalled: neither can it be kept, nor INSTALL be spared.
        return Strategy.REINSTALL;
      }
      return installation != null && !installation.hasInstaller()
          ? Strategy.RECREATE
          : target.app().spec().strategy();
    }

    /** Whether all that happens is a note in the record. */
    public boolean recordsOnly() {
      return EnumSet.of(Need.RECORD, Need.ADOPT).containsAll(needs);
    }
  }

  /** The app goes: what we made for it is removed, data stays. */
  record Remove(ResourceId id, AppRecord record, Standing standing, Asked asked)
      implements Change {}

  /**
   * The host is brought to what the manifest says, or a step nearer.
   *
   * @param place of the manifest; null = not known
   * @param actions in their order, each after the one before has succeeded
   */
  record ConvergeHost(
      ResourceId id, @Nullable String place, List<HostAction> actions, List<Difference> differences)
      implements Change {
    public ConvergeHost {
      actions = List.copyOf(actions);
      differences = List.copyOf(differences);
    }

    /** Whether all that happens is a note in the record. */
    public boolean recordsOnly() {
      return actions.stream().allMatch(HostAction.WriteHost.class::isInstance);
    }

    /** Whether another deployment is staged. */
    public boolean stages() {
      return actions.stream().anyMatch(HostAction.Stage.class::isInstance);
    }

    /** Whether the host boots in the end. */
    public boolean boots() {
      return actions.stream().anyMatch(HostAction.Reboot.class::isInstance);
    }
  }

  /** The app or host is dropped from the record; nothing of it is touched. */
  record Forget(ResourceId id, String reason) implements Change {}

  /**
   * Nothing happens to the resource in this run.
   *
   * @param failing whether that makes the run a failed one
   * @param differences what would have been corrected; empty = nothing or unknown
   */
  record Held(
      ResourceId id,
      Reason reason,
      String message,
      @Nullable String remedy,
      boolean failing,
      List<Difference> differences)
      implements Change {
    public Held {
      differences = List.copyOf(differences);
    }
  }

  /** What one app needs; several can come together. */
  enum Need {
    ADOPT,
    REPLACE,
    INSTALL,
    RELAUNCH,
    LAUNCH,
    START,
    PUT_BACK,
    /** Nobody has looked yet whether it is healthy. */
    CHECK,
    UNPAUSE,
    RENAME,
    RECONFIGURE,
    HALT,
    REMOVE_PREVIOUS,
    REMOVE_LEFTOVERS,
    /** There are images of it that it could not even go back to. */
    REMOVE_IMAGES,
    RECORD
  }

  /** Who wants a removal. */
  enum Asked {
    /** {@code state: absent}. */
    BY_MANIFEST,
    /** The manifest is gone. */
    BY_ABSENCE
  }

  /** Why nothing happens; spelled in CamelCase for machines. */
  enum Reason {
    SUSPENDED("Suspended"),
    CONDITION_FALSE("ConditionFalse"),
    CONFLICT("Conflict"),
    DEPENDENCY_NOT_READY("DependencyNotReady"),
    HOST_NOT_READY("HostNotReady"),
    /** The app itself has asked not to be disturbed now. */
    LOCKED("Locked"),
    /** What it takes has its time, and this is not it. */
    WINDOW_CLOSED("WindowClosed"),
    IMAGE_MISSING("ImageMissing"),
    COMMAND_INVALID("CommandInvalid"),
    ENGINE_UNAVAILABLE("EngineUnavailable"),
    OTHER_ENGINE("OtherEngine"),
    /** The version failed, and another one runs in its place. */
    ROLLED_BACK("RolledBack"),
    /** The version failed, and there is none to go back to. */
    BAD_VERSION("BadVersion"),
    PRUNE_WITHHELD("PruneWithheld"),
    STILL_NEEDED("StillNeeded"),
    CONFIRM_REMOVAL("ConfirmRemoval"),
    COMPLETED_WITH_FAILURE("CompletedWithFailure"),
    /** Its drift comes back however often it is corrected. */
    FLAPPING("Flapping"),
    GRANT_MISSING("GrantMissing"),
    /** There is nothing here that could change which deployment is booted. */
    NO_HOST_TOOL("NoHostTool"),
    HOST_UNREADABLE("HostUnreadable"),
    /** The tool that there is cannot do what the manifest wants. */
    NOT_SUPPORTED("NotSupported"),
    NOT_BOOTED("NotBooted"),
    /** The right deployment waits to be booted. */
    REBOOT_REQUIRED("RebootRequired"),
    BOOT_NOT_COMPLETE("BootNotComplete"),
    BOOT_FAILED("BootFailed"),
    /** A deployment could not be written at shutdown. */
    FINALIZATION_FAILED("FinalizationFailed"),
    /** What the tool brought is not what the manifest says. */
    OTHER_CONTENT("OtherContent"),
    TOOL_REFUSED("ToolRefused"),
    /** Somebody else has staged something else. */
    FOREIGN_DEPLOYMENT("ForeignDeployment"),
    /** Somebody has registered as the only one to update the host. */
    UPDATE_DRIVER("UpdateDriver"),
    /** A timer would undo what is done. */
    RIVAL_UPDATER("RivalUpdater"),
    REGISTRY_REFUSED("RegistryRefused");

    private final String word;

    Reason(String word) {
      this.word = word;
    }

    public String word() {
      return word;
    }
  }
}
