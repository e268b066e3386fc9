package io.atomic.reconcile.report;

import io.atomic.reconcile.model.Container;
import io.atomic.reconcile.model.Deployment;
import io.atomic.reconcile.model.HostRecord.Attempt;
import io.atomic.reconcile.model.HostRecord.FailedAttempt;
import io.atomic.reconcile.model.HostRecord.Ours;
import io.atomic.reconcile.model.Image;
import io.atomic.reconcile.model.LastOutcome;
import io.atomic.reconcile.model.Printable;
import io.atomic.reconcile.report.AppStatus.UsedImage;
import io.atomic.reconcile.report.ResourceStatus.Health;
import io.atomic.reconcile.report.ResourceStatus.Sync;
import java.util.ArrayList;
import java.util.Collection;
import org.jspecify.annotations.Nullable;

/** Everything about one app, or about the host, for people. */
public final class StatusText {
  private final Style style;
  private final StringBuilder text = new StringBuilder();

  private StatusText(Style style) {
    this.style = style;
  }

  /** Everything about it. */
  public static String of(ResourceStatus status, Style style) {
    return new StatusText(style).render(status);
  }

  static String coloured(String cell, Sync sync, Style style) {
    return switch (sync) {
      case SYNCED -> style.added(cell);
      case OUT_OF_SYNC, UNKNOWN -> style.changed(cell);
    };
  }

  static String coloured(String cell, Health health, Style style) {
    return switch (health) {
      case HEALTHY -> style.added(cell);
      case PROGRESSING, UNKNOWN -> style.changed(cell);
      case SUSPENDED -> style.faint(cell);
      case DEGRADED, MISSING -> style.bad(cell);
    };
  }

  private String render(ResourceStatus status) {
    text.append(style.strong(status.id().toString())).append('\n');
    field("Manifest", status.place() == null ? "none that is valid" : status.place());
    if (status instanceof AppStatus app) {
      field("State", app.desired() == null ? "-" : Tree.word(app.desired()));
    }
    field("Sync", coloured(status.sync().word(), status.sync(), style));
    field("Health", coloured(status.health().word(), status.health(), style));
    switch (status) {
      case AppStatus app -> app(app);
      case HostStatus host -> host(host);
    }
    text.append(style.strong("Conditions")).append('\n');
    status.conditions().forEach(this::condition);
    if (!status.differences().isEmpty()) {
      text.append(style.strong("Differences")).append('\n');
      for (var difference : status.differences()) {
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

  private void app(AppStatus app) {
    field("Image", image(app.image()));
    field("Container", app.container() == null ? "none" : container(app.container()));
    field("Last run", app.outcome() == null ? "unknown" : outcome(app.outcome()));
    command("INSTALL", app.commands().install());
    command("RUN", app.commands().run());
    command("STOP", app.commands().stop());
    command("UNINSTALL", app.commands().uninstall());
  }

  private void host(HostStatus host) {
    field("Tool", host.tool() == null ? "none" : host.tool().program());
    deployment("Booted", host.booted());
    if (host.isWaitingForBoot()) {
      deployment("Boots next", host.next());
    }
    deployment("Rollback", host.rollback());
    ours(host.ours());
    if (host.attempt() != null) {
      field("Attempt", attempt(host.attempt()));
    }
    host.failed().forEach(failed -> field("Failed", failed(failed)));
    if (host.lock() != null) {
      field("Lock", "of group %s at %s".formatted(host.lock().group(), host.lock().url()));
    }
    field("Last run", host.outcome() == null ? "unknown" : outcome(host.outcome()));
  }

  private void deployment(String name, @Nullable Deployment deployment) {
    if (deployment == null) {
      field(name, "none");
      return;
    }
    field(name, deployment(deployment));
    field("", style.faint("commit " + deployment.base()));
    if (deployment.digest() != null) {
      field("", style.faint("digest " + deployment.digest()));
    }
    var traits = new ArrayList<String>();
    trait(traits, deployment.staged(), "staged");
    trait(traits, deployment.locked(), "locked");
    trait(traits, deployment.pinned(), "pinned");
    trait(traits, deployment.modified(), "not for bootc, because packages are layered");
    if (!traits.isEmpty()) {
      field("", String.join(", ", traits));
    }
    var layers = deployment.layers();
    var parts = new ArrayList<String>();
    part(parts, "packages", layers.packages());
    part(parts, "packages from files", layers.localPackages());
    part(parts, "removed", layers.removals());
    part(parts, "replaced", layers.replacements());
    parts.forEach(part -> field("", oneLine(part)));
  }

  private static void trait(Collection<String> traits, boolean holds, String trait) {
    if (holds) {
      traits.add(trait);
    }
  }

  private static void part(Collection<String> parts, String what, Collection<String> names) {
    if (!names.isEmpty()) {
      parts.add("%s: %s".formatted(what, String.join(" ", names)));
    }
  }

  /** What goes again once no manifest names it. */
  private void ours(Ours ours) {
    if (ours.equals(Ours.NOTHING)) {
      return;
    }
    var parts = new ArrayList<String>();
    part(parts, "packages", ours.packages());
    part(parts, "removed", ours.removals());
    part(parts, "kernel arguments", ours.arguments());
    field("By us", oneLine(String.join("; ", parts)));
  }

  private static String attempt(Attempt attempt) {
    return oneLine(
        attempt.deploymentId() == null
            ? "staging began at " + attempt.stagedAt()
            : "'%s' was staged at %s%s"
                .formatted(
                    attempt.title(),
                    attempt.stagedAt(),
                    attempt.booting() ? ", and the host told to boot it" : ""));
  }

  private String failed(FailedAttempt failed) {
    return "%s at %s: %s"
        .formatted(style.bad(Tree.word(failed.why())), failed.at(), oneLine(failed.message()));
  }

  private void field(String name, String value) {
    text.append("  %-11s %s".formatted(name, value).stripTrailing()).append('\n');
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

  static String image(@Nullable UsedImage image) {
    if (image == null) {
      return "-";
    }
    return image.id() == null
        ? image.reference()
        : "%s (%s)".formatted(image.reference(), Image.shortId(image.id()));
  }

  static String container(Container container) {
    return "%s (%s) %s".formatted(container.name(), container.shortId(), status(container));
  }

  /** Where it comes from, and what people know it by. */
  static String deployment(Deployment deployment) {
    return oneLine("%s (%s)".formatted(deployment.origin(), deployment.title()));
  }

  static String state(Container container) {
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

  static String value(@Nullable String value) {
    if (value == null) {
      return "(none)";
    }
    return value.isEmpty() ? "''" : oneLine(value);
  }

  static String oneLine(String text) {
    return Printable.line(text.strip().replaceAll("\\s+", " "));
  }
}
