/**
 * The command line: options, verbs, and the one place where everything is put together.
 *
 * <p>Knows every package by its front door. Does not decide anything that a daemon would decide
 * differently.
 */
@NullMarked
package io.atomic.reconcile.cli;

import org.jspecify.annotations.NullMarked;
