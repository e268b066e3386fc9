/** Tests of the reading of manifests and settings. */
@NullMarked
package io.atomic.reconcile.manifest;

import org.jspecify.annotations.NullMarked;
