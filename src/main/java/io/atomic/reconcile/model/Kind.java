package io.atomic.reconcile.model;

/** The kinds of resource that a manifest can declare; {@link #label} is the manifest's spelling. */
public enum Kind {
  APP("App"),
  HOST("Host");

  private final String label;

  Kind(String label) {
    this.label = label;
  }

  public String label() {
    return label;
  }
}
