package io.atomic.reconcile.it;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The double of bootc, on the same sysroot. */
class OstreeHostBootcIT {
  private static final String IMAGE = "quay.io/acme/os:stable";

  @AutoClose private final OstreeHost host = OstreeHost.booted();

  private Command.Result does(String... words) {
    return TestHost.endsWith(0, host.bootc(words));
  }

  private JsonNode status() {
    return JsonMapper.shared().readTree(does("status", "--json", "--format-version=1").out());
  }

  private String digest(String place) {
    return status().at("/status/" + place + "/image/imageDigest").asString("");
  }

  /** Has booted the image. */
  private String boots(String version) {
    var digest = host.publishesImage(IMAGE, version);
    does("switch", IMAGE);
    host.reboots();
    return digest;
  }

  @Test
  void aClassicHostIsNoBootcHostUntilItIsSwitched() {
    assertThat(status().at("/status/type").isNull()).isTrue();
    assertThat(status().at("/status/booted/image").isNull()).isTrue();
    var digest = host.publishesImage(IMAGE, "5.0");

    does("switch", IMAGE);

    assertThat(digest("staged")).isEqualTo(digest);
    assertThat(does("switch", IMAGE).out()).isEqualTo("Image specification is unchanged.\n");
    host.reboots();
    assertThat(status().at("/status/type").asString()).isEqualTo("bootcHost");
    assertThat(host.bootedDeployment().reference())
        .isEqualTo("ostree-unverified-registry:" + IMAGE);
  }

  @Test
  void anUpgradeEndsWith0HoweverItGoes() {
    boots("5.0");
    assertThat(does("upgrade").out()).isEqualTo("No update available.\n");
    assertThat(does("upgrade", "--check").out()).startsWith("No changes in: ");
    var two = host.publishesImage(IMAGE, "6.0");

    assertThat(does("upgrade", "--check").out()).startsWith("Update available for: ");
    assertThat(status().at("/status/booted/cachedUpdate/imageDigest").asString()).isEqualTo(two);
    does("upgrade");
    assertThat(does("upgrade").out()).isEqualTo("Staged update present, not changed\n");
    assertThat(digest("staged")).isEqualTo(two);
  }

  @Test
  void whatIsOnlyDownloadedWaitsUntilItIsAppliedFromThere() {
    boots("5.0");
    host.publishesImage(IMAGE, "6.0");

    does("upgrade", "--download-only");
    assertThat(status().at("/status/staged/downloadOnly").asBoolean()).isTrue();
    does("upgrade", "--from-downloaded");

    host.reboots();
    assertThat(host.bootedDeployment().version()).isEqualTo("6.0");
  }

  @Test
  void editTakesTheWholeHostAndHonoursItsSpec() {
    boots("5.0");
    var other = host.publishesImage("quay.io/acme/os:testing", "7.0");
    var document = status().toString();
    var file = TestHost.write(host.root().resolve("tmp/host.json"), document);
    assertThat(does("edit", "-f", file.toString()).out())
        .isEqualTo("Edit cancelled, no changes made.\n");

    TestHost.write(file, document.replace(":stable", ":testing").replace("default", "rollback"));
    assertThat(host.bootc("edit", "-f", file.toString()).err())
        .isEqualTo("error: Invalid state transition: rollback and image change\n");
    TestHost.write(file, document.replace(":stable", ":testing"));
    does("edit", "-f", file.toString());

    assertThat(digest("staged")).isEqualTo(other);
  }

  @Test
  void rollbackTogglesTheBootOrder() {
    assertThat(host.bootc("rollback").err()).isEqualTo("error: No rollback available\n");
    boots("5.0");

    does("rollback");
    assertThat(status().at("/spec/bootOrder").asString()).isEqualTo("rollback");
    assertThat(status().at("/status/rollbackQueued").asBoolean()).isTrue();
    assertThat(does("rollback").out()).startsWith("notice: Reverting queued rollback state\n");
    assertThat(status().at("/spec/bootOrder").asString()).isEqualTo("default");
  }

  @Test
  void layeredPackagesLockItOut() {
    boots("5.0");
    TestHost.endsWith(0, host.rpmOstree("install", "htop"));
    host.reboots();

    assertThat(status().at("/status/booted/incompatible").asBoolean()).isTrue();
    assertThat(status().at("/status/booted/image").isNull()).isTrue();
    var result = host.bootc("upgrade");
    assertThat(result.exitCode()).isEqualTo(1);
    assertThat(result.err())
        .startsWith(
            "error: Deployment contains local rpm-ostree modifications; cannot upgrade via bootc.");
  }

  @Test
  void theOlderFormatHasAnotherNameAndFewerFields() {
    boots("5.0");
    host.behaves("bootc", "v1alpha1");

    assertThat(status().path("apiVersion").asString()).isEqualTo("org.containers.bootc/v1alpha1");
    assertThat(status().at("/status/booted").has("store")).isFalse();
    assertThat(host.bootc("status", "--json", "--format-version=2").err())
        .startsWith("error: Unsupported format version");
  }
}
