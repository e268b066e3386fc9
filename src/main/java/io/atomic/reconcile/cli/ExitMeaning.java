package io.atomic.reconcile.cli;

/** What exit statuses mean, for the help of those verbs that have them. */
final class ExitMeaning {
  static final String USAGE = "64:wrong usage";
  static final String USAGE_OR_APP = "64:wrong usage, or there is no such app";
  static final String USAGE_OR_RESOURCE = "64:wrong usage, or there is no such app or host";
  static final String ENGINE = "69:the container engine cannot be reached";
  static final String ENGINE_UNKNOWN =
      "69:the container engine cannot be reached, so that nobody knows";
  static final String LOCKED = "75:another run holds the lock: try again";
  static final String PERMISSION = "77:not permitted";
  static final String SETTINGS = "78:invalid settings";
  static final String MANIFESTS =
      "78:invalid settings, or an invalid manifest while all valid ones are as they should be";
  static final String INVALID_MANIFEST = "78:invalid settings, or an invalid manifest";
  static final String CHANGES = " 2:with --detailed-exitcode: changes, and no failures";
  static final String FAILURES = " 4:with --detailed-exitcode: failures, and no changes";
  static final String BOTH = " 6:with --detailed-exitcode: changes and failures";

  /** Heads the list. */
  static final String HEADING = "%nExit status:%n";

  private ExitMeaning() {}
}
