package io.atomic.reconcile.registry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.atomic.reconcile.http.Pem;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Keys that nothing else uses, as openssl has written them. */
class PrivateKeysTest {
  @Test
  void theFormatDoesNotMatter() {
    assertThat(PrivateKeys.of(Pem.parse(text("rsa-traditional.pem"))))
        .isEqualTo(PrivateKeys.of(Pem.parse(text("rsa.pem"))));
    assertThat(PrivateKeys.of(Pem.parse(text("ec-traditional.pem"))).getAlgorithm())
        .isEqualTo("EC");
    assertThat(PrivateKeys.of(Pem.parse(text("ed25519.pem"))).getAlgorithm()).isEqualTo("EdDSA");
  }

  @Test
  void whatIsNoKeyIsSaid() {
    assertThatThrownBy(() -> PrivateKeys.of(Pem.parse("nothing")))
        .hasMessage("there is no private key in it");
    assertThatThrownBy(() -> PrivateKeys.of(Pem.parse(text("encrypted.pem"))))
        .hasMessage("the key in it is encrypted");
    assertThatThrownBy(
            () -> Pem.parse("-----BEGIN PRIVATE KEY-----\nabcde=f\n-----END PRIVATE KEY-----"))
        .hasMessage("block 1 of it is no Base64");
  }

  @Test
  void aDamagedKeyIsRefusedWhereverTheDamageIs() {
    var random = new Random(11);
    for (var name : new String[] {"ec-traditional.pem", "rsa-traditional.pem"}) {
      var lines = text(name).lines().toList();
      for (var round = 0; round < 300; round++) {
        var damaged = new StringBuilder();
        for (var line : lines) {
          var isDamaged = !line.startsWith("-") && random.nextInt(lines.size()) == 0;
          damaged
              .append(
                  isDamaged
                      ? line.substring(0, Math.min(line.length(), 4 * random.nextInt(5)))
                      : line)
              .append('\n');
        }
        try {
          assertThat(PrivateKeys.of(Pem.parse(damaged.toString()))).isNotNull();
        } catch (IllegalArgumentException e) {
          assertThat(e).hasMessageMatching("(there is|its private key|block [0-9]).*");
        }
      }
    }
  }

  private static String text(String name) {
    try {
      return Files.readString(
          Path.of("src/test/resources/registry", name), StandardCharsets.US_ASCII);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
