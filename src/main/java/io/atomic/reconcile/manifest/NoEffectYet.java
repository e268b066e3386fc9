package io.atomic.reconcile.manifest;

import io.atomic.reconcile.model.AppSpec;
import io.atomic.reconcile.model.Desired;
import io.atomic.reconcile.model.Place;
import io.atomic.reconcile.model.Problem;
import io.atomic.reconcile.model.ResourceId;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * What manifests may say already though this version does not do it. Saying so beats both refusing
 * a correct manifest and letting somebody rely on a check that nobody makes.
 */
public final class NoEffectYet {
  private static final List<Field> APP_FIELDS =
      List.of(new Field("update.window", spec -> spec.update().window() != null));

  private NoEffectYet() {}

  private record Field(String name, Predicate<AppSpec> isUsed) {}

  /** A notice for each field of a valid manifest that is set and has no effect. */
  public static List<Problem> notices(Desired desired) {
    var notices = new ArrayList<Problem>();
    for (var app : desired.apps().values()) {
      for (var field : APP_FIELDS) {
        if (field.isUsed.test(app.resource().spec())) {
          notices.add(
              notice(
                  app.resource().id(),
                  app.place(),
                  "spec.%s has no effect yet".formatted(field.name)));
        }
      }
    }
    var host = desired.host();
    if (host != null) {
      notices.add(notice(host.resource().id(), host.place(), "kind Host has no effect yet"));
    }
    return List.copyOf(notices);
  }

  private static Problem notice(ResourceId id, @Nullable Place place, String message) {
    return new Problem(Problem.Severity.NOTICE, id, place, message, null);
  }
}
