package io.atomic.reconcile.state;

import io.atomic.reconcile.model.AppRecord;
import io.atomic.reconcile.model.Fingerprint;
import io.atomic.reconcile.model.Installation;
import io.atomic.reconcile.model.LastOutcome;
import io.atomic.reconcile.model.Launch;
import io.atomic.reconcile.model.LiveFields;
import io.atomic.reconcile.model.Observed.EngineKind;
import io.atomic.reconcile.model.Recorded;
import java.time.Instant;
import java.util.Objects;
import java.util.TreeSet;

/** The recorded state as it stands in {@code state.json}, format version 1. */
final class RecordJson {
  private RecordJson() {}

  static Written write(Recorded recorded) {
    return Written.object()
        .map("apps", recorded.apps(), record -> record(record).node())
        .texts("keptDirectories", recorded.kept())
        .object("host", recorded.host(), HostJson::write);
  }

  static Recorded read(Fields in) {
    var apps =
        in.map(
            "apps",
            (path, node) -> {
              var name = path.substring("apps.".length());
              return record(name, Fields.of(path, node));
            });
    return new Recorded(
        apps, new TreeSet<>(in.texts("keptDirectories")), in.objectOrNull("host", HostJson::read));
  }

  private static Written record(AppRecord record) {
    return Written.object()
        .object("manifest", record.manifest(), AppJson::write)
        .put("place", record.place())
        .object("installation", record.installation(), RecordJson::installation)
        .object("launch", record.launch(), RecordJson::launch)
        .object("previous", record.previous(), RecordJson::launch)
        .texts("containers", record.containers())
        .texts("directories", record.directories())
        .texts("pulled", record.pulled())
        .object("outcome", record.outcome(), RecordJson::outcome)
        .choice("engine", record.engine())
        .presentObjects("proven", record.proven(), VersionJson::proven)
        .objects("bad", record.bad(), VersionJson::bad)
        .object("suspension", record.suspension(), VersionJson::suspension)
        .texts("corrections", record.corrections().stream().map(Instant::toString).toList())
        .object("sighting", record.sighting(), VersionJson::sighting)
        .texts("volumes", record.volumes());
  }

  private static AppRecord record(String name, Fields in) {
    var record =
        new AppRecord(
            AppJson.read(name, in.object("manifest")),
            in.textOrNull("place"),
            in.objectOrNull("installation", RecordJson::installation),
            in.objectOrNull("launch", RecordJson::launch),
            in.objectOrNull("previous", RecordJson::launch),
            new TreeSet<>(in.texts("containers")),
            in.texts("directories"),
            new TreeSet<>(in.texts("pulled")),
            in.objectOrNull("outcome", RecordJson::outcome),
            in.choiceOrNull("engine", EngineKind.class),
            in.objects("proven", version -> VersionJson.proven(name, version)),
            in.objects("bad", version -> VersionJson.bad(name, version)),
            in.objectOrNull("suspension", VersionJson::suspension),
            in.instants("corrections"),
            in.objectOrNull("sighting", VersionJson::sighting),
            new TreeSet<>(in.texts("volumes")));
    return in.has("proven") ? record : provenBefore(record);
  }

  /** Releases that kept no proven versions took for good whatever was there. */
  private static AppRecord provenBefore(AppRecord record) {
    var installation = record.installation();
    return installation != null
            && installation.phase() == Installation.Phase.INSTALLED
            && record.previous() == null
        ? record.withProof(installation.at())
        : record;
  }

  static Written installation(Installation installation) {
    return Written.object()
        .choice("phase", installation.phase())
        .put("reference", installation.reference())
        .put("imageId", installation.imageId())
        .object("labels", installation.labels(), RecordJson::labels)
        .object("stop", installation.stop(), AppJson::command)
        .object("uninstall", installation.uninstall(), AppJson::command)
        .map("env", installation.env(), AppJson::env)
        .texts("grants", installation.grants())
        .object("inputs", installation.inputs(), RecordJson::fingerprint)
        .textMap("contents", installation.contents())
        .put("at", installation.at())
        .object("resolution", installation.resolution(), RecordJson::resolution);
  }

  static Installation installation(Fields in) {
    return new Installation(
        in.choice("phase", Installation.Phase.class),
        in.text("reference"),
        in.text("imageId"),
        Objects.requireNonNullElse(
            in.objectOrNull("labels", RecordJson::labels), Installation.LabelTexts.NONE),
        AppJson.command(in, "stop"),
        AppJson.command(in, "uninstall"),
        in.map("env", AppJson::env),
        in.texts("grants"),
        fingerprint(in.object("inputs")),
        in.textMap("contents"),
        in.instant("at"),
        in.objectOrNull("resolution", RecordJson::resolution));
  }

  private static Written resolution(Installation.Resolution resolution) {
    return Written.object().put("digest", resolution.digest()).put("at", resolution.at());
  }

  private static Installation.Resolution resolution(Fields in) {
    return new Installation.Resolution(in.textOrNull("digest"), in.instant("at"));
  }

  private static Written labels(Installation.LabelTexts labels) {
    return Written.object()
        .put("install", labels.install())
        .put("run", labels.run())
        .put("stop", labels.stop())
        .put("uninstall", labels.uninstall());
  }

  private static Installation.LabelTexts labels(Fields in) {
    return new Installation.LabelTexts(
        in.textOrNull("install"),
        in.textOrNull("run"),
        in.textOrNull("stop"),
        in.textOrNull("uninstall"));
  }

  static Written launch(Launch launch) {
    return Written.object()
        .put("imageId", launch.imageId())
        .put("containerId", launch.containerId())
        .object("inputs", launch.inputs(), RecordJson::fingerprint)
        .textMap("contents", launch.contents())
        .put("at", launch.at())
        .put("bootId", launch.bootId())
        .number("exitCode", launch.exitCode())
        .object("live", launch.live(), RecordJson::live);
  }

  static Launch launch(Fields in) {
    return new Launch(
        in.text("imageId"),
        in.textOrNull("containerId"),
        fingerprint(in.object("inputs")),
        in.textMap("contents"),
        in.instant("at"),
        in.text("bootId"),
        in.integerOrNull("exitCode"),
        in.objectOrNull("live", RecordJson::live));
  }

  private static Written live(LiveFields live) {
    return Written.object().number("version", live.version()).textMap("fields", live.fields());
  }

  private static LiveFields live(Fields in) {
    return new LiveFields(in.integer("version"), in.textMap("fields"));
  }

  private static Written fingerprint(Fingerprint fingerprint) {
    return Written.object()
        .number("version", fingerprint.version())
        .put("hash", fingerprint.hash())
        .textMap("fields", fingerprint.fields());
  }

  private static Fingerprint fingerprint(Fields in) {
    return new Fingerprint(in.integer("version"), in.text("hash"), in.textMap("fields"));
  }

  static Written outcome(LastOutcome outcome) {
    return Written.object()
        .put("runId", outcome.runId())
        .put("at", outcome.at())
        .flag("ok", outcome.ok())
        .put("message", outcome.message());
  }

  static LastOutcome outcome(Fields in) {
    return new LastOutcome(
        in.text("runId"), in.instant("at"), in.flag("ok", false), in.textOrNull("message"));
  }
}
