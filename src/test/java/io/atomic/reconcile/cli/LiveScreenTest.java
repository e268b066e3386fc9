package io.atomic.reconcile.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import org.junit.jupiter.api.Test;

/** A table that changes in place. */
class LiveScreenTest {
  private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
  private final PrintStream out = new PrintStream(bytes, true, UTF_8);

  private String printed() {
    var text = bytes.toString(UTF_8);
    bytes.reset();
    return text;
  }

  @Test
  void onlyWhatChangesIsPaintedAndNothingIsClearedBeforehand() {
    try (var screen = new LiveScreen(out)) {
      screen.show("APP\nweb ok\ndb ok\n");
      assertThat(printed()).contains("APP", "web ok", "db ok");

      screen.show("APP\nweb bad\ndb ok\n");
      assertThat(printed()).contains("web bad\u001b[K").doesNotContain("APP", "db ok", "\u001b[2J");

      screen.show("APP\nweb bad\ndb ok\n");
      assertThat(printed()).isEmpty();
    }
  }

  @Test
  void theTerminalIsLeftAsItWasOnce() {
    var screen = new LiveScreen(out);
    assertThat(printed()).contains("\u001b[?1049h", "\u001b[?25l", "\u001b[?7l");
    screen.close();
    screen.close();
    screen.show("too late\n");
    assertThat(printed()).isEqualTo("\u001b[?7h\u001b[?25h\u001b[?1049l");
  }
}
