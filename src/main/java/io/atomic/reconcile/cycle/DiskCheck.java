package io.atomic.reconcile.cycle;

import io.atomic.reconcile.model.ImageReference;
import io.atomic.reconcile.policy.DiskPreflight;
import org.jspecify.annotations.Nullable;

/** Looks before each fetch whether there is room for it, and for those that are under way. */
final class DiskCheck {
  private final DiskPreflight preflight;
  private final Disks disks;
  private final Registries registries;
  private final Engine engine;
  private final String engineWord;
  private long promised;

  DiskCheck(
      DiskPreflight preflight,
      Disks disks,
      Registries registries,
      Engine engine,
      String engineWord) {
    this.preflight = preflight;
    this.disks = disks;
    this.registries = registries;
    this.engine = engine;
    this.engineWord = engineWord;
  }

  /** Room that a fetch was promised, until it has ended. */
  interface Promise extends AutoCloseable {
    @Override
    void close();
  }

  /**
   * Promises room.
   *
   * @throws EffectException if there is none
   */
  Promise promise(ImageReference reference) throws EffectException, InterruptedException {
    var compressed = registries.compressedSize(reference);
    var root = engine.storage();
    var image = reference.toString();
    refuse(
        preflight.ofState(
            image, disks.stateDirectory(), disks.free(disks.stateDirectory()), engineWord));
    var need = DiskPreflight.need(compressed);
    synchronized (this) {
      if (root != null) {
        refuse(preflight.ofEngine(image, compressed, promised, root, disks.free(root), engineWord));
      }
      promised += need;
    }
    return () -> giveBack(need);
  }

  private synchronized void giveBack(long need) {
    promised -= need;
  }

  private static void refuse(DiskPreflight.@Nullable Shortage shortage) throws EffectException {
    if (shortage != null) {
      throw new EffectException(shortage.message(), shortage.remedy(), null);
    }
  }
}
