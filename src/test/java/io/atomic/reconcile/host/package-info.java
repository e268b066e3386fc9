@NullMarked
package io.atomic.reconcile.host;

import org.jspecify.annotations.NullMarked;
