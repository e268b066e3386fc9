/**
 * What is kept on disk between runs: the recorded state, the journal, past reports, the salt and
 * the lock, all in one directory.
 *
 * <p>Knows the file formats and what a crash can do to them. Does not know how a state comes about,
 * what a report looks like, or what is done about an interrupted step.
 */
@NullMarked
package io.atomic.reconcile.state;

import org.jspecify.annotations.NullMarked;
