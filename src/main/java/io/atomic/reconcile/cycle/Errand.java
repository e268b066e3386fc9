package io.atomic.reconcile.cycle;

import io.atomic.reconcile.model.Container;
import io.atomic.reconcile.model.Recorded;
import io.atomic.reconcile.model.ResourceId;
import io.atomic.reconcile.plan.Action;
import io.atomic.reconcile.plan.Plan;
import io.atomic.reconcile.plan.Planner;
import java.util.List;

/** A few steps for one app that need no comparison. */
public interface Errand {
  String BY_HAND = "asked for at the command line";

  Answer plan(Recorded recorded);

  /** What the errand comes to, once it is known what is recorded. */
  sealed interface Answer {
    record Of(Plan plan) implements Answer {}

    /** There is no such app. */
    record Unknown(String message) implements Answer {}
  }

  /** Drops an app from the record; what was made for it stays as it is. */
  static Errand forgetting(String app) {
    return recorded ->
        recorded.apps().containsKey(app)
            ? new Answer.Of(
                Planner.single(ResourceId.app(app), new Action.Forget(app, List.of()), BY_HAND))
            : unknown(app);
  }

  /** Removes a container of an app that stays installed; only for one that is ours. */
  static Errand removing(String app, Container container) {
    return recorded ->
        recorded.apps().containsKey(app)
            ? new Answer.Of(
                Planner.single(
                    ResourceId.app(app),
                    new Action.RemoveContainer(app, container.id(), container.name()),
                    BY_HAND))
            : unknown(app);
  }

  /** Brings what an app's image reference means in its registry now to disk. */
  static Errand fetching(Request request) {
    return recorded -> {
      var record = recorded.apps().get(request.app());
      var app = request.applied(record == null ? null : record.manifest());
      return app == null
          ? unknown(request.app())
          : new Answer.Of(
              Planner.single(
                  app.id(),
                  new Action.Fetch(
                      app.name(),
                      record == null ? null : record.place(),
                      record == null ? app : record.manifest(),
                      List.of(app.spec().image().toString())),
                  BY_HAND));
    };
  }

  private static Answer unknown(String app) {
    return new Answer.Unknown("there is no app '%s': it is not recorded".formatted(app));
  }
}
