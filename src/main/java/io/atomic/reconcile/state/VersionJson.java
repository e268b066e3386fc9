package io.atomic.reconcile.state;

import io.atomic.reconcile.model.BadVersion;
import io.atomic.reconcile.model.ProvenVersion;
import io.atomic.reconcile.model.Sighting;
import io.atomic.reconcile.model.Suspension;
import java.util.List;
import java.util.TreeSet;

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
        .put("at", version.at())
        .put("until", version.until());
  }

  static BadVersion bad(String name, Fields in) {
    return new BadVersion(
        in.textOrNull("imageId"),
        AppJson.read(name, in.object("manifest")),
        in.textMap("contents"),
        in.text("reason"),
        in.text("output"),
        in.text("runId"),
        in.instant("at"),
        in.instantOrNull("until"));
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
        .object("meaning", sighting.meaning(), VersionJson::meaning)
        .object("silence", sighting.silence(), VersionJson::silence);
  }

  static Sighting sighting(Fields in) {
    return new Sighting(
        in.text("reference"),
        in.objectOrNull("meaning", VersionJson::meaning),
        in.objectOrNull("silence", VersionJson::silence));
  }

  private static Written meaning(Sighting.Meaning meaning) {
    return Written.object()
        .put("digest", meaning.digest())
        .texts("digests", List.copyOf(meaning.digests()))
        .put("firstSeen", meaning.firstSeen())
        .put("created", meaning.created())
        .put("imageId", meaning.imageId());
  }

  private static Sighting.Meaning meaning(Fields in) {
    return new Sighting.Meaning(
        in.text("digest"),
        new TreeSet<>(in.texts("digests")),
        in.instant("firstSeen"),
        in.instantOrNull("created"),
        in.textOrNull("imageId"));
  }

  private static Written silence(Sighting.Silence silence) {
    return Written.object()
        .put("since", silence.since())
        .put("why", silence.why())
        .put("remedy", silence.remedy());
  }

  private static Sighting.Silence silence(Fields in) {
    return new Sighting.Silence(in.instant("since"), in.text("why"), in.textOrNull("remedy"));
  }
}
