package io.atomic.reconcile.report;

import io.atomic.reconcile.model.LastOutcome;
import io.atomic.reconcile.plan.Difference;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** What the parts of the report's page have in common. */
final class Html {
  private static final DateTimeFormatter TIME =
      DateTimeFormatter.ofPattern("uuuu-MM-dd HH:mm 'UTC'", Locale.ROOT).withZone(ZoneOffset.UTC);

  private Html() {}

  /** A part of the page with a heading, to which links lead. */
  static Element section(String id, String heading) {
    var headingId = id + "-heading";
    return Element.of("section")
        .with("id", id)
        .with("aria-labelledby", headingId)
        .add(Element.of("h2", heading).with("id", headingId));
  }

  static Element link(String id, String text) {
    return Element.of("a", text).with("href", "#" + id);
  }

  static Element badge(Tone tone, String word) {
    return Element.of("span", word).styled("badge " + tone.word());
  }

  static Element time(Instant at) {
    return Element.of("time", text(at)).with("datetime", at);
  }

  static String text(Instant at) {
    return TIME.format(at);
  }

  /** Something wide that moves by itself, also by keyboard. */
  static Element scrolling(String name, Element wide) {
    return Element.of("div")
        .styled("scrolling")
        .with("role", "region")
        .with("tabindex", 0)
        .with("aria-label", name)
        .add(wide);
  }

  /** Names and what is known under each; those of which nothing is known are left out. */
  static final class Facts {
    private final Element list = Element.of("dl");

    Facts of(String name, @Nullable String value) {
      return value == null ? this : of(name, Element.of("dd", value));
    }

    Facts of(String name, Element value) {
      list.add(Element.of("dt", name), value);
      return this;
    }

    /** How the last run that did something to it went. */
    Facts lastRun(@Nullable LastOutcome outcome) {
      if (outcome == null) {
        return this;
      }
      var value = Element.of("dd").add(time(outcome.at())).text(", " + outcome.runId() + ": ");
      return of(
          "Last run",
          value.text(
              outcome.ok() || outcome.message() == null
                  ? "went well"
                  : "failed, " + outcome.message()));
    }

    Element list() {
      return list;
    }
  }

  static Element conditions(List<Condition> conditions) {
    return Element.of("ul").styled("conditions").addAll(conditions, Html::condition);
  }

  private static Element condition(Condition condition) {
    var item =
        Element.of("li")
            .add(
                Element.of(
                    "strong",
                    "%s: %s".formatted(condition.type().word(), condition.status().word())))
            .text(" %s – %s".formatted(condition.reason(), condition.message()));
    var since = condition.since();
    return since == null ? item : item.text(", since ").add(time(since));
  }

  /** What is not as it should be; nothing, if everything is. */
  static Element differences(List<Difference> differences) {
    return Element.of("ul")
        .styled("differences")
        .addAll(
            differences,
            difference ->
                Element.of("li")
                    .add(Element.of("code", difference.field()))
                    .text(
                        ": %s → %s (%s)"
                            .formatted(
                                StatusText.value(difference.before()),
                                StatusText.value(difference.after()),
                                Tree.word(difference.cause()))));
  }
}
