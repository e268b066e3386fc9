package io.atomic.reconcile.cycle;

import java.util.function.UnaryOperator;

/**
 * Something small that outlives this process, and that can be lost without harm: one that cannot be
 * understood is as good as none.
 */
public interface Kept<T> {
  T load() throws EffectException;

  /** Changes it, while nobody else does. */
  T update(UnaryOperator<T> change) throws EffectException;
}
