package io.atomic.reconcile.host;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.atomic.reconcile.model.RebootObstacles.Inhibitor;
import io.atomic.reconcile.model.RebootObstacles.Session;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.core.JacksonException;

/** Who counts as being in the way of a reboot, of all that logind lists. */
class LogindReadingTest {

  private static String inhibitor(String what, String mode) {
    return "{\"type\":\"a(ssssuu)\",\"data\":[[[\"%s\",\"Backup\",\"it's \\\"half\\\" done\",\"%s\",0,74]]]}"
        .formatted(what, mode);
  }

  @ParameterizedTest
  @CsvSource({
    "shutdown, block",
    "shutdown:sleep, block",
    "sleep:shutdown:idle, block",
    "shutdown, block-weak"
  })
  void whoBlocksAShutdownIsInTheWay(String what, String mode) {
    assertThat(LogindReading.inhibitors(inhibitor(what, mode)))
        .containsExactly(new Inhibitor("Backup", "it's \"half\" done", 74));
  }

  @ParameterizedTest
  @CsvSource({"shutdown, delay", "sleep, block", "idle:handle-power-key, block", "sleep, delay"})
  void whoOnlyDelaysItOrBlocksSomethingElseIsNot(String what, String mode) {
    assertThat(LogindReading.inhibitors(inhibitor(what, mode))).isEmpty();
  }

  @Test
  void nobodyIsNobody() {
    assertThat(LogindReading.inhibitors("{\"type\":\"a(ssssuu)\",\"data\":[[]]}")).isEmpty();
    assertThat(LogindReading.sessionPaths("{\"type\":\"a(susso)\",\"data\":[[]]}")).isEmpty();
  }

  @Test
  void sessionsAreAskedByTheirPaths() {
    assertThat(
            LogindReading.sessionPaths(
                """
                {"type":"a(susso)","data":[[["1",0,"root","seat0","/org/freedesktop/login1/session/_31"],\
                ["c2",1000,"ann","","/org/freedesktop/login1/session/c2"]]]}
                """))
        .containsExactly(
            "/org/freedesktop/login1/session/_31", "/org/freedesktop/login1/session/c2");
  }

  /** The properties that are read, among others. */
  private static String session(
      String kind, String state, String terminal, String seat, String remoteHost) {
    return """
    {"type":"a{sv}","data":[{"Id":{"type":"s","data":"3"},"User":{"type":"(uo)","data":[1000,"/u"]},\
    "Name":{"type":"s","data":"ann"},"VTNr":{"type":"u","data":0},\
    "Seat":{"type":"(so)","data":["%s","/"]},"TTY":{"type":"s","data":"%s"},\
    "Remote":{"type":"b","data":%s},"RemoteHost":{"type":"s","data":"%s"},\
    "Class":{"type":"s","data":"%s"},"State":{"type":"s","data":"%s"}}]}
    """
        .formatted(seat, terminal, !remoteHost.isEmpty(), remoteHost, kind, state);
  }

  @Test
  void whoSitsAtATerminalASeatOrAnotherHostIsLoggedIn() {
    assertThat(LogindReading.interactive(session("user", "active", "tty1", "seat0", "")))
        .isEqualTo(new Session("3", "ann", "tty1", null));
    assertThat(LogindReading.interactive(session("user", "online", "pts/0", "", "198.51.100.7")))
        .isEqualTo(new Session("3", "ann", "pts/0", "198.51.100.7"));
    assertThat(LogindReading.interactive(session("user", "active", "", "seat0", "")))
        .isEqualTo(new Session("3", "ann", null, null));
    assertThat(LogindReading.interactive(session("user", "active", "", "", "198.51.100.7")))
        .isEqualTo(new Session("3", "ann", null, "198.51.100.7"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"user-early", "user-light", "user-incomplete"})
  void whoLogsInEarlyOrWithoutAManagerIsLoggedInAsWell(String kind) {
    assertThat(LogindReading.interactive(session(kind, "active", "pts/0", "", ""))).isNotNull();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"greeter", "lock-screen", "background", "manager", "manager-early", "none"})
  void loginScreensTimersAndLingeringManagersAreNobody(String kind) {
    assertThat(LogindReading.interactive(session(kind, "active", "tty1", "seat0", ""))).isNull();
  }

  @Test
  void whoIsLeavingOrHasNoTerminalIsNobody() {
    assertThat(LogindReading.interactive(session("user", "closing", "pts/0", "", ""))).isNull();
    assertThat(LogindReading.interactive(session("user", "online", "", "", ""))).isNull();
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "nonsense", "{\"data\":[[[1,2]]]}", "{\"data\":[[[]]]}"})
  void whatIsSomethingElseIsNotTakenForNobody(String answer) {
    assertThatThrownBy(() -> LogindReading.inhibitors(answer)).isInstanceOf(JacksonException.class);
    assertThatThrownBy(() -> LogindReading.sessionPaths(answer))
        .isInstanceOf(JacksonException.class);
    assertThatThrownBy(() -> LogindReading.interactive(answer))
        .isInstanceOf(JacksonException.class);
  }
}
