/**
 * One run: observe, plan, gate, execute, record, report. Owns the ports through which it reaches
 * the world; adapters implement them.
 *
 * <p>Knows plans and policy. Does not know docker-java, JSON, YAML, terminals, schedules, nor where
 * anything lies on disk.
 */
@NullMarked
package io.atomic.reconcile.cycle;

import org.jspecify.annotations.NullMarked;
