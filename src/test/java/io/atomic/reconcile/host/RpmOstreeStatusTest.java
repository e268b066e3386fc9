package io.atomic.reconcile.host;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import io.atomic.reconcile.model.Deployment;
import io.atomic.reconcile.model.Deployment.Layers;
import io.atomic.reconcile.model.OsReference;
import io.atomic.reconcile.model.OsReference.Branch;
import io.atomic.reconcile.model.OsView.Cached;
import io.atomic.reconcile.model.OsView.Driver;
import io.atomic.reconcile.model.OsView.Transaction;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.SortedSet;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.core.JacksonException;

/** What {@code rpm-ostree status --json} says is understood, whatever release says it. */
class RpmOstreeStatusTest {
  private static final String SIGNED = "ostree-image-signed:docker://quay.io/example/os:stable";

  private static RpmOstreeStatus read(String name) throws IOException {
    return RpmOstreeStatus.read(
        Files.readString(Path.of("src/test/resources/rpm-ostree", name + ".json")));
  }

  /** A status with one deployment that has these keys beside those that each has. */
  private static Deployment deployment(String keys) {
    return RpmOstreeStatus.read(
            """
            {"deployments": [{"id": "os-a.0", "osname": "os", "checksum": "a"%s}]}
            """
                .formatted(keys))
        .deployments()
        .getFirst();
  }

  private static String sum(String digit) {
    return digit.repeat(64);
  }

  private static String digest(String digit) {
    return "sha256:" + sum(digit);
  }

  private static SortedSet<String> set(String... texts) {
    return new TreeSet<>(List.of(texts));
  }

  @Test
  void aReleaseOf2017() throws Exception {
    var status = read("2017");

    assertThat(status.deployments())
        .containsExactly(
            new Deployment(
                "atomic-" + sum("2") + ".0",
                "atomic",
                sum("2"),
                null,
                "example:example/26/x86_64/host",
                new Branch("example", "example/26/x86_64/host"),
                null,
                "26.140",
                Instant.parse("2017-10-02T00:00:00Z"),
                false,
                false,
                false,
                false,
                false,
                Layers.NONE,
                null),
            new Deployment(
                "atomic-" + sum("1") + ".1",
                "atomic",
                sum("1"),
                null,
                "example:example/26/x86_64/host",
                new Branch("example", "example/26/x86_64/host"),
                null,
                "26.131",
                Instant.parse("2017-09-01T00:00:00Z"),
                true,
                false,
                false,
                false,
                false,
                Layers.NONE,
                sum("2")));
    assertThat(status.transaction()).isNull();
    assertThat(status.driver()).isNull();
    assertThat(status.cached()).isNull();
  }

  @Test
  void aReleaseOf2021ThatHoldsAStagedDeploymentBack() throws Exception {
    var status = read("2021-staged-and-locked");

    assertThat(status.deployments())
        .extracting(
            Deployment::title,
            Deployment::booted,
            Deployment::staged,
            Deployment::locked,
            Deployment::pinned)
        .containsExactly(
            tuple("34.2", false, true, true, false), tuple("34.1", true, false, false, true));
    assertThat(status.deployments()).extracting(Deployment::pulled).containsExactly(null, sum("b"));
    assertThat(status.transaction()).isEqualTo(new Transaction("FinalizeDeployment", ":1.57"));
    assertThat(status.driver()).isEqualTo(new Driver("Zincati", "zincati.service"));
    assertThat(status.cached())
        .isEqualTo(new Cached("example:example/x86_64/os/stable", sum("c"), null, "34.3"));
  }

  @Test
  void imagesOf2026() throws Exception {
    var status = read("2026-images");
    var staged = status.deployments().get(0);
    var booted = status.deployments().get(1);
    var other = status.deployments().get(2);

    assertThat(staged.origin()).isEqualTo(SIGNED);
    assertThat(staged.reference()).isEqualTo(OsReference.parse(SIGNED));
    assertThat(staged.digest()).as("its own word counts").isEqualTo(digest("b"));
    assertThat(booted.digest()).as("what its commit says").isEqualTo(digest("a"));
    assertThat(booted.version()).as("of the image alone").isNull();
    assertThat(booted.title()).isEqualTo("aaaaaaaaaaaa");
    assertThat(other.id()).endsWith(".2");
    assertThat(other.digest()).isNull();
    assertThat(other.reference())
        .isEqualTo(OsReference.parse("ostree-unverified-image:oci:/var/lib/os"));
    assertThat(status.driver()).isNull();
    assertThat(status.cached()).isEqualTo(new Cached(SIGNED, sum("d"), null, "43.3"));
  }

  @Test
  void whatWasLayeredIsToldApartFromItsBase() throws Exception {
    var status = read("2026-layered");
    var staged = status.deployments().get(0);
    var booted = status.deployments().get(1);
    var rollback = status.deployments().get(2);

    assertThat(staged.checksum()).isEqualTo(sum("c"));
    assertThat(staged.base()).isEqualTo(sum("2"));
    assertThat(staged.version()).isEqualTo("43.2");
    assertThat(staged.timestamp())
        .as("when the base was built, and not when it was layered on")
        .isEqualTo(Instant.parse("2026-09-01T00:00:00Z"));
    assertThat(staged.layers())
        .as("as requested, in effect or not")
        .isEqualTo(
            new Layers(
                set("no-such-package", "tmux", "vim-enhanced"),
                set("tool-1.0-1.x86_64"),
                set("nano", "never-there"),
                set("old-2.0-1.fc43.x86_64")));
    assertThat(booted.layers()).isEqualTo(new Layers(set("tmux"), set(), set(), set()));
    assertThat(booted.pulled()).isEqualTo(sum("2"));
    assertThat(rollback.base()).isEqualTo(sum("9"));
    assertThat(rollback.digest()).isEqualTo(digest("9"));
    assertThat(rollback.pinned()).isTrue();
  }

  @Test
  void aDeploymentNeedsNoMoreThanItsName() {
    assertThat(deployment(""))
        .isEqualTo(
            new Deployment(
                "os-a.0",
                "os",
                "a",
                null,
                "",
                null,
                null,
                null,
                null,
                false,
                false,
                false,
                false,
                false,
                Layers.NONE,
                null));
  }

  @Test
  void aReferenceThatNobodyUnderstandsIsShownAsItIs() {
    var deployment = deployment(", \"origin\": \"what:is:this\"");

    assertThat(deployment.origin()).isEqualTo("what:is:this");
    assertThat(deployment.reference()).isNull();
  }

  @Test
  void aCommitCanBeTheOrigin() {
    assertThat(deployment(", \"origin\": \"%s\"".formatted(sum("a"))).reference())
        .isEqualTo(new OsReference.Commit(sum("a")));
  }

  /** Some of them are written in the wrong order of bytes. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "-2341871806232657920",
        "-1",
        "6870245117239754752",
        "9223372036854775807",
        "92233720368547758070",
        "1.5",
        "\"1622505600\"",
        "null",
        "[]"
      })
  void aTimestampThatIsNoneIsNotKnown(String garbage) {
    assertThat(deployment(", \"timestamp\": " + garbage).timestamp()).isNull();
  }

  @Test
  void keysOfAnotherTypeAreAsGoodAsMissing() {
    var deployment =
        deployment(
            ", \"version\": 43, \"origin\": null, \"booted\": \"no\", \"requested-packages\": {\"a\": 1},"
                + " \"requested-base-removals\": [1, \"nano\", null], \"base-commit-meta\": []");

    assertThat(deployment.version()).isNull();
    assertThat(deployment.origin()).isEmpty();
    assertThat(deployment.booted()).isFalse();
    assertThat(deployment.layers()).isEqualTo(new Layers(set(), set(), set("nano"), set()));
    assertThat(deployment.digest()).isNull();
  }

  @ParameterizedTest
  @ValueSource(strings = {"id", "osname", "checksum"})
  void oneWithoutANameIsRefused(String key) throws Exception {
    var text = Files.readString(Path.of("src/test/resources/rpm-ostree/2017.json"));

    assertThatThrownBy(() -> RpmOstreeStatus.read(text.replace("\"%s\":".formatted(key), "\"x\":")))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("one of its deployments has no '%s'", key);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"{}", "[]", "null", "7", "{\"deployments\": null}", "{\"deployments\": {}}", ""})
  void whatIsNoStatusIsRefused(String text) {
    assertThatThrownBy(() -> RpmOstreeStatus.read(text))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("it has no list of deployments");
  }

  @ParameterizedTest
  @ValueSource(strings = {"error: no", "{\"deployments\": [", "{\"deployments\": []} more"})
  void whatIsNoJsonIsRefused(String text) {
    assertThatThrownBy(() -> RpmOstreeStatus.read(text)).isInstanceOf(JacksonException.class);
  }

  @Test
  void aHostCanHaveNoDeploymentYet() {
    assertThat(RpmOstreeStatus.read("{\"deployments\": []}").deployments()).isEmpty();
  }

  @Test
  void aDriverNeedsNoUnit() {
    var status =
        RpmOstreeStatus.read("{\"deployments\": [], \"update-driver\": {\"driver-name\": \"X\"}}");

    assertThat(requireNonNull(status.driver())).isEqualTo(new Driver("X", null));
  }

  @Test
  void aTransactionCanBeShorter() {
    assertThat(
            RpmOstreeStatus.read("{\"deployments\": [], \"transaction\": [\"Upgrade\"]}")
                .transaction())
        .isEqualTo(new Transaction("Upgrade", ""));
  }
}
