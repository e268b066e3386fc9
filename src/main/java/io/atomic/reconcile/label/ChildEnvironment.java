package io.atomic.reconcile.label;

import java.util.Set;
import java.util.regex.Pattern;

/**
 * Which variables a label may set in the environment of the engine's command line, and which would
 * change what that command line does.
 */
final class ChildEnvironment {
  private static final Pattern NAME = Pattern.compile("[A-Za-z_][A-Za-z0-9_]*");
  private static final Pattern STEERING = Pattern.compile("(?:LD_|DOCKER_|CONTAINER).*");
  private static final Set<String> RESERVED = Set.of("PATH", "HOME", "BASH_ENV", "ENV", "IFS");

  private ChildEnvironment() {}

  static boolean mayHold(String variable) {
    return NAME.matcher(variable).matches()
        && !STEERING.matcher(variable).matches()
        && !RESERVED.contains(variable);
  }
}
