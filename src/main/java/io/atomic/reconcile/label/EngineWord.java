package io.atomic.reconcile.label;

/**
 * The first word of a command, where it means the container engine: {@code docker} or {@code
 * podman}, bare or with a path. Images are written for one of them and run under either.
 */
final class EngineWord {

  private EngineWord() {}

  static boolean matches(String word) {
    var end = word.length();
    // '/usr/bin/docker/' stands in published labels and was accepted by the tools before us.
    while (end > 1 && word.charAt(end - 1) == '/') {
      end--;
    }
    var program = word.substring(word.lastIndexOf('/', end - 1) + 1, end);
    return program.equals("docker") || program.equals("podman");
  }

  static boolean hasStraySlash(String word) {
    return word.endsWith("/");
  }
}
