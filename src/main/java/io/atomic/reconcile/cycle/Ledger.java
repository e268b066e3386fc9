package io.atomic.reconcile.cycle;

import io.atomic.reconcile.model.AppRecord;
import io.atomic.reconcile.model.HostRecord;
import io.atomic.reconcile.model.Observed.EngineKind;
import io.atomic.reconcile.model.Observed.EngineView;
import io.atomic.reconcile.model.Recorded;
import java.util.List;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/** The record while a run changes it: every change is on disk before the next step sees it. */
final class Ledger {
  private final StateStore store;
  private Recorded recorded;
  private @Nullable EngineKind engine;

  Ledger(StateStore store, Recorded recorded) {
    this.store = store;
    this.recorded = recorded;
  }

  /** From now on effects are had on that engine. */
  synchronized void useEngine(EngineView view) {
    engine = view instanceof EngineView.Reached reached ? reached.kind() : null;
  }

  synchronized Recorded recorded() {
    return recorded;
  }

  /**
   * Changes the record of one app.
   *
   * @param initial what there is of an app that is not recorded yet
   */
  synchronized void update(AppRecord initial, UnaryOperator<AppRecord> change)
      throws EffectException {
    var before = recorded.apps().getOrDefault(initial.name(), initial);
    replace(recorded.with(marked(change.apply(before))));
  }

  private AppRecord marked(AppRecord record) {
    return engine == null ? record : record.madeWith(engine);
  }

  /** Changes the record of an app that is recorded; of one that is not there is nothing to say. */
  synchronized void update(String app, UnaryOperator<AppRecord> change) throws EffectException {
    var before = recorded.apps().get(app);
    if (before != null) {
      replace(recorded.with(marked(change.apply(before))));
    }
  }

  /**
   * Drops an app.
   *
   * @param before directories recorded for it
   * @param kept those of them that hold data
   */
  synchronized void forget(String app, List<String> before, List<String> kept)
      throws EffectException {
    replace(recorded.without(app).keeping(kept, before));
  }

  /**
   * Changes the record of the host.
   *
   * @param initial what there is if nothing is recorded of it yet
   */
  synchronized void updateHost(HostRecord initial, UnaryOperator<HostRecord> change)
      throws EffectException {
    var before = recorded.host();
    replace(recorded.withHost(change.apply(before == null ? initial : before)));
  }

  /** Changes the record of the host, if there is one. */
  synchronized void updateHost(UnaryOperator<HostRecord> change) throws EffectException {
    var before = recorded.host();
    if (before != null) {
      replace(recorded.withHost(change.apply(before)));
    }
  }

  synchronized void forgetHost() throws EffectException {
    replace(recorded.withHost(null));
  }

  private void replace(Recorded changed) throws EffectException {
    if (!changed.equals(recorded)) {
      store.save(changed);
      recorded = changed;
    }
  }
}
