package io.atomic.reconcile.manifest;

/**
 * A value at its place in a document.
 *
 * @param path how a person names it, {@code spec.env.PORT}
 * @param findings where to say what is wrong with it
 */
record Value(Yaml node, String path, Findings findings) {

  void error(String complaint) {
    findings.error(node.place(), path + " " + complaint);
  }

  void error(String complaint, String remedy) {
    findings.error(node.place(), path + " " + complaint, remedy);
  }

  /** Complains that the value is of another type, unless it was refused before. */
  void expected(String what) {
    if (!(node instanceof Yaml.Refused)) {
      error("is %s, not %s".formatted(node.description(), what));
    }
  }
}
