package io.atomic.reconcile.cycle;

import io.atomic.reconcile.model.EnvValue;

/** Where the values of secrets come from, at the moment in which a command needs them. */
public interface Secrets {

  /** The value of a secret; a plain value is itself. */
  String value(EnvValue value) throws EffectException;
}
