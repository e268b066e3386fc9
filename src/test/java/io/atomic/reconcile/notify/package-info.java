@NullMarked
package io.atomic.reconcile.notify;

import org.jspecify.annotations.NullMarked;
