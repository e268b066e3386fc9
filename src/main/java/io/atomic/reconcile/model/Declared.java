package io.atomic.reconcile.model;

/** A resource and the place of the manifest that declares it. */
public record Declared<R extends Resource>(R resource, Place place) {}
