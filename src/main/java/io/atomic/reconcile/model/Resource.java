package io.atomic.reconcile.model;

/** What one manifest document declares. */
public sealed interface Resource permits App, Host {
  ResourceId id();
}
