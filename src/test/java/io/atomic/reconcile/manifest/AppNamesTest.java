package io.atomic.reconcile.manifest;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class AppNamesTest {
  @ParameterizedTest
  @CsvSource({"web,web", "Web_App,web_app", "_x1,x1", "atomic,app-atomic", "a,app-a", "a b,a-b"})
  void aNameLikeAnotherIsOneThatAnAppCanHave(String text, String like) {
    assertThat(AppNames.like(text)).isEqualTo(like);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "-",
        "ÄÖ",
        "X",
        "atomic.d",
        "0123456789012345678901234567890123456789012345678901234567890123456789"
      })
  void whateverTheTextIsTheNameIsValid(String text) {
    assertThat(AppNames.isName(AppNames.like(text))).isTrue();
  }
}
