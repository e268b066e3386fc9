package io.atomic.reconcile.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import org.junit.jupiter.api.Test;

class LogFormatTest {
  @Test
  void peopleReadAWordForTheLevel() {
    var format = new LogFormat(LogStyle.TEXT, false);
    assertThat(format.format(new LogRecord(Level.WARNING, "slow"))).isEqualTo("warning: slow\n");
    assertThat(format.format(new LogRecord(Level.SEVERE, "lost"))).isEqualTo("error: lost\n");
    assertThat(format.format(new LogRecord(Level.FINEST, "GET"))).isEqualTo("debug: GET\n");
  }

  @Test
  void theJournalGetsAPriorityForEveryLine() {
    var format = new LogFormat(LogStyle.JOURNAL, false);
    assertThat(format.format(new LogRecord(Level.WARNING, "a\nb\n"))).isEqualTo("<4>a\n<4>b\n");
    assertThat(format.format(new LogRecord(Level.INFO, "a"))).isEqualTo("<6>a\n");
  }

  @Test
  void anExceptionIsOneLineUnlessAllIsWanted() {
    var event = new LogRecord(Level.WARNING, "cannot close");
    event.setThrown(new IOException("gone"));
    assertThat(new LogFormat(LogStyle.TEXT, false).format(event))
        .isEqualTo("warning: cannot close: java.io.IOException: gone\n");
    assertThat(new LogFormat(LogStyle.JOURNAL, true).format(event).lines())
        .hasSizeGreaterThan(2)
        .allMatch(line -> line.startsWith("<4>"))
        .anyMatch(line -> line.contains("\tat "));
  }

  @Test
  void programsReadOneObjectOnEachLine() {
    var event = new LogRecord(Level.WARNING, "a \"b\"\nc");
    var line = new LogFormat(LogStyle.JSON, false).format(event);
    assertThat(line)
        .startsWith("{\"ts\":\"20")
        .endsWith("\",\"level\":\"warning\",\"msg\":\"a \\\"b\\\"\\nc\"}\n");
    assertThat(
            LogStyle.JSON.lines(new LogLine(LogLine.Severity.ERROR, "m", "r1", "web", "run/web")))
        .endsWith("\"msg\":\"m\",\"run\":\"r1\",\"app\":\"web\",\"step\":\"run/web\"}\n");
  }

  @Test
  void anErrorOfTheCommandLineIsOneInEveryStyle() {
    assertThat(LogStyle.TEXT.error("what?\ntry this")).isEqualTo("error: what?\ntry this\n");
    assertThat(LogStyle.JOURNAL.error("what?\ntry this"))
        .isEqualTo("<3>error: what?\n<3>try this\n");
    assertThat(LogStyle.JSON.error("what?\ntry this"))
        .endsWith("\"level\":\"error\",\"msg\":\"what?\\ntry this\"}\n");
  }

  @Test
  void nothingSteersTheTerminal() {
    var format = new LogFormat(LogStyle.TEXT, false);
    assertThat(format.format(new LogRecord(Level.WARNING, "\u001b[2Jx\u0007")))
        .isEqualTo("warning: \\x1b[2Jx\\x07\n");
  }

  @Test
  void whatTheEngineAnswersIsNotShown() {
    assertThat(LogFormat.isFitToShow(new LogRecord(Level.FINEST, "GET: /info"))).isTrue();
    assertThat(LogFormat.isFitToShow(new LogRecord(Level.FINEST, "Response: x"))).isFalse();
    assertThat(LogFormat.isFitToShow(new LogRecord(Level.WARNING, "slow"))).isTrue();
  }
}
