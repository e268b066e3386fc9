package io.atomic.reconcile.engine;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** Invariant 12: secrets never reach logs or reports, also when a command prints them. */
class SecretMaskTest {

  @Test
  void whatAChildPrintsOfItsSecretsIsMasked() {
    var mask = new SecretMask();
    mask.hide("hunter2");
    assertThat(mask.apply("login with hunter2 failed: hunter2"))
        .isEqualTo("login with *** failed: ***");
  }

  @Test
  void aSecretThatIsPartOfAnotherLeavesNothingOfTheLongerOne() {
    var mask = new SecretMask();
    mask.hide("key");
    mask.hide("key-and-more");
    assertThat(mask.apply("key-and-more")).isEqualTo("***");
  }

  @Test
  void everyLineOfASecretIsHidden() {
    var mask = new SecretMask();
    mask.hide("-----BEGIN-----\nabcdef\n-----END-----");
    assertThat(mask.apply("x abcdef y")).isEqualTo("x *** y");
  }

  @Test
  void emptySecretsHideNothing() {
    var mask = new SecretMask();
    mask.hide("");
    assertThat(mask.apply("text")).isEqualTo("text");
  }
}
