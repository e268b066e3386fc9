package io.atomic.reconcile.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.stream.StreamSupport;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import tools.jackson.databind.json.JsonMapper;

/**
 * What a real systemd and its logind tell of a reboot: who is in its way, and how the last went.
 */
@Execution(ExecutionMode.SAME_THREAD)
@Timeout(300)
class LogindIT {
  private static final String NOBODY = "nobody is in the way of a reboot";
  private static final String NOTHING_TO_PROVE = "it has nothing to prove";
  private static final String PROVED = "it has proved itself";
  private static final String NOT_YET = "it has not proved itself yet";
  private static final String FAILED = "it has not proved itself: what";

  @AutoClose private final SystemdHost host = SystemdHost.booted();

  /** What the doctor says of one subject. */
  private List<String> told(String subject) {
    return told(subject, host.runsProgram("doctor", "-o", "json"));
  }

  private static List<String> told(String subject, Command.Result result) {
    assertThat(result.exitCode()).as("%s", result).isIn(0, 1);
    var diagnoses = JsonMapper.shared().readTree(result.out()).path("diagnoses");
    return StreamSupport.stream(diagnoses.spliterator(), false)
        .filter(diagnosis -> diagnosis.path("subject").stringValue().equals(subject))
        .map(diagnosis -> diagnosis.path("message").stringValue())
        .toList();
  }

  private void awaitTold(String subject, String message) {
    Awaitility.await()
        .untilAsserted(
            () -> assertThat(told(subject)).singleElement().asString().contains(message));
  }

  private void inhibits(String unit, String mode, String who, String why) {
    host.does(
        "systemd-run",
        "--unit=" + unit,
        "systemd-inhibit",
        "--what=shutdown:sleep",
        "--mode=" + mode,
        "--who=" + who,
        "--why=" + why,
        "sleep",
        "infinity");
    Awaitility.await().until(() -> host.does("systemd-inhibit", "--list").contains(who));
  }

  /** A login as at a console: with a terminal of its own and a session of class {@code user}. */
  private void logsIn() {
    host.does("systemd-run", "--unit=login", "script", "-qfc", "login -f root", "/root/typescript");
  }

  @Test
  void whoBlocksAShutdownIsInTheWayUntilItIsDone() {
    assertThat(told("reboot")).containsExactly(NOBODY);

    inhibits("backup", "block", "Backup", "it's half done");
    assertThat(told("reboot"))
        .singleElement()
        .asString()
        .matches("'Backup' \\(process \\d+\\) blocks a shutdown: it's half done");

    host.does("systemctl", "stop", "backup");
    awaitTold("reboot", NOBODY);
  }

  @Test
  void whoOnlyDelaysAShutdownIsNotInTheWay() {
    inhibits("mail", "delay", "Mail", "one moment");
    assertThat(told("reboot")).containsExactly(NOBODY);
  }

  @Test
  void everybodyMayAskWhoIsInTheWay() {
    inhibits("backup", "block", "Backup", "it is half done");

    var words =
        List.of("setpriv", "--reuid=65534", "--regid=65534", "--clear-groups", "env", "HOME=/");
    var all = new java.util.ArrayList<>(words);
    all.addAll(List.of(host.program("doctor", "-o", "json")));
    var result = host.runs(all.toArray(String[]::new));

    assertThat(told("reboot", result)).singleElement().asString().startsWith("'Backup'");
    assertThat(told("boot", result)).singleElement().asString().startsWith(NOTHING_TO_PROVE);
  }

  @Test
  void whoIsLoggedInIsSeenAndSpokenTo() {
    logsIn();
    awaitTold("reboot", "'root' is logged in on pts/0, and would be disturbed");

    var spoken =
        host.runsJava(
            """
            void main() throws Exception {
              var environment = new TreeMap<>(Map.of("PATH", "/usr/bin:/bin"));
              new io.atomic.reconcile.host.LocalRebootWatch(Path.of("/"), environment)
                  .warn("This host boots in a minute: é");
            }
            """);
    assertThat(spoken.exitCode()).as("%s", spoken).isZero();
    Awaitility.await()
        .untilAsserted(() ->
            assertThat(host.does("cat", "/root/typescript"))
                .contains("Broadcast message from", "This host boots in a minute: "));

    host.does("systemctl", "stop", "login");
    awaitTold("reboot", NOBODY);
  }

  @Test
  void whereLogindCannotBeAskedThatIsSaid() {
    host.does("systemctl", "mask", "--runtime", "--now", "systemd-logind.service");

    assertThat(told("reboot"))
        .singleElement()
        .asString()
        .startsWith("tried to ask logind who inhibits a shutdown, but ");
  }

  // --- the boot ---

  /** A unit that has to succeed before {@code boot-complete.target}, as greenboot's is. */
  private void hasCheck(String unit, String script) {
    host.writes(
        "/etc/systemd/system/check.service",
        """
        [Unit]
        Before=boot-complete.target
        %s
        [Service]
        Type=oneshot
        RemainAfterExit=yes
        ExecStart=/bin/sh -c '%s'
        [Install]
        RequiredBy=boot-complete.target
        """
            .formatted(unit, script));
    host.does("systemctl", "enable", "check");
  }

  /** A unit that is to start only after a boot that has proved itself, as Zincati is. */
  private void hasConsumer() {
    host.writes(
        "/etc/systemd/system/consumer.service",
        """
        [Unit]
        Requires=boot-complete.target
        After=boot-complete.target
        [Service]
        ExecStart=sleep infinity
        [Install]
        WantedBy=multi-user.target
        """);
    host.does("systemctl", "enable", "consumer");
  }

  private String stateOf(String unit) {
    return host.runs("systemctl", "is-active", unit).out().strip();
  }

  @Test
  void aBootThatNobodyAsksToProveItselfHasNothingToProve() {
    hasCheck("", "true");
    host.reboots();
    host.awaitRunning();

    assertThat(told("boot")).singleElement().asString().startsWith(NOTHING_TO_PROVE);
  }

  @Test
  void aBootProvesItselfOnceItsChecksHavePassed() {
    hasCheck("", "until test -e /run/good; do sleep 0.1; done");
    hasConsumer();
    host.reboots();

    Awaitility.await().until(() -> stateOf("check"), "activating"::equals);
    assertThat(told("boot")).singleElement().asString().startsWith(NOT_YET);

    host.writes("/run/good", "");
    host.awaitRunning();
    assertThat(told("boot")).singleElement().asString().startsWith(PROVED);
    assertThat(stateOf("consumer")).isEqualTo("active");
  }

  @Test
  void aBootWhoseCheckFailsCannotProveItself() {
    hasCheck("", "false");
    hasConsumer();
    host.reboots();
    host.awaitRunning();

    assertThat(told("boot")).singleElement().asString().startsWith(FAILED);
    assertThat(stateOf("consumer")).isEqualTo("inactive");
  }

  /** systemd calls such a check inactive, as if nobody had ever wanted it. */
  @Test
  void norDoesOneWhoseCheckWaitsForSomethingThatFails() {
    host.writes(
        "/etc/systemd/system/disk.service", "[Service]\nType=oneshot\nExecStart=/bin/false\n");
    hasCheck("Requires=disk.service\nAfter=disk.service", "true");
    hasConsumer();
    host.reboots();
    host.awaitRunning();

    assertThat(stateOf("check")).isEqualTo("inactive");
    assertThat(told("boot")).singleElement().asString().startsWith(FAILED);
  }
}
