package io.atomic.reconcile.report;

import io.atomic.reconcile.model.Deployment;
import io.atomic.reconcile.report.Html.Facts;
import org.jspecify.annotations.Nullable;

/** What the page says of the system that the host boots. */
final class HtmlHost {
  static final String ID = "host";

  private HtmlHost() {}

  static Element section(HostStatus host) {
    var facts =
        new Facts()
            .of("Name", host.id().name())
            .of("Sync", badge(Tone.of(host.sync()), host.sync().word()))
            .of("Health", badge(Tone.of(host.health()), host.health().word()))
            .of("Runs", deployment(host.booted()))
            .of("Boots next", host.isWaitingForBoot() ? deployment(host.next()) : null)
            .of("Goes back to", deployment(host.rollback()))
            .of("Kept by", host.tool() == null ? "no tool" : host.tool().program())
            .of("Manifest", host.place() == null ? "none that is valid" : host.place());
    for (var failed : host.failed()) {
      facts.of(
          "Failed",
          "%s, %s: %s"
              .formatted(Html.text(failed.at()), Tree.word(failed.why()), failed.message()));
    }
    if (host.lock() != null) {
      facts.of("Lock", "of group %s at %s".formatted(host.lock().group(), host.lock().url()));
    }
    facts.lastRun(host.outcome());
    return Html.section(ID, "Host")
        .add(facts.list())
        .add(Html.conditions(host.conditions()))
        .addIf(!host.differences().isEmpty(), Html.differences(host.differences()));
  }

  private static Element badge(Tone tone, String word) {
    return Element.of("dd").add(Html.badge(tone, word));
  }

  private static @Nullable String deployment(@Nullable Deployment deployment) {
    return deployment == null ? null : StatusText.deployment(deployment);
  }
}
