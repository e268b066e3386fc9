package io.atomic.reconcile.model;

/** Who we are to a registry. What is secret in it is never printed. */
public sealed interface RegistryLogin {

  /** A user with a password, or with what the registry takes as one. */
  record Password(String user, String password) implements RegistryLogin {
    @Override
    public String toString() {
      return "Password[***]";
    }
  }

  /** What a registry once gave for a password; its token server takes it. */
  record IdentityToken(String token) implements RegistryLogin {
    @Override
    public String toString() {
      return "IdentityToken[***]";
    }
  }
}
