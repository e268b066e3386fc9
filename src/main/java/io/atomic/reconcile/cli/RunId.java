package io.atomic.reconcile.cli;

import java.security.SecureRandom;
import java.time.Clock;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.HexFormat;

/** Names runs so that they sort by time: {@code 20261101T093000Z-1f2e3d}. */
final class RunId {
  private static final DateTimeFormatter TIME =
      DateTimeFormatter.ofPattern("uuuuMMdd'T'HHmmss'Z'").withZone(ZoneOffset.UTC);

  private RunId() {}

  static String next(Clock clock) {
    var random = new byte[3];
    new SecureRandom().nextBytes(random);
    return TIME.format(clock.instant()) + "-" + HexFormat.of().formatHex(random);
  }
}
