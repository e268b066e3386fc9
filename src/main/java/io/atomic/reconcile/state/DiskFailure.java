package io.atomic.reconcile.state;

import io.atomic.reconcile.cycle.EffectException;
import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;

/** Puts into words what the disk refuses. */
final class DiskFailure {
  private static final String REMEDY = "run it as root, or name another directory with --state-dir";

  private DiskFailure() {}

  /**
   * Says what was tried.
   *
   * @param verb such as {@code read}
   */
  static EffectException of(String verb, Path path, IOException cause) {
    var tried = "tried to %s '%s', but ".formatted(verb, path);
    return isDenied(cause)
        ? EffectException.notPermitted(tried + "permission was denied", REMEDY, cause)
        : new EffectException(tried + reason(cause), null, cause);
  }

  /** Mostly a refusal is reported only in words; "not permitted" is what a non-owner is told. */
  private static boolean isDenied(IOException cause) {
    var text = String.valueOf(cause.getMessage());
    return cause instanceof AccessDeniedException
        || text.endsWith("(Permission denied)")
        || text.endsWith("Operation not permitted");
  }

  private static String reason(IOException cause) {
    return switch (cause) {
      case NoSuchFileException e -> "'%s' does not exist".formatted(e.getFile());
      case FileSystemException e when e.getReason() != null -> e.getReason();
      default -> String.valueOf(cause.getMessage());
    };
  }
}
