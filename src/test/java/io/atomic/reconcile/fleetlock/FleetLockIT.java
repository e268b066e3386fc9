package io.atomic.reconcile.fleetlock;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.atomic.reconcile.cycle.RebootLocks;
import io.atomic.reconcile.cycle.RebootLocks.Answer;
import io.atomic.reconcile.fleetlock.FakeLockServer.Mishap;
import io.atomic.reconcile.http.Identities;
import io.atomic.reconcile.model.HostSpec.Reboot.FleetLock;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.FutureTask;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The hosts of a fleet agree on who boots, by servers that behave in either way that there is. */
@Timeout(60)
class FleetLockIT {
  private static final String MACHINE = "0123456789abcdef0123456789abcdef";

  /** As systemd-id128 makes it of that machine and of this program. */
  private static final String NODE = "3a3a842ed1d94f8d94e24ef3dd9cdeb7";

  private static final Answer GRANTED = new Answer.Granted();

  @TempDir Path root = Path.of("");

  @BeforeEach
  void hasAMachineId() throws Exception {
    machineId(MACHINE + "\n");
  }

  private void machineId(String text) throws Exception {
    var file = root.resolve("etc/machine-id");
    Files.createDirectories(file.getParent());
    Files.writeString(file, text);
  }

  private RebootLocks locks() {
    return new HttpRebootLocks(root, Map.of(), Duration.ofSeconds(30));
  }

  private RebootLocks impatient() {
    return new HttpRebootLocks(root, Map.of(), Duration.ofMillis(500));
  }

  private static FleetLock web(String url) {
    return new FleetLock(url, "web");
  }

  private static FakeLockServer airlock() {
    return FakeLockServer.airlock(Map.of("web", 2));
  }

  @Test
  void itIsAskedAsTheProtocolSays() throws Exception {
    try (var server = airlock()) {
      assertThat(locks().acquire(web(server.url()))).isEqualTo(GRANTED);
      assertThat(locks().release(web(server.url()))).isEqualTo(GRANTED);

      var body = "{\"client_params\":{\"id\":\"%s\",\"group\":\"web\"}}".formatted(NODE);
      assertThat(server.asked())
          .containsExactly(
              new FakeLockServer.Asked("POST", "/v1/pre-reboot", "true", "application/json", body),
              new FakeLockServer.Asked(
                  "POST", "/v1/steady-state", "true", "application/json", body));
    }
  }

  @Test
  void airlockLetsAsManyRebootAsItHasSlots() throws Exception {
    try (var server = airlock()) {
      server.isHeldBy("web", "another");

      assertThat(locks().acquire(web(server.url()))).isEqualTo(GRANTED);
      assertThat(locks().acquire(web(server.url()))).as("once more").isEqualTo(GRANTED);
      assertThat(server.holders("web")).containsExactlyInAnyOrder("another", NODE);

      assertThat(locks().release(web(server.url()))).isEqualTo(GRANTED);
      assertThat(locks().release(web(server.url()))).as("once more").isEqualTo(GRANTED);
      assertThat(server.holders("web")).containsExactly("another");
    }
  }

  @Test
  void whenAllSlotsAreTakenAirlockRefuses() throws Exception {
    try (var server = airlock()) {
      server.isHeldBy("web", "one");
      server.isHeldBy("web", "two");

      assertThat(locks().acquire(web(server.url())))
          .isEqualTo(
              new Answer.Refused(500, "failed_lock", "all 2 semaphore slots currently locked"));
      assertThat(locks().release(web(server.url()))).isEqualTo(GRANTED);
      assertThat(server.holders("web")).containsExactly("one", "two");

      server.isGivenBackBy("web", "one");
      assertThat(locks().acquire(web(server.url()))).isEqualTo(GRANTED);
    }
  }

  @Test
  void aGroupThatAirlockDoesNotHaveIsNamed() throws Exception {
    try (var server = airlock()) {
      assertThat(locks().acquire(new FleetLock(server.url(), "db")))
          .isEqualTo(new Answer.Refused(400, "unknown_group", "unknown group 'db'"));
    }
  }

  @Test
  void fleetlockLetsOneReboot() throws Exception {
    try (var server = FakeLockServer.fleetlock()) {
      assertThat(locks().acquire(web(server.url()))).isEqualTo(GRANTED);
      assertThat(locks().acquire(web(server.url()))).as("once more").isEqualTo(GRANTED);
      assertThat(server.holders("web")).containsExactly(NODE);
      assertThat(locks().release(web(server.url()))).isEqualTo(GRANTED);
      assertThat(locks().release(web(server.url()))).as("once more").isEqualTo(GRANTED);
      assertThat(server.holders("web")).isEmpty();
    }
  }

  @Test
  void whileAnotherHasItsLockFleetlockRefusesToLendItAndToTakeItBack() throws Exception {
    try (var server = FakeLockServer.fleetlock()) {
      server.isHeldBy("web", "another");
      var held = new Answer.Refused(423, "lock_held", "reboot lease unavailable, held by another");

      assertThat(locks().acquire(web(server.url()))).isEqualTo(held);
      assertThat(locks().release(web(server.url()))).isEqualTo(held);
      assertThat(locks().acquire(new FleetLock(server.url(), "db"))).isEqualTo(GRANTED);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "/", "//"})
  void slashesAtTheEndOfTheUrlDoNotMatter(String end) throws Exception {
    try (var server = FakeLockServer.fleetlockBelow("/fleet/west")) {
      assertThat(locks().acquire(web(server.url() + end))).isEqualTo(GRANTED);
    }
  }

  @Test
  void whereThereIsNoSuchServerNothingIsGranted() throws Exception {
    try (var server = FakeLockServer.fleetlockBelow("/fleet")) {
      assertThat(locks().acquire(web(server.url().replace("/fleet", ""))))
          .isEqualTo(new Answer.Refused(404, "", "it gave no reason (404)"));
    }
  }

  @Test
  void anAnswerThatWasLostIsGivenAgain() throws Exception {
    try (var server = FakeLockServer.fleetlock()) {
      server.suffers(Mishap.DROPS_THE_ANSWER);
      assertThat(locks().acquire(web(server.url()))).isInstanceOf(Answer.Silent.class);
      assertThat(server.holders("web")).containsExactly(NODE);

      server.suffers(Mishap.NONE);
      assertThat(locks().acquire(web(server.url()))).isEqualTo(GRANTED);

      server.suffers(Mishap.DROPS_THE_ANSWER);
      assertThat(locks().release(web(server.url()))).isInstanceOf(Answer.Silent.class);
      server.suffers(Mishap.NONE);
      assertThat(locks().release(web(server.url()))).isEqualTo(GRANTED);
      assertThat(server.holders("web")).isEmpty();
    }
  }

  @Test
  void aConnectionThatBreaksOffIsNoAnswer() throws Exception {
    try (var server = airlock()) {
      server.suffers(Mishap.DROPS);

      assertThat(silence(locks().acquire(web(server.url()))))
          .startsWith(
              "tried to ask FleetLock at '%s' to let this host reboot, but the exchange with"
                  .formatted(authority(server)));
      assertThat(server.asked()).hasSize(1);
      assertThat(server.holders("web")).isEmpty();
    }
  }

  @Test
  void aServerThatHangsIsNotWaitedForLong() throws Exception {
    try (var server = airlock()) {
      server.suffers(Mishap.HANGS);

      assertThat(silence(impatient().release(web(server.url()))))
          .isEqualTo(
              "tried to ask FleetLock at '%1$s' to take back this host's lock, but '%1$s' did not"
                      .formatted(authority(server))
                  + " answer within 500ms");
    }
  }

  @Test
  void whatIsNoErrorOfTheProtocolIsARefusalWithoutAReason() throws Exception {
    try (var server = airlock()) {
      server.suffers(Mishap.ANSWERS_GARBAGE);

      assertThat(locks().acquire(web(server.url())))
          .isEqualTo(new Answer.Refused(502, "", "it gave no reason (502)"));
    }
  }

  @Test
  void anErrorThatNeverEndsIsNoAnswer() throws Exception {
    try (var server = airlock()) {
      server.suffers(Mishap.ANSWERS_AT_LENGTH);

      assertThat(silence(locks().acquire(web(server.url())))).endsWith(" is too large");
    }
  }

  @Test
  void ofAYesTheTextDoesNotMatter() throws Exception {
    try (var server = airlock()) {
      server.suffers(Mishap.AGREES_AT_LENGTH);

      assertThat(locks().acquire(web(server.url()))).isEqualTo(GRANTED);
    }
  }

  @Test
  void redirectsAreNotFollowed() throws Exception {
    try (var server = airlock()) {
      server.suffers(Mishap.REDIRECTS);

      assertThat(locks().acquire(web(server.url())))
          .isEqualTo(new Answer.Refused(307, "", "it sends who asks to another address (307)"));
      assertThat(server.asked()).hasSize(1);
    }
  }

  @Test
  void whoeverSpeaksAnotherProtocolGivesNoAnswer() throws Exception {
    try (var server = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      var speaking =
          new FutureTask<>(() -> {
            try (var socket = server.accept()) {
              socket.getOutputStream().write("SSH-2.0-OpenSSH_9.2\r\n".getBytes(UTF_8));
            }
            return true;
          });
      Thread.ofVirtual().start(speaking);

      assertThat(locks().acquire(web("http://127.0.0.1:" + server.getLocalPort())))
          .isInstanceOf(Answer.Silent.class);
    }
  }

  @Test
  void whereNobodyListensThereIsNoAnswer() throws Exception {
    var server = airlock();
    server.close();

    assertThat(silence(locks().acquire(web(server.url()))))
        .endsWith(", but nobody can be reached at '%s'".formatted(authority(server)));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"http://", "https://a_b/", "http://x:99999/", "http://x/%", "http://x/?group=a"})
  void anUrlThatIsNoAddressAsksNobody(String url) throws Exception {
    assertThat(silence(locks().acquire(web(url))))
        .isEqualTo(
            "tried to ask a FleetLock server to let this host reboot, but its url is no address");
  }

  @Test
  void aServerIsTrustedWhoseAuthorityTheHostTrusts() throws Exception {
    var identities =
        new Identities(Files.createDirectory(root.resolve("keys")))
            .authority("ca")
            .signed("server", "ca");
    try (var server = FakeLockServer.fleetlock(identities.server("server"))) {
      assertThat(silence(locks().acquire(web(server.url()))))
          .contains("nobody who is trusted here has signed the certificate");
      identities.certificateFile("ca", root.resolve("etc/ssl/certs/ca-certificates.crt"));

      assertThat(locks().acquire(web(server.url()))).isEqualTo(GRANTED);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "\n", "uninitialized\n", "0123", MACHINE + MACHINE})
  void aHostThatCannotSayWhoItIsAsksNobody(String machineId) throws Exception {
    machineId(machineId);
    try (var server = airlock()) {
      var shown = machineId.strip().isEmpty() ? "is empty" : "is '" + machineId.strip() + "'";

      assertThat(silence(locks().acquire(web(server.url()))))
          .isEqualTo(
              "tried to ask FleetLock at '%s' to let this host reboot, but this host cannot say who"
                      .formatted(authority(server))
                  + " it is: /etc/machine-id %s; 'systemd-machine-id-setup' makes one"
                      .formatted(shown));
      assertThat(server.asked()).isEmpty();
    }
  }

  @Test
  void soDoesOneWithoutAMachineId() throws Exception {
    Files.delete(root.resolve("etc/machine-id"));
    try (var server = airlock()) {
      assertThat(silence(locks().release(web(server.url()))))
          .contains("/etc/machine-id is not there or cannot be read");
      assertThat(server.asked()).isEmpty();
    }
  }

  private static String authority(FakeLockServer server) {
    return server.url().replaceFirst("^.*://", "");
  }

  private static String silence(Answer answer) {
    assertThat(answer).isInstanceOf(Answer.Silent.class);
    return answer instanceof Answer.Silent(var why) ? why : "";
  }
}
