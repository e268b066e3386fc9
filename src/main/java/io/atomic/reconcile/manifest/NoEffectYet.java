package io.atomic.reconcile.manifest;

import io.atomic.reconcile.model.Declared;
import io.atomic.reconcile.model.Desired;
import io.atomic.reconcile.model.Problem;
import io.atomic.reconcile.model.Resource;
import io.atomic.reconcile.model.Update;
import java.util.ArrayList;
import java.util.List;

/**
 * What manifests may say already though this version does not do it. Saying so beats both refusing
 * a correct manifest and letting somebody rely on a check that nobody makes.
 */
public final class NoEffectYet {
  private NoEffectYet() {}

  /** A notice for each field of a valid manifest that is set and has no effect. */
  public static List<Problem> notices(Desired desired) {
    var notices = new ArrayList<Problem>();
    for (var app : desired.apps().values()) {
      notices.addAll(notices(app, app.resource().spec().update()));
    }
    var host = desired.host();
    if (host != null) {
      notices.addAll(notices(host, host.resource().spec().update()));
    }
    return List.copyOf(notices);
  }

  private static List<Problem> notices(Declared<? extends Resource> declared, Update update) {
    return update.window() == null
        ? List.of()
        : List.of(
            new Problem(
                Problem.Severity.NOTICE,
                declared.resource().id(),
                declared.place(),
                "spec.update.window has no effect yet",
                null));
  }
}
