/**
 * The program as its users have it, started as a process, against real engines and a real registry.
 *
 * <p>Knows the command line, what is on disk, and the engines' own command lines. Does not know the
 * program's classes.
 */
@NullMarked
package io.atomic.reconcile.it;

import org.jspecify.annotations.NullMarked;
