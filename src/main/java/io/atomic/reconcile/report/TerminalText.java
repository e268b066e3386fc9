package io.atomic.reconcile.report;

import java.util.regex.Pattern;

/** Text with the colours of {@link Style#COLOURED}, as an element of a page. */
final class TerminalText {
  private static final Pattern COLOURED = Pattern.compile("\u001b\\[([0-9;]+)m(.*?)\u001b\\[0m");

  private TerminalText() {}

  /**
   * As it would be printed, where the same words have the same colours.
   *
   * @param text made by renderers with that style, and not yet printed: it is then that nobody's
   *     colours are left but ours
   */
  static Element of(String text) {
    var element = Element.of("pre");
    var printed = Style.COLOURED.printed(text);
    var end = 0;
    for (var part : COLOURED.matcher(printed).results().toList()) {
      element.text(printed.substring(end, part.start()));
      element.add(Element.of("span", part.group(2)).styled(styleOf(part.group(1))));
      end = part.end();
    }
    return element.text(printed.substring(end));
  }

  private static String styleOf(String code) {
    return switch (code) {
      case "32" -> "added";
      case "33" -> "changed";
      case "31" -> "removed";
      case "1;31" -> "bad";
      case "1" -> "strong";
      default -> "faint";
    };
  }
}
