/**
 * Plan × facts → verdicts: which plans and steps may be carried out.
 *
 * <p>Knows plans. Does not know how they come about or how they are carried out; no I/O, no clock.
 */
@NullMarked
package io.atomic.reconcile.policy;

import org.jspecify.annotations.NullMarked;
