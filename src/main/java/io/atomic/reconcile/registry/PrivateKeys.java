package io.atomic.reconcile.registry;

import io.atomic.reconcile.http.Pem;
import java.io.ByteArrayOutputStream;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PrivateKey;
import java.security.spec.InvalidKeySpecException;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;

/** Private keys as openssl has written them over the years; Java reads only PKCS #8 by itself. */
final class PrivateKeys {
  private static final List<String> ALGORITHMS = List.of("RSA", "EC", "EdDSA");

  private static final byte[] VERSION_0 = HexFormat.of().parseHex("020100");
  private static final byte[] RSA = HexFormat.of().parseHex("300d06092a864886f70d0101010500");
  private static final byte[] EC = HexFormat.of().parseHex("06072a8648ce3d0201");

  // Types of values in DER.
  private static final int OCTETS = 0x04;
  private static final int OID = 0x06;
  private static final int SEQUENCE = 0x30;

  /** The curve, in an EC key of its own format. */
  private static final int PARAMETERS = 0xa0;

  private PrivateKeys() {}

  /**
   * The key among the blocks of a file.
   *
   * @throws IllegalArgumentException with the second half of a "tried to x, but y"
   */
  static PrivateKey of(List<Pem> blocks) {
    for (var block : blocks) {
      switch (block.label()) {
        case "PRIVATE KEY" -> {
          return key(block.content());
        }
        case "RSA PRIVATE KEY" -> {
          return key(wrapped(RSA, block.content()));
        }
        case "EC PRIVATE KEY" -> {
          return key(wrapped(der(SEQUENCE, EC, curve(block.content())), block.content()));
        }
        case "ENCRYPTED PRIVATE KEY" ->
            throw new IllegalArgumentException("the key in it is encrypted");
        default -> {
          // Parameters of a curve, or a certificate.
        }
      }
    }
    throw new IllegalArgumentException("there is no private key in it");
  }

  private static PrivateKey key(byte[] pkcs8) {
    for (var algorithm : ALGORITHMS) {
      try {
        return KeyFactory.getInstance(algorithm).generatePrivate(new PKCS8EncodedKeySpec(pkcs8));
      } catch (InvalidKeySpecException _) {
        // It says which algorithm it is for, but not in a way that Java asks for.
      } catch (GeneralSecurityException e) {
        throw new IllegalStateException("every Java platform has " + algorithm, e);
      }
    }
    throw new IllegalArgumentException("its private key is damaged or of an unknown kind");
  }

  private static byte[] wrapped(byte[] algorithm, byte[] key) {
    return der(SEQUENCE, VERSION_0, algorithm, der(OCTETS, key));
  }

  /** The name of an EC key's curve, as a DER value. */
  private static byte[] curve(byte[] key) {
    try {
      var in = new Der(key);
      in.enter(SEQUENCE);
      while (in.type() != PARAMETERS) {
        in.skip();
      }
      in.enter(PARAMETERS);
      if (in.type() == OID) {
        return in.whole();
      }
    } catch (IndexOutOfBoundsException _) {
      // It ends too early.
    }
    throw new IllegalArgumentException("its private key is damaged or of an unknown kind");
  }

  private static byte[] der(int type, byte[]... parts) {
    var content = new ByteArrayOutputStream();
    for (var part : parts) {
      content.writeBytes(part);
    }
    var value = new ByteArrayOutputStream();
    value.write(type);
    var length = content.size();
    if (length < 0x80) {
      value.write(length);
    } else {
      // Two bytes hold the length of any key.
      value.write(0x82);
      value.write(length >> 8);
      value.write(length);
    }
    value.writeBytes(content.toByteArray());
    return value.toByteArray();
  }

  /** Goes from value to value. */
  private static final class Der {
    private final byte[] bytes;
    private int at;

    Der(byte[] bytes) {
      this.bytes = bytes;
    }

    int type() {
      return bytes[at] & 0xff;
    }

    void enter(int type) {
      if (type() != type) {
        throw new IndexOutOfBoundsException(at);
      }
      at = begin();
    }

    void skip() {
      at = end();
    }

    byte[] whole() {
      return Arrays.copyOfRange(bytes, at, end());
    }

    private int begin() {
      var length = bytes[at + 1] & 0xff;
      return at + 2 + (length < 0x80 ? 0 : length - 0x80);
    }

    private int end() {
      var length = bytes[at + 1] & 0xff;
      if (length >= 0x80) {
        var digits = length - 0x80;
        length = 0;
        for (var digit = 0; digit < digits; digit++) {
          length = (length << 8) + (bytes[at + 2 + digit] & 0xff);
        }
      }
      var end = begin() + length;
      if (length < 0 || end > bytes.length || end <= at) {
        throw new IndexOutOfBoundsException(at);
      }
      return end;
    }
  }
}
