package io.atomic.reconcile.state;

import io.atomic.reconcile.cycle.EffectException;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.util.HexFormat;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.jspecify.annotations.Nullable;

/**
 * Turns secrets into hashes that tell whether one changed, and nothing else to who lacks the salt.
 */
public final class Salt {
  private static final String FILE = "salt";
  private static final String ALGORITHM = "HmacSHA256";
  private static final int BYTES = 32;

  private final SecretKeySpec key;

  private Salt(byte[] bytes) {
    key = new SecretKeySpec(bytes, ALGORITHM);
  }

  /** The salt of that state; null = none was made yet. */
  public static @Nullable Salt find(StateDirectory directory) throws EffectException {
    var file = directory.file(FILE);
    var bytes = DurableFile.read(file);
    if (bytes == null) {
      return null;
    }
    if (bytes.length != BYTES) {
      throw new EffectException(
          "tried to read '%s', but it has %d bytes instead of %d"
              .formatted(file, bytes.length, BYTES),
          "remove it; secrets then count as changed once",
          null);
    }
    return new Salt(bytes);
  }

  /** The salt of that state, made if there is none. The caller holds the lock. */
  public static Salt obtain(StateDirectory directory) throws EffectException {
    var found = find(directory);
    if (found != null) {
      return found;
    }
    var bytes = new byte[BYTES];
    new SecureRandom().nextBytes(bytes);
    DurableFile.write(directory.file(FILE), bytes);
    return new Salt(bytes);
  }

  /** HMAC-SHA256 in 64 hexadecimal digits. */
  public String hash(String value) {
    return hash(value.getBytes(StandardCharsets.UTF_8));
  }

  /** HMAC-SHA256 in 64 hexadecimal digits. */
  public String hash(byte[] value) {
    try {
      var mac = Mac.getInstance(ALGORITHM);
      mac.init(key);
      return HexFormat.of().formatHex(mac.doFinal(value));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every Java platform has " + ALGORITHM, e);
    }
  }
}
