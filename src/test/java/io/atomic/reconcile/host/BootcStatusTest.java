package io.atomic.reconcile.host;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import io.atomic.reconcile.model.Deployment;
import io.atomic.reconcile.model.Deployment.Layers;
import io.atomic.reconcile.model.OsReference;
import io.atomic.reconcile.model.OsReference.Image;
import io.atomic.reconcile.model.OsReference.Verification;
import io.atomic.reconcile.model.OsView.Cached;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.core.JacksonException;

/** What {@code bootc status --json} says is understood, in both of its versions. */
class BootcStatusTest {
  private static final String UNSIGNED =
      "ostree-unverified-image:docker://quay.io/example/os:stable";

  private static BootcStatus read(String name) throws IOException {
    return BootcStatus.read(Files.readString(Path.of("src/test/resources/bootc", name + ".json")));
  }

  /** The booted one, of an image reference with these keys. */
  private static Deployment booted(String image) {
    return BootcStatus.read(
            """
            {"apiVersion": "org.containers.bootc/v1", "status": {"booted": {
              "image": {"image": %s, "imageDigest": "sha256:b"}, "ostree": {"checksum": "b"}}}}
            """
                .formatted(image))
        .deployments()
        .getFirst();
  }

  private static String sum(String digit) {
    return digit.repeat(64);
  }

  private static String digest(String digit) {
    return "sha256:" + sum(digit);
  }

  @Test
  void theFirstVersion() throws Exception {
    var status = read("v1alpha1");

    assertThat(status.bootsImages()).isTrue();
    assertThat(status.deployments())
        .containsExactly(
            new Deployment(
                "default-" + sum("c") + ".0",
                "default",
                sum("c"),
                null,
                UNSIGNED,
                OsReference.parse(UNSIGNED),
                digest("c"),
                "9.3",
                null,
                false,
                true,
                false,
                false,
                false,
                Layers.NONE,
                null),
            new Deployment(
                "default-" + sum("b") + ".0",
                "default",
                sum("b"),
                null,
                UNSIGNED,
                OsReference.parse(UNSIGNED),
                digest("b"),
                "9.2",
                null,
                true,
                false,
                false,
                false,
                false,
                Layers.NONE,
                null),
            new Deployment(
                "default-" + sum("a") + ".1",
                "default",
                sum("a"),
                null,
                "ostree-unverified-image:docker://192.168.1.5:5000/os:old",
                OsReference.parse("ostree-unverified-registry:192.168.1.5:5000/os:old"),
                digest("a"),
                "9.1",
                null,
                false,
                false,
                false,
                false,
                false,
                Layers.NONE,
                null));
    assertThat(status.cached())
        .as("of the booted one")
        .isEqualTo(new Cached(UNSIGNED, null, digest("d"), "9.4"));
  }

  @Test
  void theSecondVersion() throws Exception {
    var status = read("v1");

    assertThat(status.deployments())
        .extracting(
            Deployment::id,
            Deployment::origin,
            Deployment::title,
            Deployment::timestamp,
            Deployment::booted,
            Deployment::pinned)
        .containsExactly(
            tuple(
                "default-" + sum("b") + ".0",
                "ostree-image-signed:docker://quay.io/example/os:stable",
                "43.2",
                Instant.parse("2026-09-01T12:00:00.123456789Z"),
                true,
                false),
            tuple(
                "default-" + sum("a") + ".1",
                "ostree-remote-image:fedora:docker://quay.io/example/os:stable",
                "43.1",
                Instant.parse("2026-08-01T12:00:00Z"),
                false,
                false),
            tuple(
                "default-" + sum("9") + ".0",
                "ostree-unverified-image:oci:/var/lib/os",
                "999999999999",
                null,
                false,
                true));
    assertThat(status.cached()).isNull();
  }

  @Test
  void aRollBackThatIsQueuedBootsNext() throws Exception {
    assertThat(read("v1-rollback-queued").deployments())
        .extracting(Deployment::title, Deployment::booted)
        .containsExactly(tuple("43.1", false), tuple("43.2", true));
  }

  /** Then rpm-ostree keeps the host. */
  @Test
  void aHostOfABranchBootsNoImage() throws Exception {
    var status = read("v1-classic");

    assertThat(status.bootsImages()).isFalse();
    assertThat(status.deployments())
        .extracting(
            Deployment::osname, Deployment::origin, Deployment::reference, Deployment::booted)
        .containsExactly(tuple("fedora", "", null, true));
  }

  @Test
  void layersMakeItIncompatible() throws Exception {
    assertThat(read("v1-incompatible").deployments())
        .extracting(Deployment::title, Deployment::modified, Deployment::reference)
        .containsExactly(
            tuple("bbbbbbbbbbbb", true, null), tuple("43.1", false, OsReference.parse(UNSIGNED)));
  }

  @Test
  void withoutCommitsTheDigestOfTheFileSystemNamesIt() throws Exception {
    assertThat(read("v1-composefs").deployments())
        .extracting(Deployment::id, Deployment::digest, Deployment::booted)
        .containsExactly(tuple("default-" + "e".repeat(128) + ".0", digest("b"), true));
  }

  @Test
  void nothingThatItKnowsIsBooted() throws Exception {
    var status = read("v1-not-booted");

    assertThat(status.deployments()).isEmpty();
    assertThat(status.bootsImages()).isFalse();
    assertThat(status.cached()).isNull();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "\"signature\": \"containerPolicy\" | ostree-image-signed:docker://quay.io/os:1",
        "\"signature\": {\"ostreeRemote\": \"fedora\"} | ostree-remote-image:fedora:docker://quay.io/os:1",
        "\"signature\": \"insecure\" | ostree-unverified-image:docker://quay.io/os:1",
        "\"signature\": null | ostree-unverified-image:docker://quay.io/os:1",
        "\"x\": 1 | ostree-unverified-image:docker://quay.io/os:1"
      })
  void whoVouchesForAnImage(String signature, String reference) {
    assertThat(
            booted(
                    "{\"image\": \"quay.io/os:1\", \"transport\": \"registry\", %s}"
                        .formatted(signature))
                .reference())
        .hasToString(reference);
  }

  @Test
  void imagesAreNamedAsTheirTransportNamesThem() {
    assertThat(booted("{\"image\": \"Quay.io/os@%s\"}".formatted(digest("c"))).reference())
        .isEqualTo(new Image(new Verification.None(), "registry", "quay.io/os", null, digest("c")));
    assertThat(
            booted("{\"image\": \"localhost/os:1\", \"transport\": \"containers-storage\"}")
                .reference())
        .isEqualTo(
            new Image(new Verification.None(), "containers-storage", "localhost/os:1", null, null));
  }

  @ParameterizedTest
  @ValueSource(strings = {"null", "{}", "{\"image\": \"os\"}", "{\"image\": \"A/B C\"}", "7"})
  void aReferenceThatNobodyUnderstandsIsNone(String image) {
    var deployment = booted(image);

    assertThat(deployment.reference()).isNull();
    assertThat(deployment.origin()).isEmpty();
    assertThat(deployment.digest()).isEqualTo("sha256:b");
  }

  @Test
  void aDeploymentWithoutAChecksumIsRefused() {
    assertThatThrownBy(() ->
            BootcStatus.read(
                "{\"apiVersion\": \"org.containers.bootc/v1\", \"status\": {\"booted\": {}}}"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("one of its deployments has no checksum");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "{\"apiVersion\": \"org.containers.bootc/v2\"} | org.containers.bootc/v2",
        "{\"apiVersion\": 1} | 1",
        "{} | ''",
        "[] | ''",
        "null | ''"
      })
  void anotherVersionIsRefused(String text, String version) {
    assertThatThrownBy(() -> BootcStatus.read(text))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("its apiVersion is '%s'", version);
  }

  @ParameterizedTest
  @ValueSource(strings = {"apiVersion: org.containers.bootc/v1", "{\"apiVersion\": "})
  void whatIsNoJsonIsRefused(String text) {
    assertThatThrownBy(() -> BootcStatus.read(text)).isInstanceOf(JacksonException.class);
  }
}
