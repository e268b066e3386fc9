package io.atomic.reconcile.process;

/** Follows one child; called on the thread that runs it. */
public interface ChildListener {

  /** Cares for nothing. */
  ChildListener NONE = new ChildListener() {};

  /**
   * The child exists but waits: it runs nothing before this returns, and never if this throws or if
   * we die meanwhile.
   */
  default void started(ProcessMark mark) {}

  /** A line of output as soon as it is complete, printable, not blank, at most 4 KiB long. */
  default void line(String text) {}
}
