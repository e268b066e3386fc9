package io.atomic.reconcile.plan;

import io.atomic.reconcile.model.Host;
import io.atomic.reconcile.model.HostSpec.Reboot.FleetLock;
import io.atomic.reconcile.model.OsView.OsTool;
import io.atomic.reconcile.model.ResourceId;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** An effect on the host's deployments, or on what is recorded of them. */
public sealed interface HostAction extends Action {

  /** Name of the host's manifest. */
  String host();

  @Override
  default ResourceId resource() {
    return ResourceId.host(host());
  }

  /**
   * Changes what boots next; what runs is not touched.
   *
   * @param key of what is wanted
   * @param from the deployment that it is made of
   */
  record Stage(
      String host, @Nullable String place, Host manifest, OsCommand change, String key, String from)
      implements HostAction {
    @Override
    public Duration deadline() {
      return change.deadline();
    }

    @Override
    public String word() {
      return change.word();
    }
  }

  /** Drops the deployment that we staged. */
  record Unstage(String host, OsCommand change, String deploymentId) implements HostAction {
    @Override
    public Duration deadline() {
      return change.deadline();
    }
  }

  /** Gives back the lock that was kept over a boot: the boot has proved itself. */
  record ReleaseLock(String host, FleetLock lock) implements HostAction {}

  /** Writes the manifest as applied; nothing changes. */
  record WriteHost(String host, @Nullable String place, Host manifest) implements HostAction {
    @Override
    public String word() {
      return "record";
    }
  }

  /**
   * Boots what boots next; the last act of a run.
   *
   * @param key of what is wanted
   */
  record Reboot(String host, @Nullable String place, Host manifest, OsTool tool, String key)
      implements HostAction {
    @Override
    public boolean disruptive() {
      return true;
    }
  }

  /** Drops the host from the record; a lock that we hold is given back. */
  record ForgetHost(String host) implements HostAction {
    @Override
    public String word() {
      return "forget";
    }
  }
}
