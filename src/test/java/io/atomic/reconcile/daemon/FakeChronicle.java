package io.atomic.reconcile.daemon;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.jspecify.annotations.Nullable;

/** Keeps what it is told. */
final class FakeChronicle implements Chronicle {
  private final List<String> lines = new CopyOnWriteArrayList<>();

  List<String> lines() {
    return List.copyOf(lines);
  }

  @Override
  public void says(String message) {
    lines.add(message);
  }

  @Override
  public void warns(String message, @Nullable String remedy) {
    lines.add("warning: " + message);
  }
}
