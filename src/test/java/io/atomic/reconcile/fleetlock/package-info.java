@NullMarked
package io.atomic.reconcile.fleetlock;

import org.jspecify.annotations.NullMarked;
