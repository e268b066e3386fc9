package io.atomic.reconcile.label;

/** What the variables of a label command stand for. */
@FunctionalInterface
public interface Variables {

  Value lookup(String name);

  /** What one variable stands for. */
  sealed interface Value {

    record Plain(String text) implements Value {}

    /**
     * Set, but only by name: the value stays out of everything that is computed or shown.
     *
     * @param env the {@code spec.env} entry that holds it
     */
    record Secret(String env) implements Value {}

    record Unset() implements Value {}
  }
}
