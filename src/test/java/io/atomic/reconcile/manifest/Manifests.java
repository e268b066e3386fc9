package io.atomic.reconcile.manifest;

import io.atomic.reconcile.model.Desired;
import java.nio.file.Path;
import java.util.List;

/** Manifests of a test's own, read as those of a host are, whoever owns the checkout. */
public final class Manifests {
  private Manifests() {}

  public static Desired in(Path directory) {
    return ManifestDirectories.named(List.of(directory), Written.TRUSTING).read();
  }
}
