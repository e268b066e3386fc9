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

  @Test
  void aFirstWordIsNeverAnAssignment() {
    assertThat(ShellWords.join(List.of("A=b", "C=d"))).isEqualTo("'A=b' C=d");
    assertThat(ShellWords.join(List.of("A=b c"))).isEqualTo("'A=b c'");
    assertThat(ShellWords.join(List.of())).isEmpty();
  }
}
