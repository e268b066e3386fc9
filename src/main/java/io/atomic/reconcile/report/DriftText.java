package io.atomic.reconcile.report;

import io.atomic.reconcile.model.Printable;
import io.atomic.reconcile.plan.Difference;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Drift as people read it: a block for each that has drifted. */
public final class DriftText {
  private static final List<String> HEAD = List.of("FIELD", "RECORDED", "OBSERVED");

  private final Style style;
  private final StringBuilder text = new StringBuilder();

  private DriftText(Style style) {
    this.style = style;
  }

  public static String of(List<DriftedResource> drift, Style style) {
    return new DriftText(style).render(drift);
  }

  private String render(List<DriftedResource> drift) {
    if (drift.isEmpty()) {
      return "No drift.\n";
    }
    drift.forEach(this::block);
    text.append(style.strong("Drift: %s.".formatted(counted(drift)))).append('\n');
    return text.toString();
  }

  private static String counted(List<DriftedResource> drift) {
    var count = drift.stream().filter(one -> !one.isHost()).count();
    var apps = count == 1 ? "1 app" : count + " apps";
    if (count == drift.size()) {
      return apps;
    }
    return count == 0 ? "the host" : "the host and " + apps;
  }

  private void block(DriftedResource drifted) {
    text.append(style.strong(drifted.id().toString()))
        .append("  ")
        .append(outlook(drifted))
        .append('\n');
    var rows = new ArrayList<List<String>>();
    rows.add(HEAD);
    drifted.differences().forEach(difference -> rows.add(cells(difference)));
    var widths = new int[HEAD.size()];
    for (var row : rows) {
      for (var i = 0; i < widths.length; i++) {
        widths[i] = Math.max(widths[i], row.get(i).length());
      }
    }
    for (var row : rows) {
      var line = new StringBuilder("  ");
      for (var i = 0; i < widths.length; i++) {
        line.append(row.get(i)).append(" ".repeat(widths[i] - row.get(i).length() + 2));
      }
      var stripped = line.toString().stripTrailing();
      text.append(row.equals(HEAD) ? style.faint(stripped) : stripped).append('\n');
    }
    text.append('\n');
  }

  private String outlook(DriftedResource drifted) {
    return switch (drifted.outlook()) {
      case CORRECTED ->
          style.changed("to be corrected")
              + style.faint(
                  drifted.steps().stream()
                      .map(step -> step.action().word())
                      .collect(Collectors.joining(", ", " (", ")")));
      case LEFT_ALONE -> "left alone" + because(drifted.reason());
      case HELD -> style.bad("held") + because(drifted.reason());
    };
  }

  private String because(@Nullable String reason) {
    return reason == null ? "" : style.faint(": " + Printable.line(reason));
  }

  private static List<String> cells(Difference difference) {
    return List.of(
        Printable.line(difference.field()), value(difference.after()), value(difference.before()));
  }

  private static String value(@Nullable String value) {
    return value == null ? "(none)" : value.isEmpty() ? "''" : Printable.line(value);
  }
}
