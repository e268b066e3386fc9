package io.atomic.reconcile.cycle;

import io.atomic.reconcile.model.Recorded;

/** Where the record of what we made is kept. */
public interface StateStore {

  /**
   * The record; {@link Recorded#NOTHING} where there is none yet.
   *
   * @throws EffectException if it is there but cannot be used
   */
  Recorded load() throws EffectException;

  /** Replaces the record, so that after a crash either the old or the new one is there. */
  void save(Recorded recorded) throws EffectException;
}
