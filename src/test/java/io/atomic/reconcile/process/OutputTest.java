package io.atomic.reconcile.process;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Random;
import org.junit.jupiter.api.Test;

class OutputTest {

  @Test
  void keepsEverythingThatFits() {
    var capture = new Capture(10);
    add(capture, "0123456789");
    assertThat(capture.text()).isEqualTo("0123456789");
    assertThat(capture.dropped()).isZero();
  }

  @Test
  void keepsBeginningAndEndOfMore() {
    var capture = new Capture(10);
    add(capture, "abcdefghijklmnopqrstuvwxyz");
    assertThat(capture.text()).isEqualTo("abcde\n[… 16 bytes left out …]\nvwxyz");
    assertThat(capture.dropped()).isEqualTo(16);
  }

  @Test
  void keepsTheSameHoweverThePiecesFall() {
    var random = new Random(7);
    for (var round = 0; round < 500; round++) {
      var limit = 2 + random.nextInt(40);
      var text = "abcdefghijklmnopqrstuvwxyz".repeat(5).substring(0, random.nextInt(130));
      var whole = new Capture(limit);
      add(whole, text);
      var pieces = new Capture(limit);
      for (var at = 0; at < text.length(); ) {
        var end = Math.min(text.length(), at + 1 + random.nextInt(30));
        add(pieces, text.substring(at, end));
        at = end;
      }
      assertThat(pieces.text()).as("limit %d, text %s", limit, text).isEqualTo(whole.text());
    }
  }

  @Test
  void cutsNoCharacterInTwo() {
    for (var limit = 2; limit < 40; limit++) {
      var capture = new Capture(limit);
      add(capture, "aé€😀".repeat(20));
      assertThat(capture.text()).as("limit %d", limit).doesNotContain("\ufffd");
    }
  }

  @Test
  void bytesThatAreNoTextAreReplaced() {
    var capture = new Capture(10);
    capture.add(new byte[] {'a', (byte) 0xff, 'b'}, 3);
    assertThat(capture.text()).isEqualTo("a\ufffdb");
  }

  @Test
  void lastLinesAreFitToBeShown() {
    var text =
        """
        first

        \033[1;31mrot\033[0m grün 😀\r
        10%\r50%\r100%
        \033]0;title\7after\033]8;;http://x\033\\link
        be\7ll \u202eevil\0
        \40\40
        """;
    var output = new Output(text, "", 0);
    assertThat(output.lastLines(99))
        .containsExactly("first", "rot grün 😀", "10%", "50%", "100%", "afterlink", "bell evil");
    assertThat(output.lastLines(2)).containsExactly("afterlink", "bell evil");
    assertThat(output.lastLines(0)).isEmpty();
  }

  @Test
  void lastLinesPreferStandardError() {
    assertThat(new Output("{}", "it broke", 0).lastLines(5)).containsExactly("it broke");
    assertThat(new Output("{}", " \n", 0).lastLines(5)).containsExactly("{}");
  }

  @Test
  void anUnendedEscapeSequenceCostsNoTime() {
    var output = new Output("\033]".repeat(200_000) + "end", "", 0);
    assertThat(output.lastLines(1)).containsExactly("end");
  }

  @Test
  void linesComeWhenTheyAreComplete() {
    var lines = new ArrayList<String>();
    var feed = new LineFeed(lines::add);
    feed.add("one\ntw".getBytes(StandardCharsets.UTF_8), 6);
    assertThat(lines).containsExactly("one");
    feed.add("o\r\nthree".getBytes(StandardCharsets.UTF_8), 8);
    assertThat(lines).containsExactly("one", "two");
    feed.finish();
    assertThat(lines).containsExactly("one", "two", "three");
  }

  @Test
  void aLineThatNeverEndsIsCut() {
    var lines = new ArrayList<String>();
    var feed = new LineFeed(lines::add);
    var bytes = "x".repeat(10_000).getBytes(StandardCharsets.UTF_8);
    feed.add(bytes, bytes.length);
    assertThat(lines).hasSize(2);
  }

  @Test
  void statOfAProcessWithAnOddName() {
    var text = "42 (a) b (c) S 1 40 41 0 -1 4194560 1 2 3 4 5 6 7 8 20 0 1 0 987654 1 2 3";
    assertThat(ProcessStat.parse(42, text))
        .isEqualTo(new ProcessStat(42, false, 1, 40, 41, 987654));
  }

  private static void add(Capture capture, String text) {
    var bytes = text.getBytes(StandardCharsets.UTF_8);
    capture.add(bytes, bytes.length);
  }
}
