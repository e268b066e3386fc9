package io.atomic.reconcile.model;

/** What became of reading a small text file of the host that is there. */
public sealed interface FileText {

  /** All that it holds. */
  record Content(String text) implements FileText {}

  /**
   * It cannot or must not be read.
   *
   * @param reason to follow "but"
   */
  record Unreadable(String reason) implements FileText {}
}
