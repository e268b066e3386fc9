package io.atomic.reconcile.label;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

/** Showing an argument list so that it can be pasted. */
class ShellWordsTest {

  @Test
  void quotesOnlyWhatAShellWouldTouch() {
    assertThat(
            ShellWords.join(
                List.of("docker", "run", "-v", "/:/host", "-e", "A=b,c", "x@sha256:ab")))
        .isEqualTo("docker run -v /:/host -e A=b,c x@sha256:ab");
    assertThat(ShellWords.join(List.of("a b", "", "it's", "$HOME", "~", "*", "a;b", "é")))
        .isEqualTo("'a b' '' 'it'\\''s' '$HOME' '~' '*' 'a;b' 'é'");
  }

  /** A shell makes the same words of it, and a terminal nothing at all. */
  @Test
  void whatNobodyWouldSeeIsEscaped() {
    assertThat(
            ShellWords.join(
                List.of("a\nb", "\033[2K", "it's\t\\", "\u202e0", "\u200b7", "\ud834\udd73")))
        .isEqualTo(
            "$'a\\nb' $'\\033[2K' $'it\\'s\\t\\\\' $'\\342\\200\\2560' $'\\342\\200\\2137'"
                + " $'\\360\\235\\205\\263'");
  }

  /** The hashes of what was made once are of this spelling. */
  @Test
  void whatIsRecordedIsSpelledAsEver() {
    assertThat(ShellWords.joinExactly(List.of("a\nb", "\033[2K", "it's", "x")))
        .isEqualTo("'a\nb' '\033[2K' 'it'\\''s' x");
  }

  @Test
  void aFirstWordIsNeverAnAssignment() {
    assertThat(ShellWords.join(List.of("A=b", "C=d"))).isEqualTo("'A=b' C=d");
    assertThat(ShellWords.join(List.of("A=b c"))).isEqualTo("'A=b c'");
    assertThat(ShellWords.join(List.of())).isEmpty();
  }
}
