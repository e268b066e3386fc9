package io.atomic.reconcile.plan;

import static org.assertj.core.api.Assertions.assertThat;

import io.atomic.reconcile.model.App;
import io.atomic.reconcile.model.AppRecord;
import io.atomic.reconcile.model.AppSpec;
import io.atomic.reconcile.model.CommandSpec;
import io.atomic.reconcile.model.Fingerprint;
import io.atomic.reconcile.model.Image;
import io.atomic.reconcile.model.ImageReference;
import io.atomic.reconcile.model.Installation;
import io.atomic.reconcile.model.Sighting;
import io.atomic.reconcile.model.Sighting.Meaning;
import io.atomic.reconcile.model.Update;
import io.atomic.reconcile.model.Update.Policy;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** What a registry offers: whether it is news, and whether it is old enough. */
class OfferTest {
  private static final Instant NOW = Instant.parse("2026-11-20T12:00:00Z");
  private static final Instant AN_HOUR_AGO = NOW.minus(Duration.ofHours(1));
  private static final String REFERENCE = "quay.io/a/web:1";
  private static final String OLD = "sha256:" + "a".repeat(64);
  private static final String NEW = "sha256:" + "b".repeat(64);
  private static final Update AUTO = new Update(Policy.AUTO, null, null);

  @Test
  void whatIsOnDiskIsKnownByItsDigest() {
    assertThat(offer(AUTO, image("quay.io/a/web@" + OLD), means(OLD)))
        .isEqualTo(new Offer.UpToDate(OLD));
    assertThat(offer(AUTO, image("quay.io/a/web@" + OLD), means(NEW)))
        .isEqualTo(new Offer.Due(meaning(NEW)));
  }

  @Test
  void oneOfSeveralDigestsIsEnough() {
    var index = new Meaning(NEW, new TreeSet<>(List.of(NEW, OLD)), AN_HOUR_AGO, null, null);

    assertThat(offer(AUTO, image("quay.io/a/web@" + OLD), new Sighting(REFERENCE, index, null)))
        .isEqualTo(new Offer.UpToDate(NEW));
  }

  @Test
  void aDigestIsTheSameContentUnderWhateverName() {
    assertThat(offer(AUTO, image("mirror.example.com/web@" + OLD), means(OLD)))
        .isEqualTo(new Offer.UpToDate(OLD));
  }

  @Test
  void whatWeFetchedOurselvesIsKnownEvenIfTheEngineForgotByWhichDigest() {
    var fetched = means(NEW).fetchedAs(NEW, "sha256:id");

    assertThat(offer(AUTO, image(), fetched)).isEqualTo(new Offer.UpToDate(NEW));
    assertThat(offer(AUTO, image(), means(NEW))).isEqualTo(new Offer.Due(meaning(NEW)));
  }

  @Test
  void whoOnlyWantsToBeToldIsOnlyTold() {
    assertThat(offer(new Update(Policy.NOTIFY, null, null), image(), means(NEW)))
        .isEqualTo(new Offer.Available(meaning(NEW)));
  }

  @Test
  void whoDoesNotWantToKnowIsNotAsked() {
    assertThat(offer(Update.DEFAULT, image(), means(NEW))).isEqualTo(new Offer.NotAsked());
  }

  @Test
  void whatWasSaidOfAnotherReferenceCountsForNothing() {
    var other = new Sighting("quay.io/a/web:2", meaning(NEW), null);

    assertThat(offer(AUTO, image(), other)).isEqualTo(new Offer.NotAsked());
  }

  @Test
  void aVersionWhoseAgeNobodyKnowsIsAsOldAsItsFirstSight() {
    var waiting = new Offer.TooYoung(meaning(NEW), AN_HOUR_AGO.plus(Duration.ofDays(3)));

    assertThat(offer(aged(72), image(), means(NEW))).isEqualTo(waiting);
    assertThat(offer(aged(1), image(), means(NEW))).isInstanceOf(Offer.Due.class);
  }

  @Test
  void aVersionThatSaysWhenItWasBuiltIsThatOld() {
    var built = means(NEW, NOW.minus(Duration.ofHours(80)));

    assertThat(offer(aged(72), image(), built)).isInstanceOf(Offer.Due.class);
    assertThat(offer(aged(100), image(), built)).isInstanceOf(Offer.TooYoung.class);
  }

  @Test
  void aVersionFromTheFutureIsNotYoungerThanItsFirstSight() {
    var built = means(NEW, NOW.plus(Duration.ofDays(300)));

    assertThat(offer(aged(1), image(), built)).isInstanceOf(Offer.Due.class);
  }

  @Test
  void aRegistryThatDoesNotAnswerNowLeavesEverythingOpen() {
    var silent = Sighting.unanswered(means(NEW), REFERENCE, "nobody listens", null, NOW);

    assertThat(offer(AUTO, image(), silent)).isInstanceOf(Offer.Unknown.class);
  }

  @Test
  void aDigestInTheManifestMeansOneThingForEver() {
    var pinned = ImageReference.parse(REFERENCE + "@" + OLD);

    assertThat(Offer.isWanted(spec(pinned, AUTO), record(pinned, AUTO))).isFalse();
  }

  @Test
  void whatIsNotInstalledYetIsFetchedInAnyCase() {
    var reference = ImageReference.parse(REFERENCE);

    assertThat(Offer.isWanted(spec(reference, AUTO), null)).isFalse();
    assertThat(Offer.isWanted(spec(reference, AUTO), record(reference, AUTO))).isTrue();
  }

  private static Offer offer(Update update, Image onDisk, Sighting sighting) {
    var reference = ImageReference.parse(REFERENCE);
    return Offer.to(
        spec(reference, update), record(reference, update), onDisk, sighting, null, NOW);
  }

  private static Update aged(int hours) {
    return new Update(Policy.AUTO, Duration.ofHours(hours), null);
  }

  private static Image image(String... digests) {
    return new Image(
        "sha256:id", List.of(REFERENCE), Arrays.asList(digests), Collections.emptySortedMap());
  }

  private static Sighting means(String digest) {
    return means(digest, null);
  }

  private static Sighting means(String digest, @Nullable Instant created) {
    return Sighting.answered(
        null, REFERENCE, digest, new TreeSet<>(List.of(digest)), created, AN_HOUR_AGO);
  }

  private static Meaning meaning(String digest) {
    return new Meaning(digest, new TreeSet<>(List.of(digest)), AN_HOUR_AGO, null, null);
  }

  private static AppSpec spec(ImageReference reference, Update update) {
    var plain = AppSpec.of(reference);
    return new AppSpec(
        reference,
        plain.state(),
        plain.pull(),
        update,
        plain.strategy(),
        plain.dependsOn(),
        plain.waitForHost(),
        plain.when(),
        plain.lockFile(),
        plain.env(),
        plain.install(),
        plain.run(),
        plain.stop(),
        plain.uninstall(),
        plain.grants(),
        plain.creates(),
        plain.watchFiles(),
        plain.health(),
        plain.rollback(),
        plain.drift(),
        plain.onRemove(),
        plain.purgeData(),
        plain.adopt(),
        plain.suspend());
  }

  private static AppRecord record(ImageReference reference, Update update) {
    var app = new App("web", Collections.emptySortedMap(), spec(reference, update));
    return AppRecord.of(app, "web.yaml:1:1")
        .withInstallation(
            new Installation(
                Installation.Phase.INSTALLED,
                reference.toString(),
                "sha256:id",
                Installation.LabelTexts.NONE,
                CommandSpec.DEFAULT,
                CommandSpec.DEFAULT,
                Collections.emptySortedMap(),
                List.of(),
                Fingerprint.of(Collections.emptySortedMap()),
                Collections.emptySortedMap(),
                NOW,
                null));
  }
}
