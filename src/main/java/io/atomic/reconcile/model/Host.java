package io.atomic.reconcile.model;

/** The host's OS deployment as a manifest declares it. */
public record Host(String name, HostSpec spec) implements Resource {
  @Override
  public ResourceId id() {
    return ResourceId.host(name);
  }
}
