package io.atomic.reconcile.engine;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/** Takes the secrets that a child was given out of what it prints. */
final class SecretMask {
  private static final String MASK = "***";

  /** Anything shorter would be found everywhere, and protects nothing. */
  private static final int SHORTEST = 3;

  private final List<String> hidden = new ArrayList<>();

  /** Hides a secret, and each of its lines where it has several. */
  void hide(String secret) {
    secret
        .lines()
        .map(String::strip)
        .filter(line -> line.length() >= SHORTEST)
        .forEach(hidden::add);
    // One secret may be part of another.
    hidden.sort(Comparator.comparingInt(String::length).reversed());
  }

  String apply(String text) {
    var masked = text;
    for (var secret : hidden) {
      masked = masked.replace(secret, MASK);
    }
    return masked;
  }
}
