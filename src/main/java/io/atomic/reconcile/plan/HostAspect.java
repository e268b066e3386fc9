package io.atomic.reconcile.plan;

/**
 * The parts of a deployment that are changed by commands of their own, in the order in which that
 * is done: changing the base keeps what was layered on it.
 */
public enum HostAspect {
  /** The branch or image and its version. */
  BASE,
  /** Packages on top of it. */
  PACKAGES,
  /** Packages of the base that are not to be there. */
  OVERRIDES,
  ARGUMENTS;

  /** The part that a field of the manifest is about. */
  static HostAspect ofField(String field) {
    return switch (field) {
      case "packages" -> PACKAGES;
      case "overrides.remove" -> OVERRIDES;
      case "kernelArguments" -> ARGUMENTS;
      default -> BASE;
    };
  }
}
