/**
 * Desired × recorded × observed → changes → plan: what differs, why, and which steps in which order
 * make it equal. A pure function; actions are data.
 *
 * <p>Knows models and label commands. Does not know how anything is carried out, what the policy
 * allows, where manifests or state are kept, what time it is, or how a plan is printed.
 */
@NullMarked
package io.atomic.reconcile.plan;

import org.jspecify.annotations.NullMarked;
