/**
 * Docker and podman, through docker-java over a Unix socket and through their command lines; the
 * only package that knows either.
 *
 * <p>Knows how to look and how to carry one effect out. Does not know why, when, or what comes
 * next.
 */
@NullMarked
package io.atomic.reconcile.engine;

import org.jspecify.annotations.NullMarked;
