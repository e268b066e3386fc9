package io.atomic.reconcile.model;

/** Where the value of a {@code spec.env} entry comes from. */
public sealed interface EnvValue {

  /** Written in the manifest itself; not a secret. */
  record Plain(String text) implements EnvValue {}

  /** The content of a file below one of the policy's secret paths; a secret. */
  record FromFile(String path) implements EnvValue {}

  /** A systemd credential of that name; a secret. */
  record FromCredential(String name) implements EnvValue {}

  default boolean isSecret() {
    return !(this instanceof Plain);
  }
}
