/** Root of atomic-reconcile: see {@code ARCHITECTURE.md} for what each package knows. */
@NullMarked
package io.atomic.reconcile;

import org.jspecify.annotations.NullMarked;
