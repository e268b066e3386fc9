package io.atomic.reconcile.registry;

import java.util.List;

/**
 * What an image must be built for to run here.
 *
 * @param architecture as Go and therefore images name it
 * @param variants of it that run here, the best first; empty = an image says nothing of variants
 */
record Platform(String os, String architecture, List<String> variants) {
  Platform {
    variants = List.copyOf(variants);
  }

  static Platform ofThisMachine() {
    return ofArchitecture(System.getProperty("os.arch", ""));
  }

  /**
   * Linux on an architecture.
   *
   * @param name as Java has it
   */
  static Platform ofArchitecture(String name) {
    var architecture =
        switch (name) {
          case "x86_64" -> "amd64";
          case "aarch64" -> "arm64";
          case "x86", "i386", "i486", "i586", "i686" -> "386";
          case "loongarch64" -> "loong64";
          default -> name;
        };
    var variants =
        switch (architecture) {
          case "amd64" -> List.of("", "v1");
          case "arm64" -> List.of("v8", "");
          case "arm" -> List.of("v7", "", "v6", "v5");
          default -> List.of("");
        };
    return new Platform("linux", architecture, variants);
  }

  @Override
  public String toString() {
    return os + "/" + architecture;
  }
}
