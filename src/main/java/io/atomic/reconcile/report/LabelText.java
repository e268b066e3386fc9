package io.atomic.reconcile.report;

import io.atomic.reconcile.label.Finding;
import io.atomic.reconcile.label.LabelReading;
import io.atomic.reconcile.label.ShellWords;
import io.atomic.reconcile.model.Printable;
import io.atomic.reconcile.model.Problem.Severity;
import java.util.Locale;
import tools.jackson.databind.JsonNode;

/** What {@code label} tells of a label command. */
public final class LabelText {
  private LabelText() {}

  /** The words, what they need, and what is wrong, for people. */
  public static String of(LabelReading reading, Style style) {
    var text = new StringBuilder();
    if (reading.argv() != null) {
      text.append(ShellWords.join(reading.argv())).append('\n');
    }
    if (!reading.grants().isEmpty()) {
      text.append(style.strong("needs "))
          .append(Printable.line(String.join(", ", reading.grants())))
          .append('\n');
    }
    for (var finding : reading.findings()) {
      text.append(finding(finding, style));
    }
    return text.toString();
  }

  private static String finding(Finding finding, Style style) {
    var word = finding.severity().name().toLowerCase(Locale.ROOT);
    var text = new StringBuilder();
    var spot = finding.spot();
    text.append(finding.severity() == Severity.ERROR ? style.bad(word) : style.changed(word))
        .append(spot == null ? "" : " (column %d)".formatted(spot.column()))
        .append(": ")
        .append(Printable.line(finding.message()))
        .append('\n');
    if (spot != null) {
      spot.excerpt().lines().forEach(line -> text.append("    ").append(line).append('\n'));
    }
    if (finding.remedy() != null) {
      text.append(style.faint("  → " + Printable.line(finding.remedy()))).append('\n');
    }
    return text.toString();
  }

  /** The same for machines; {@code schema/label.schema.json} describes it. */
  public static JsonNode json(LabelReading reading) {
    var tree = Tree.document().flag("valid", reading.isValid());
    if (reading.argv() != null) {
      tree.texts("argv", reading.argv());
    }
    return tree.texts("grants", reading.grants())
        .list("problems", reading.findings(), LabelText::problem)
        .node();
  }

  static Tree problem(Finding finding) {
    var tree =
        Tree.object()
            .word("severity", finding.severity())
            .text("code", finding.code())
            .text("message", finding.message());
    if (finding.word() > 0) {
      tree.number("word", finding.word());
    }
    var spot = finding.spot();
    if (spot != null) {
      tree.number("column", spot.column());
    }
    return tree.text("remedy", finding.remedy());
  }
}
