package io.atomic.reconcile.fleetlock;

import static java.nio.charset.StandardCharsets.US_ASCII;

import io.atomic.reconcile.http.Sayings;
import io.atomic.reconcile.http.UnansweredException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.util.HexFormat;
import java.util.regex.Pattern;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * Who this host is to a FleetLock server: what machine-id(5) says, made unrecognisable as systemd
 * does it ({@code systemd-id128 machine-id --app-specific=…}).
 */
final class NodeId {
  /** Of this program alone: beside another client on the same host, each has its own lock. */
  private static final byte[] PROGRAM = HexFormat.of().parseHex("ebfc8d7cbfe842429ca65e07168d8351");

  private static final String FILE = "etc/machine-id";
  private static final Pattern MACHINE_ID = Pattern.compile("[0-9a-fA-F]{32}");

  /** More than any machine-id has. */
  private static final int MOST_BYTES = 100;

  private static final int LENGTH = 16;

  private NodeId() {}

  /**
   * That of a host.
   *
   * @param root put before the path of the machine-id
   */
  static String of(Path root) throws UnansweredException {
    var text = machineId(root.resolve(FILE));
    if (!MACHINE_ID.matcher(text).matches()) {
      throw unknown(text.isEmpty() ? "is empty" : "is '%s'".formatted(Sayings.plain(text)));
    }
    return of(HexFormat.of().parseHex(text));
  }

  private static String machineId(Path file) throws UnansweredException {
    try (var in = Files.newInputStream(file)) {
      return new String(in.readNBytes(MOST_BYTES), US_ASCII).strip();
    } catch (IOException _) {
      throw unknown("is not there or cannot be read");
    }
  }

  private static UnansweredException unknown(String why) {
    return new UnansweredException(
        "this host cannot say who it is: /%s %s".formatted(FILE, why),
        "'systemd-machine-id-setup' makes one");
  }

  private static String of(byte[] machine) {
    try {
      var mac = Mac.getInstance("HmacSHA256");
      mac.init(new SecretKeySpec(machine, mac.getAlgorithm()));
      var id = mac.doFinal(PROGRAM);
      // The bits by which a random UUID is recognised.
      id[6] = (byte) ((id[6] & 0x0f) | 0x40);
      id[8] = (byte) ((id[8] & 0x3f) | 0x80);
      return HexFormat.of().formatHex(id, 0, LENGTH);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every Java platform has HMAC-SHA256", e);
    }
  }
}
