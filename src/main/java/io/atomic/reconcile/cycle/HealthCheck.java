package io.atomic.reconcile.cycle;

import io.atomic.reconcile.model.Health;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

final class HealthCheck {
  sealed interface Verdict {
    record Healthy(String note) implements Verdict {}

    record Unhealthy(String reason, String output) implements Verdict {}
  }

  Verdict watch(String app, @Nullable String containerId, Health health, Consumer<String> doing)
      throws EffectException, InterruptedException {
    doing.accept(app);
    return containerId == null
        ? new Verdict.Healthy("")
        : new Verdict.Unhealthy(health.toString(), "");
  }
}
