package io.atomic.reconcile.report;

import io.atomic.reconcile.report.Condition.Truth;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** How the host and the apps stand, for people: a line for each. */
public final class StatusTable {
  private static final List<String> HEAD =
      List.of("APP", "STATE", "SYNC", "HEALTH", "IMAGE", "CONTAINER", "NOTE");
  private static final String GAP = "  ";

  private final Style style;
  private final StringBuilder text = new StringBuilder();

  private StatusTable(Style style) {
    this.style = style;
  }

  /**
   * A table.
   *
   * @param host its first line; null = there is none
   */
  public static String of(@Nullable HostStatus host, List<AppStatus> apps, Style style) {
    var all = new ArrayList<ResourceStatus>();
    if (host != null) {
      all.add(host);
    }
    all.addAll(apps);
    return all.isEmpty() ? "No app is declared or recorded.\n" : new StatusTable(style).render(all);
  }

  private String render(List<ResourceStatus> all) {
    var rows = new ArrayList<List<String>>();
    rows.add(HEAD);
    all.forEach(one -> rows.add(cells(one)));
    var widths = new int[HEAD.size()];
    for (var row : rows) {
      for (var i = 0; i < widths.length; i++) {
        widths[i] = Math.max(widths[i], row.get(i).length());
      }
    }
    row(HEAD, widths, null);
    all.forEach(one -> row(cells(one), widths, one));
    return text.toString();
  }

  private static List<String> cells(ResourceStatus status) {
    return switch (status) {
      case AppStatus app ->
          cells(
              app,
              app.id().name(),
              app.desired() == null ? "-" : Tree.word(app.desired()),
              StatusText.image(app.image()),
              app.container() == null ? "-" : StatusText.state(app.container()));
      case HostStatus host ->
          cells(
              host,
              host.id().toString(),
              "-",
              host.booted() == null ? "-" : StatusText.deployment(host.booted()),
              "-");
    };
  }

  private static List<String> cells(
      ResourceStatus status, String name, String state, String image, String container) {
    return List.of(
        name,
        state,
        status.sync().word(),
        status.health().word(),
        image,
        container,
        status.ready().status() == Truth.TRUE ? "" : StatusText.oneLine(status.ready().message()));
  }

  /** Padded before it is coloured: escape sequences have no width. */
  private void row(List<String> cells, int[] widths, @Nullable ResourceStatus status) {
    var line = new StringBuilder();
    for (var i = 0; i < widths.length; i++) {
      var cell = cells.get(i);
      var padding = i == widths.length - 1 ? "" : " ".repeat(widths[i] - cell.length()) + GAP;
      line.append(status == null ? style.strong(cell) : coloured(cell, i, status)).append(padding);
    }
    text.append(line.toString().stripTrailing()).append('\n');
  }

  private String coloured(String cell, int column, ResourceStatus status) {
    return switch (HEAD.get(column)) {
      case "SYNC" -> StatusText.coloured(cell, status.sync(), style);
      case "HEALTH" -> StatusText.coloured(cell, status.health(), style);
      default -> cell;
    };
  }
}
