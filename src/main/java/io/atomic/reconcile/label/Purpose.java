package io.atomic.reconcile.label;

/** What a label command is run for. */
public enum Purpose {
  INSTALL("INSTALL", "install"),
  /** RUN for an app that keeps running: in the background. */
  RUN("RUN", "run"),
  /** RUN for an app that runs to completion: in the foreground, and the container stays behind. */
  COMPLETE("RUN", "run"),
  /** RUN for somebody who waits for it without a terminal: input and output are passed on. */
  ATTACHED("RUN", "run"),
  /** RUN for somebody at a terminal. */
  TERMINAL("RUN", "run"),
  STOP("STOP", "stop"),
  UNINSTALL("UNINSTALL", "uninstall");

  private final String label;
  private final String field;

  Purpose(String label, String field) {
    this.label = label;
    this.field = field;
  }

  /** The label that holds the command. */
  public String label() {
    return label;
  }

  /** The part of a manifest's {@code spec} that is about it. */
  public String field() {
    return field;
  }

  /** The name of a container that only helps an app, so that it never meets the app's own. */
  public String helper(String app) {
    return app + "." + field;
  }

  /** Whether its container <em>is</em> the app; the others only help. */
  boolean makesTheApp() {
    return this == RUN || this == COMPLETE || isAttached();
  }

  /** Whether somebody waits for its container, unless the command itself says otherwise. */
  boolean isAttached() {
    return this == ATTACHED || this == TERMINAL;
  }
}
