@NullMarked
package io.atomic.reconcile.monitor;

import org.jspecify.annotations.NullMarked;
