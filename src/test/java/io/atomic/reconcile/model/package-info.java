/** Tests of what a host can be asked to have. */
@NullMarked
package io.atomic.reconcile.model;

import org.jspecify.annotations.NullMarked;
