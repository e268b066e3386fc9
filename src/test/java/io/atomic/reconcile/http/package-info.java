@NullMarked
package io.atomic.reconcile.http;

import org.jspecify.annotations.NullMarked;
