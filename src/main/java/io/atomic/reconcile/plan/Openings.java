package io.atomic.reconcile.plan;

import io.atomic.reconcile.model.Kind;
import io.atomic.reconcile.model.ResourceId;
import io.atomic.reconcile.plan.Change.ConvergeHost;
import io.atomic.reconcile.plan.Change.Held;
import io.atomic.reconcile.plan.Change.Reason;
import java.time.Instant;
import java.util.Comparator;
import java.util.Map;
import java.util.Objects;
import java.util.SortedMap;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** When windows open that something waits for. */
final class Openings {
  private Openings() {}

  /**
   * The first one; null = nothing waits for one that ever opens.
   *
   * @param waiting apps that are held by a window of the site
   */
  static @Nullable Instant next(
      SortedMap<ResourceId, Change> changes,
      Map<ResourceId, ClosedWindow> waiting,
      Situation situation) {
    return Stream.of(
            waiting.values().stream().map(ClosedWindow::opens),
            ofUpdates(changes, situation),
            changes.values().stream().map(change -> ofHost(change, situation)))
        .flatMap(openings -> openings)
        .filter(Objects::nonNull)
        .min(Comparator.naturalOrder())
        .orElse(null);
  }

  private static Stream<@Nullable Instant> ofUpdates(
      SortedMap<ResourceId, Change> changes, Situation situation) {
    var host = situation.desired().host();
    return Stream.concat(
            Differ.offers(situation).entrySet().stream()
                .filter(offer -> changes.containsKey(ResourceId.app(offer.getKey())))
                .map(Map.Entry::getValue),
            host != null && changes.containsKey(host.resource().id())
                ? Stream.of(HostDiffer.offer(situation))
                : Stream.of())
        .map(offer -> offer instanceof Offer.OutsideWindow(_, var window) ? window.opens() : null);
  }

  private static @Nullable Instant ofHost(Change change, Situation situation) {
    var reboot = situation.boot() instanceof BootConsent.Withheld(_, _, var until) ? until : null;
    return switch (change) {
      case ConvergeHost host when host.stages() -> reboot;
      case Held held when held.reason() == Reason.REBOOT_REQUIRED -> reboot;
      case Held held when isStagedLater(held) -> {
        var downloads = situation.windows().downloads();
        yield downloads == null ? null : downloads.opens();
      }
      default -> null;
    };
  }

  private static boolean isStagedLater(Held held) {
    return held.id().kind() == Kind.HOST && held.reason() == Reason.WINDOW_CLOSED;
  }
}
