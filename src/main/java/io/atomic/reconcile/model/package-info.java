/**
 * What a host can be asked to have and what it has: identifiers, references, specs; desired,
 * recorded and observed state.
 *
 * <p>Knows nothing of YAML, JSON, label commands, engines, plans, files or clocks. Everything here
 * is an immutable value.
 */
@NullMarked
package io.atomic.reconcile.model;

import org.jspecify.annotations.NullMarked;
