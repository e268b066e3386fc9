/** Tests of what one run does, with hand-made engines, hosts and clocks. */
@NullMarked
package io.atomic.reconcile.cycle;

import org.jspecify.annotations.NullMarked;
