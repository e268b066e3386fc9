/** Tests of what a plan may not do. */
@NullMarked
package io.atomic.reconcile.policy;

import org.jspecify.annotations.NullMarked;
