package io.atomic.reconcile.plan;

import static org.assertj.core.api.Assertions.assertThat;

import io.atomic.reconcile.plan.KernelArguments.Edit;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class KernelArgumentsTest {
  private static final Edit NOTHING = new Edit(List.of(), List.of());

  private static List<String> words(String line) {
    return KernelArguments.words(line);
  }

  /** All of them as lines of words. */
  private static Edit edit(String actual, String present, String absent, String former) {
    return KernelArguments.edit(words(actual), words(present), words(absent), words(former));
  }

  private static Edit edit(String actual, String present, String absent) {
    return edit(actual, present, absent, "");
  }

  private static Edit change(String delete, String append) {
    return new Edit(words(delete), words(append));
  }

  @Test
  void wordsArePartedByBlanks() {
    assertThat(words("  root=LABEL=root\tquiet   rw\n"))
        .containsExactly("root=LABEL=root", "quiet", "rw");
    assertThat(words("")).isEmpty();
    assertThat(words(" \n")).isEmpty();
  }

  @Test
  void blanksWithinQuotesPartNothing() {
    assertThat(words("dyndbg=\"file a.c +p; file b.c +p\" quiet"))
        .containsExactly("dyndbg=\"file a.c +p; file b.c +p\"", "quiet");
    assertThat(words("\"a=b c\" d")).containsExactly("\"a=b c\"", "d");
    assertThat(words("a=\"b c d")).as("quotes that do not end").containsExactly("a=\"b c d");
    assertThat(words("a= b=\"\" c")).containsExactly("a=", "b=\"\"", "c");
  }

  @Test
  void whatIsAsItShouldBeIsLeft() {
    assertThat(edit("quiet a=1 b", "quiet a=1", "c a=2")).isEqualTo(NOTHING);
    assertThat(edit("a b c", "", "").isEmpty()).isTrue();
  }

  @Test
  void whatIsMissingIsAppendedInTheOrderOfTheManifest() {
    assertThat(edit("b", "c a b", "")).isEqualTo(change("", "c a"));
  }

  @Test
  void anotherValueTakesThePlaceOfTheFormerOnes() {
    assertThat(edit("mitigations=off quiet", "mitigations=auto", ""))
        .isEqualTo(change("mitigations=off", "mitigations=auto"));
    assertThat(edit("a=1 a=2 a=3", "a=3", "")).isEqualTo(change("a=1 a=2", ""));
    assertThat(edit("debug", "debug=all", "")).isEqualTo(change("debug", "debug=all"));
    assertThat(edit("a=1 a=1", "a=2", "")).as("each once").isEqualTo(change("a=1", "a=2"));
  }

  @Test
  void keysThatBeginAlikeAreOthers() {
    assertThat(edit("a.b=1 ab=1", "a=1", "")).isEqualTo(change("", "a=1"));
  }

  /** The manifest itself can want several of a key that usually counts once. */
  @Test
  void severalThatAreWantedStandSideBySide() {
    assertThat(edit("a=1 a=9", "a=1 a=2", "")).isEqualTo(change("a=9", "a=2"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "console",
        "ip",
        "rd.luks.uuid",
        "rd.luks.name",
        "rd.lvm.lv",
        "module_blacklist",
        "modprobe.blacklist",
        "systemd.mask"
      })
  void keysThatMayRepeatHaveOneMoreValue(String key) {
    assertThat(edit(key + "=1", key + "=2", "")).isEqualTo(change("", key + "=2"));
    assertThat(edit(key + "=1 " + key + "=3", key + "=2", key + "=1"))
        .as("one value that must go")
        .isEqualTo(change(key + "=1", key + "=2"));
    assertThat(edit(key + "=1 " + key + "=2", key + "=2", key))
        .as("none but the one")
        .isEqualTo(change(key + "=1", ""));
  }

  @Test
  void dashesMakeNoDifferenceToWhetherAKeyMayRepeat() {
    assertThat(edit("module_blacklist=1", "module-blacklist=2", ""))
        .isEqualTo(change("", "module-blacklist=2"));
    assertThat(edit("module-blacklist=1", "module_blacklist=2", ""))
        .isEqualTo(change("", "module_blacklist=2"));
  }

  @Test
  void toTheKernelDashesAndUnderscoresInKeysAreTheSame() {
    assertThat(edit("log_buf_len=1M", "log-buf-len=2M", ""))
        .isEqualTo(change("log_buf_len=1M", "log-buf-len=2M"));
    assertThat(edit("log-buf-len=1M", "", "log_buf_len")).isEqualTo(change("log-buf-len=1M", ""));
    assertThat(edit("a=x-y", "a=x_y", ""))
        .as("in values they are not")
        .isEqualTo(change("a=x-y", "a=x_y"));
  }

  @Test
  void aKeyThatMustBeAbsentIsSoWithEveryValue() {
    assertThat(edit("quiet a a=1 a=2", "", "a")).isEqualTo(change("a a=1 a=2", ""));
    assertThat(edit("a=1 a=2", "a=2", "a")).isEqualTo(change("a=1", ""));
  }

  @Test
  void aValueThatMustBeAbsentIsThatOneAlone() {
    assertThat(edit("a a=1 a=2", "", "a=1")).isEqualTo(change("a=1", ""));
  }

  @Test
  void whatWeAddedOnceGoesUnlessItIsWantedNow() {
    assertThat(edit("quiet a=1 b", "b", "", "a=1 b c")).isEqualTo(change("a=1", ""));
    assertThat(edit("a=2", "", "", "a=1")).as("somebody else's value").isEqualTo(NOTHING);
  }
}
