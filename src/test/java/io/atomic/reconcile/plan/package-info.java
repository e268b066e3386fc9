/** Tests of what is planned, by cases to read and by properties that hold of all. */
@NullMarked
package io.atomic.reconcile.plan;

import org.jspecify.annotations.NullMarked;
