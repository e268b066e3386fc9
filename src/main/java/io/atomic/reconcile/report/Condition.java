package io.atomic.reconcile.report;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * One statement about a resource.
 *
 * @param reason in CamelCase
 * @param since null = not known
 */
public record Condition(
    Type type, Truth status, String reason, String message, @Nullable Instant since) {

  /** One that has held since nobody knows when. */
  Condition(Type type, Truth status, String reason, String message) {
    this(type, status, reason, message, null);
  }

  /** What a condition is about. */
  public enum Type {
    /** Of an app: sums the others up. */
    READY("Ready"),
    DRIFTED("Drifted"),
    /** It makes no progress by itself; told only where it is so. */
    STALLED("Stalled"),
    INSTALLED("Installed"),
    /** Of the host: sums the others up. */
    HOST_CONVERGED("HostConverged"),
    /** What boots next is wanted, and does not run yet. */
    REBOOT_REQUIRED("RebootRequired"),
    /** What the manifest wants did not come to run, and is not tried again. */
    ROLLED_BACK("RolledBack"),
    /** Something on this host keeps it from being changed. */
    BLOCKED("Blocked"),
    MANIFEST_VALID("ManifestValid"),
    LAST_RUN_SUCCEEDED("LastRunSucceeded"),
    /** Told only of what a manifest wants to know. */
    UPDATE_AVAILABLE("UpdateAvailable");

    private final String word;

    Type(String word) {
      this.word = word;
    }

    public String word() {
      return word;
    }
  }

  /** Whether a condition holds. */
  public enum Truth {
    TRUE("True"),
    FALSE("False"),
    UNKNOWN("Unknown");

    private final String word;

    Truth(String word) {
      this.word = word;
    }

    static Truth of(boolean value) {
      return value ? TRUE : FALSE;
    }

    public String word() {
      return word;
    }
  }
}
