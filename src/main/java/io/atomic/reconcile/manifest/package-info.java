/**
 * Manifest directories and settings files, read into desired state and settings with every problem
 * and its place.
 *
 * <p>Knows YAML, the directories and who may be trusted to have written a file. Does not know
 * recorded or observed state, engines, or what a field is used for.
 */
@NullMarked
package io.atomic.reconcile.manifest;

import org.jspecify.annotations.NullMarked;
