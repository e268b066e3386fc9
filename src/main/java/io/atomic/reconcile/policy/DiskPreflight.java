package io.atomic.reconcile.policy;

import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * Refuses a fetch that would fill a disk: an engine that has run out of room fails in ways that no
 * retry repairs, and takes what runs with it.
 *
 * @param reserve bytes that stay free
 */
public record DiskPreflight(long reserve) {
  /**
   * What an image takes while it is fetched, in sizes of its compressed layers: those, and what
   * they unpack to, which is about twice as much for usual content.
   */
  private static final int TIMES = 3;

  private static final String REMEDY =
      "make room (%s system df says what takes it), or lower 'disk.reserve' in the settings of this"
          + " host";

  /** Why there is not enough room, and what to do. */
  public record Shortage(String message, String remedy) {}

  /**
   * Looks at one fetch.
   *
   * @param compressed size of its layers; null = the registry does not say
   * @param promised bytes that fetches which are under way may still take
   * @param engineRoot where the engine keeps images
   * @param free bytes there; null = not known from here
   * @param engine word that starts the engine's command line
   * @return null = there is room, as far as is known
   */
  public @Nullable Shortage ofEngine(
      String image,
      @Nullable Long compressed,
      long promised,
      String engineRoot,
      @Nullable Long free,
      String engine) {
    if (free == null) {
      return null;
    }
    var need = need(compressed);
    return free - promised >= need + reserve
        ? null
        : new Shortage(
            "tried to fetch '%s', but %s has %s free%s, and it takes %s and a reserve of %s (disk.reserve)"
                .formatted(
                    image,
                    engineRoot,
                    text(free),
                    promised == 0 ? "" : " of which other fetches may take " + text(promised),
                    compressed == null
                        ? "an unknown amount"
                        : "about %s (%d × %s compressed)"
                            .formatted(text(need), TIMES, text(compressed)),
                    text(reserve)),
            REMEDY.formatted(engine));
  }

  /**
   * Looks at where we write down what was done.
   *
   * @param free bytes there; null = not known
   */
  public @Nullable Shortage ofState(
      String image, String stateDirectory, @Nullable Long free, String engine) {
    return free == null || free >= reserve
        ? null
        : new Shortage(
            "tried to fetch '%s', but %s, where the record is kept, has %s free, less than the reserve of %s (disk.reserve)"
                .formatted(image, stateDirectory, text(free), text(reserve)),
            REMEDY.formatted(engine));
  }

  /** What a fetch may take; an unknown size is no reason to refuse. */
  public static long need(@Nullable Long compressed) {
    // No disk is that big; what a registry says is only a claim.
    return compressed == null ? 0 : Math.min(compressed, Long.MAX_VALUE / (4 * TIMES)) * TIMES;
  }

  /** As people read it, such as {@code 1.4 GiB}. */
  static String text(long bytes) {
    var units = new String[] {"B", "KiB", "MiB", "GiB", "TiB"};
    var amount = (double) bytes;
    var unit = 0;
    while (amount >= 1024 && unit < units.length - 1) {
      amount /= 1024;
      unit++;
    }
    return unit == 0
        ? bytes + " B"
        : String.format(Locale.ROOT, amount < 10 ? "%.1f %s" : "%.0f %s", amount, units[unit]);
  }
}
