package io.atomic.reconcile.state;

import io.atomic.reconcile.model.Host;
import io.atomic.reconcile.model.HostRecord;
import io.atomic.reconcile.model.HostRecord.Attempt;
import io.atomic.reconcile.model.HostRecord.FailedAttempt;
import io.atomic.reconcile.model.HostRecord.Ours;
import io.atomic.reconcile.model.HostSpec;
import io.atomic.reconcile.model.HostSpec.Driver;
import io.atomic.reconcile.model.HostSpec.KernelArguments;
import io.atomic.reconcile.model.HostSpec.Reboot;
import io.atomic.reconcile.model.HostSpec.Reboot.FleetLock;
import io.atomic.reconcile.model.Update;
import java.util.Objects;
import java.util.TreeSet;

/** What is recorded of the host, with its manifest field by field. */
final class HostJson {
  private HostJson() {}

  static Written write(HostRecord record) {
    return Written.object()
        .put("name", record.manifest().name())
        .object("spec", record.manifest().spec(), HostJson::spec)
        .put("place", record.place())
        .texts("packages", record.ours().packages())
        .texts("removals", record.ours().removals())
        .texts("kernelArguments", record.ours().arguments())
        .object("attempt", record.attempt(), HostJson::attempt)
        .objects("failed", record.failed(), HostJson::failed)
        .object("lock", record.lock(), HostJson::lock)
        .put("postponedSince", record.postponedSince())
        .object("tip", record.tip(), VersionJson::sighting)
        .object("outcome", record.outcome(), RecordJson::outcome);
  }

  static HostRecord read(Fields in) {
    return new HostRecord(
        new Host(in.text("name"), spec(in.object("spec"))),
        in.textOrNull("place"),
        new Ours(
            new TreeSet<>(in.texts("packages")),
            new TreeSet<>(in.texts("removals")),
            new TreeSet<>(in.texts("kernelArguments"))),
        in.objectOrNull("attempt", HostJson::attempt),
        in.objects("failed", HostJson::failed),
        in.objectOrNull("lock", HostJson::lock),
        in.instantOrNull("postponedSince"),
        in.objectOrNull("tip", VersionJson::sighting),
        in.objectOrNull("outcome", RecordJson::outcome));
  }

  private static Written attempt(Attempt attempt) {
    return Written.object()
        .put("key", attempt.key())
        .put("deployment", attempt.deploymentId())
        .put("title", attempt.title())
        .put("stagedAt", attempt.stagedAt())
        .put("bootId", attempt.bootId())
        .flag("booting", attempt.booting());
  }

  private static Attempt attempt(Fields in) {
    return new Attempt(
        in.text("key"),
        in.textOrNull("deployment"),
        in.text("title"),
        in.instant("stagedAt"),
        in.text("bootId"),
        in.flag("booting", false));
  }

  private static Written failed(FailedAttempt failed) {
    return Written.object()
        .put("key", failed.key())
        .put("deployment", failed.deploymentId())
        .put("title", failed.title())
        .choice("why", failed.why())
        .put("message", failed.message())
        .put("at", failed.at());
  }

  private static FailedAttempt failed(Fields in) {
    return new FailedAttempt(
        in.text("key"),
        in.textOrNull("deployment"),
        in.text("title"),
        in.choice("why", FailedAttempt.Why.class),
        in.text("message"),
        in.instant("at"));
  }

  private static Written lock(FleetLock lock) {
    return Written.object().put("url", lock.url()).put("group", lock.group());
  }

  private static FleetLock lock(Fields in) {
    return new FleetLock(in.text("url"), in.text("group"));
  }

  private static Written spec(HostSpec spec) {
    return Written.object()
        .put("ref", spec.ref())
        .put("version", spec.version())
        .put("commit", spec.commit())
        .put("digest", spec.digest())
        .object("update", spec.update(), AppJson::update)
        .texts("install", spec.packagesInstall())
        .texts("uninstall", spec.packagesUninstall())
        .texts("remove", spec.overridesRemove())
        .texts("present", spec.kernelArguments().present())
        .texts("absent", spec.kernelArguments().absent())
        .choice("driver", spec.driver())
        .flag("bypassDriver", spec.bypassDriver())
        .object("reboot", spec.reboot(), HostJson::reboot);
  }

  private static HostSpec spec(Fields in) {
    return new HostSpec(
        in.textOrNull("ref"),
        in.textOrNull("version"),
        in.textOrNull("commit"),
        in.textOrNull("digest"),
        Objects.requireNonNullElse(in.objectOrNull("update", AppJson::update), Update.DEFAULT),
        in.texts("install"),
        in.texts("uninstall"),
        in.texts("remove"),
        new KernelArguments(in.texts("present"), in.texts("absent")),
        in.choice("driver", Driver.AUTO),
        in.flag("bypassDriver", false),
        Objects.requireNonNullElse(in.objectOrNull("reboot", HostJson::reboot), Reboot.DEFAULT));
  }

  private static Written reboot(Reboot reboot) {
    return Written.object()
        .choice("strategy", reboot.strategy())
        .put("window", reboot.window())
        .object("fleetLock", reboot.fleetLock(), HostJson::lock)
        .put("gateFile", reboot.gateFile())
        .choice("inhibit", reboot.inhibit());
  }

  private static Reboot reboot(Fields in) {
    return new Reboot(
        in.choice("strategy", Reboot.Strategy.NEVER),
        in.textOrNull("window"),
        in.objectOrNull("fleetLock", HostJson::lock),
        in.textOrNull("gateFile"),
        in.choice("inhibit", Reboot.Inhibit.RESPECT));
  }
}
