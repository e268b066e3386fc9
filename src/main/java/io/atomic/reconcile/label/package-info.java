/**
 * Label commands: finding one among an image's labels, expanding it into words, understanding the
 * engine command that it spells, and preparing what is really run.
 *
 * <p>Knows the grammar of label commands and the option tables of the {@code docker} and {@code
 * podman} command lines. Does not know manifests, plans, state, processes, or the environment of
 * this program: every value comes in through {@link io.atomic.reconcile.label.Variables}, and a
 * secret's value never does. Everything here is a pure function of its arguments.
 */
@NullMarked
package io.atomic.reconcile.label;

import org.jspecify.annotations.NullMarked;
