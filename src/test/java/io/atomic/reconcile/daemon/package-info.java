/** When a run is made, and which: by clocks and events that the tests make up. */
@NullMarked
package io.atomic.reconcile.daemon;

import org.jspecify.annotations.NullMarked;
