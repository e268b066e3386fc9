package io.atomic.reconcile.cycle;

import org.jspecify.annotations.Nullable;

/** Room on file systems. */
public interface Disks {

  /**
   * Bytes that are free where a path is, for whoever is not root.
   *
   * @return null = it cannot be seen from here
   */
  @Nullable Long free(String path);

  /** Where the record is kept. */
  String stateDirectory();
}
