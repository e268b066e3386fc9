package io.atomic.reconcile.cycle;

import io.atomic.reconcile.model.Container;
import io.atomic.reconcile.model.ContainerMake;
import org.jspecify.annotations.Nullable;

/** Looks at single containers in detail; changes nothing. */
public interface Inspections {

  /** How a container was made; null = it is gone. */
  @Nullable ContainerMake inspect(Container container) throws EffectException, InterruptedException;
}
