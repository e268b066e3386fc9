package io.atomic.reconcile.report;

import io.atomic.reconcile.model.Container;
import io.atomic.reconcile.model.Image;
import io.atomic.reconcile.model.LastOutcome;
import io.atomic.reconcile.model.Printable;
import io.atomic.reconcile.report.AppStatus.Condition;
import io.atomic.reconcile.report.AppStatus.Health;
import io.atomic.reconcile.report.AppStatus.Sync;
import io.atomic.reconcile.report.AppStatus.Truth;
import io.atomic.reconcile.report.AppStatus.UsedImage;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** How apps stand, for people: a line for each, or everything about one. */
public final class StatusText {
  private static final List<String> HEAD =
      List.of("APP", "STATE", "SYNC", "HEALTH", "IMAGE", "CONTAINER", "NOTE");
  private static final String GAP = "  ";

  private final Style style;
  private final StringBuilder text = new StringBuilder();

  private StatusText(Style style) {
    this.style = style;
  }

  /** A table with a line for each app. */
  public static String table(List<AppStatus> apps, Style style) {
    return new StatusText(style).table(apps);
  }

  /** Everything about one app. */
  public static String detail(AppStatus app, Style style) {
    return new StatusText(style).detail(app);
  }

  private String table(List<AppStatus> apps) {
    if (apps.isEmpty()) {
      return "No app is declared or recorded.\n";
    }
    var rows = new ArrayList<List<String>>();
    rows.add(HEAD);
    apps.forEach(app -> rows.add(cells(app)));
    var widths = new int[HEAD.size()];
    for (var row : rows) {
      for (var i = 0; i < widths.length; i++) {
        widths[i] = Math.max(widths[i], row.get(i).length());
      }
    }
    row(HEAD, widths, null);
    apps.forEach(app -> row(cells(app), widths, app));
    return text.toString();
  }

  private static List<String> cells(AppStatus app) {
    return List.of(
        app.id().name(),
        app.desired() == null ? "-" : Tree.word(app.desired()),
        app.sync().word(),
        app.health().word(),
        image(app.image()),
        app.container() == null ? "-" : state(app.container()),
        app.ready().status() == Truth.TRUE ? "" : oneLine(app.ready().message()));
  }

  /** Padded before it is coloured: escape sequences have no width. */
  private void row(List<String> cells, int[] widths, @Nullable AppStatus app) {
    var line = new StringBuilder();
    for (var i = 0; i < widths.length; i++) {
      var cell = cells.get(i);
      var padding = i == widths.length - 1 ? "" : " ".repeat(widths[i] - cell.length()) + GAP;
      line.append(app == null ? style.strong(cell) : coloured(cell, i, app)).append(padding);
    }
    text.append(line.toString().stripTrailing()).append('\n');
  }

  private String coloured(String cell, int column, AppStatus app) {
    return switch (HEAD.get(column)) {
      case "SYNC" -> coloured(cell, app.sync());
      case "HEALTH" -> coloured(cell, app.health());
      default -> cell;
    };
  }

  private String coloured(String cell, Sync sync) {
    return switch (sync) {
      case SYNCED -> style.added(cell);
      case OUT_OF_SYNC, UNKNOWN -> style.changed(cell);
    };
  }

  private String coloured(String cell, Health health) {
    return switch (health) {
      case HEALTHY -> style.added(cell);
      case PROGRESSING, UNKNOWN -> style.changed(cell);
      case SUSPENDED -> style.faint(cell);
      case DEGRADED, MISSING -> style.bad(cell);
    };
  }

  private String detail(AppStatus app) {
    text.append(style.strong(app.id().toString())).append('\n');
    field("Manifest", app.place() == null ? "none that is valid" : app.place());
    field("State", app.desired() == null ? "-" : Tree.word(app.desired()));
    field("Sync", coloured(app.sync().word(), app.sync()));
    field("Health", coloured(app.health().word(), app.health()));
    field("Image", image(app.image()));
    field("Container", app.container() == null ? "none" : container(app.container()));
    field("Last run", app.outcome() == null ? "unknown" : outcome(app.outcome()));
    command("INSTALL", app.commands().install());
    command("RUN", app.commands().run());
    command("STOP", app.commands().stop());
    command("UNINSTALL", app.commands().uninstall());
    text.append(style.strong("Conditions")).append('\n');
    app.conditions().forEach(this::condition);
    if (!app.differences().isEmpty()) {
      text.append(style.strong("Differences")).append('\n');
      for (var difference : app.differences()) {
        text.append(
            "  %s: %s → %s  %s\n"
                .formatted(
                    difference.field(),
                    value(difference.before()),
                    value(difference.after()),
                    style.faint("(" + Tree.word(difference.cause()) + ")")));
      }
    }
    return text.toString();
  }

  private void field(String name, String value) {
    text.append("  %-11s ".formatted(name)).append(value).append('\n');
  }

  private void command(String name, @Nullable String recorded) {
    field(name, recorded == null ? style.faint("none recorded") : oneLine(recorded));
  }

  private void condition(Condition condition) {
    var since = condition.since() == null ? "" : style.faint(" (since " + condition.since() + ")");
    text.append(
        "  %-16s  %-7s  %s: %s%s\n"
            .formatted(
                condition.type().word(),
                condition.status().word(),
                condition.reason(),
                oneLine(condition.message()),
                since));
  }

  private static String image(@Nullable UsedImage image) {
    if (image == null) {
      return "-";
    }
    return image.id() == null
        ? image.reference()
        : "%s (%s)".formatted(image.reference(), Image.shortId(image.id()));
  }

  private static String container(Container container) {
    return "%s (%s) %s".formatted(container.name(), container.shortId(), status(container));
  }

  private static String state(Container container) {
    return "%s %s".formatted(container.name(), status(container));
  }

  private static String status(Container container) {
    var word = Tree.word(container.status());
    if (container.exitCode() != null) {
      return "%s (%d)".formatted(word, container.exitCode());
    }
    return container.health() == null
        ? word
        : "%s (%s)".formatted(word, Tree.word(container.health()));
  }

  private String outcome(LastOutcome outcome) {
    var message = outcome.message();
    return "%s at %s %s"
        .formatted(
            outcome.runId(),
            outcome.at(),
            message == null ? "went well" : style.bad("failed") + ": " + oneLine(message));
  }

  private static String value(@Nullable String value) {
    if (value == null) {
      return "(none)";
    }
    return value.isEmpty() ? "''" : oneLine(value);
  }

  private static String oneLine(String text) {
    return Printable.line(text.strip().replaceAll("\\s+", " "));
  }
}
