package io.atomic.reconcile.plan;

import java.time.Instant;
import java.util.List;
import java.util.TreeMap;
import java.util.TreeSet;

/** Which windows are closed, told in {@code story.txt}. */
final class ClosedStory {
  private ClosedStory() {}

  /** One more, by {@code closed downloads|disruptions|updates NAME [TIME]}, or {@code ignored}. */
  static ClosedWindows with(ClosedWindows before, List<String> words) {
    var opens = words.size() > 3 ? Instant.parse(words.get(3)) : null;
    var window = new ClosedWindow(words.get(2), opens);
    var updates = new TreeMap<>(before.updates());
    var ignored = new TreeSet<>(before.ignored());
    return switch (words.get(1)) {
      case "downloads" -> new ClosedWindows(updates, window, before.disruptions(), ignored);
      case "disruptions" -> new ClosedWindows(updates, before.downloads(), window, ignored);
      case "updates" -> {
        updates.put(window.name(), window);
        yield new ClosedWindows(updates, before.downloads(), before.disruptions(), ignored);
      }
      case "ignored" -> {
        ignored.add(window.name());
        yield new ClosedWindows(updates, before.downloads(), before.disruptions(), ignored);
      }
      default -> throw new IllegalArgumentException("nobody waits for '%s'".formatted(words));
    };
  }
}
