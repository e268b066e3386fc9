package io.atomic.reconcile.state;

import io.atomic.reconcile.model.BadVersion;
import io.atomic.reconcile.model.ProvenVersion;
import io.atomic.reconcile.model.Sighting;
import io.atomic.reconcile.model.Suspension;

/** What was learned of an app's versions, as part of its record. */
final class VersionJson {
  private VersionJson() {}

  static Written proven(ProvenVersion version) {
    return Written.object()
        .object("manifest", version.manifest(), AppJson::write)
        .object("installation", version.installation(), RecordJson::installation)
        .object("launch", version.launch(), RecordJson::launch)
        .put("at", version.at());
  }

  static ProvenVersion proven(String name, Fields in) {
    return new ProvenVersion(
        AppJson.read(name, in.object("manifest")),
        RecordJson.installation(in.object("installation")),
        in.objectOrNull("launch", RecordJson::launch),
        in.instant("at"));
  }

  static Written bad(BadVersion version) {
    return Written.object()
        .put("imageId", version.imageId())
        .object("manifest", version.manifest(), AppJson::write)
        .textMap("contents", version.contents())
        .put("reason", version.reason())
        .put("output", version.output())
        .put("runId", version.runId())
        .put("at", version.at());
  }

  static BadVersion bad(String name, Fields in) {
    return new BadVersion(
        in.textOrNull("imageId"),
        AppJson.read(name, in.object("manifest")),
        in.textMap("contents"),
        in.text("reason"),
        in.text("output"),
        in.text("runId"),
        in.instant("at"));
  }

  static Written suspension(Suspension suspension) {
    return Written.object()
        .put("reason", suspension.reason())
        .put("since", suspension.since())
        .put("until", suspension.until());
  }

  static Suspension suspension(Fields in) {
    return new Suspension(in.textOrNull("reason"), in.instant("since"), in.instantOrNull("until"));
  }

  static Written sighting(Sighting sighting) {
    return Written.object()
        .put("reference", sighting.reference())
        .put("digest", sighting.digest())
        .put("firstSeen", sighting.firstSeen())
        .put("created", sighting.created());
  }

  static Sighting sighting(Fields in) {
    return new Sighting(
        in.text("reference"),
        in.text("digest"),
        in.instant("firstSeen"),
        in.instantOrNull("created"));
  }
}
