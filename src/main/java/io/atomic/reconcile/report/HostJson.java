package io.atomic.reconcile.report;

import io.atomic.reconcile.model.Deployment;
import io.atomic.reconcile.model.HostRecord.Attempt;
import io.atomic.reconcile.model.HostRecord.FailedAttempt;
import io.atomic.reconcile.model.HostRecord.Ours;
import io.atomic.reconcile.model.HostSpec.Reboot.FleetLock;

/** How the host stands, for machines. */
final class HostJson {
  private HostJson() {}

  static Tree of(HostStatus status) {
    return Tree.object()
        .text("resource", status.id())
        .text("place", status.place())
        .text("sync", status.sync().word())
        .text("health", status.health().word())
        .list("conditions", status.conditions(), StatusJson::condition)
        .text("tool", status.tool() == null ? null : status.tool().program())
        .object("booted", status.booted(), HostJson::deployment)
        .object("next", status.next(), HostJson::deployment)
        .object("rollback", status.rollback(), HostJson::deployment)
        .object("ours", status.ours(), HostJson::ours)
        .object("attempt", status.attempt(), HostJson::attempt)
        .list("failed", status.failed(), HostJson::failed)
        .object("lock", status.lock(), HostJson::lock)
        .list("differences", status.differences(), ChangeJson::difference)
        .object("lastOutcome", status.outcome(), StatusJson::outcome);
  }

  private static Tree deployment(Deployment deployment) {
    var layers = deployment.layers();
    return Tree.object()
        .text("id", deployment.id())
        .text("title", deployment.title())
        .text("origin", deployment.origin())
        .text("version", deployment.version())
        .text("digest", deployment.digest())
        .text("checksum", deployment.checksum())
        .text("baseChecksum", deployment.baseChecksum())
        .flag("booted", deployment.booted())
        .flag("staged", deployment.staged())
        .flag("locked", deployment.locked())
        .flag("pinned", deployment.pinned())
        .texts("packages", layers.packages())
        .texts("localPackages", layers.localPackages())
        .texts("removals", layers.removals())
        .texts("replacements", layers.replacements());
  }

  private static Tree ours(Ours ours) {
    return Tree.object()
        .texts("packages", ours.packages())
        .texts("removals", ours.removals())
        .texts("kernelArguments", ours.arguments());
  }

  private static Tree attempt(Attempt attempt) {
    return Tree.object()
        .text("deployment", attempt.deploymentId())
        .text("title", attempt.title())
        .text("stagedAt", attempt.stagedAt())
        .flag("booting", attempt.booting());
  }

  static Tree lock(FleetLock lock) {
    return Tree.object().text("url", lock.url()).text("group", lock.group());
  }

  private static Tree failed(FailedAttempt failed) {
    return Tree.object()
        .text("title", failed.title())
        .word("why", failed.why())
        .text("message", failed.message())
        .text("at", failed.at());
  }
}
