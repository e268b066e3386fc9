package io.atomic.reconcile.model;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What a text can hold that acts on a terminal, or deceives who reads it. */
class PrintableTest {
  @Test
  void eachOfThemIsShownAsWhatItIs() {
    assertThat(Printable.line("a\033[2Kb\0c\r\n\td\u007fe\u009bf"))
        .isEqualTo("a\\x1b[2Kb\\x00c\\r\\n\\td\\x7fe\\x9bf");
    assertThat(Printable.line("\u202egnp.exe \u2066x\u2069 \u200b\u200d\ufeff\u00ad \u2028"))
        .isEqualTo("\\u202egnp.exe \\u2066x\\u2069 \\u200b\\u200d\\ufeff\\xad \\u2028");
    assertThat(Printable.line("\udb40\udc41")).isEqualTo("\\U000e0041");
  }

  @Test
  void linesStayLines() {
    assertThat(Printable.lines("a\n\tb\rc\033\n")).isEqualTo("a\n\tb\\rc\\x1b\n");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "plain", "grün 😀 ✓ → …", "שלום", "\ud800", "\\x1b"})
  void whatIsSeenStays(String text) {
    assertThat(Printable.line(text)).isSameAs(text);
    assertThat(Printable.isPlain(text)).isTrue();
  }

  @Test
  void thePatternMeansTheSame() {
    var pattern = Pattern.compile("[" + Printable.HIDDEN + "]");
    for (var c = 0; c <= Character.MAX_CODE_POINT; c++) {
      if (Printable.isHidden(c) != pattern.matcher(Character.toString(c)).matches()) {
        assertThat(c).as("U+%04X", c).isNegative();
      }
    }
  }
}
