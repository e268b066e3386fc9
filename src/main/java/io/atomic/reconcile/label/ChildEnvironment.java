package io.atomic.reconcile.label;

import java.util.Set;
import java.util.regex.Pattern;

/**
 * Which variables a label may set in the environment of the engine's command line, and which would
 * change what that command line does.
 */
final class ChildEnvironment {
  private static final Pattern NAME = Pattern.compile("[A-Za-z_][A-Za-z0-9_]*");

  /** Of the loader, of the engines' command lines, and of libraries that these are made with. */
  private static final Pattern STEERING =
      Pattern.compile(
          "(?:LD_|DOCKER_|_?CONTAINER|PODMAN_|BUILDAH_|STORAGE_|XDG_|REGISTRY_AUTH|SSL_CERT_).*");

  private static final Set<String> RESERVED =
      Set.of(
          "PATH",
          "HOME",
          "BASH_ENV",
          "ENV",
          "IFS",
          "NOTIFY_SOCKET",
          "GODEBUG",
          "GCONV_PATH",
          "GLIBC_TUNABLES");

  private ChildEnvironment() {}

  static boolean mayHold(String variable) {
    return NAME.matcher(variable).matches()
        && !STEERING.matcher(variable).matches()
        && !RESERVED.contains(variable);
  }
}
