package io.atomic.reconcile.http;

import io.atomic.reconcile.model.Durations;
import java.net.ConnectException;
import java.net.URI;
import java.nio.channels.UnresolvedAddressException;
import java.security.cert.CertPathBuilderException;
import java.security.cert.CertificateException;
import java.time.Duration;
import javax.net.ssl.SSLException;
import org.jspecify.annotations.Nullable;

/** No answer came back at all: why, in words. */
public final class NoExchangeException extends UnansweredException {
  private static final long serialVersionUID = 1L;

  private final boolean plainIsPossible;
  private final boolean isUntrusted;

  private NoExchangeException(
      String reason, @Nullable String remedy, boolean plainIsPossible, boolean isUntrusted) {
    super(reason, remedy);
    this.plainIsPossible = plainIsPossible;
    this.isUntrusted = isUntrusted;
  }

  private NoExchangeException(String reason, @Nullable String remedy, boolean plainIsPossible) {
    this(reason, remedy, plainIsPossible, false);
  }

  /** Whether it has a certificate that nobody has signed who is trusted. */
  public boolean isUntrusted() {
    return isUntrusted;
  }

  /** Whether whoever is there may just not speak TLS. */
  public boolean plainIsPossible() {
    return plainIsPossible;
  }

  static NoExchangeException tooSlow(Duration limit, URI uri) {
    return new NoExchangeException(
        "'%s' did not answer within %s".formatted(Addresses.authority(uri), Durations.text(limit)),
        null,
        false);
  }

  static NoExchangeException of(Throwable thrown, URI uri) {
    var at = Addresses.authority(uri);
    var certificate = cause(thrown, CertificateException.class);
    if (certificate != null) {
      return untrusted(certificate, at);
    }
    var said = said(thrown);
    if (said.contains("exceeds capacity")) {
      return new NoExchangeException("the answer of '%s' is too large".formatted(at), null, false);
    }
    // Alerts come from who speaks TLS.
    var plainIsPossible = !said.contains("fatal alert");
    return switch (thrown) {
      case ConnectException e when cause(e, UnresolvedAddressException.class) != null ->
          new NoExchangeException(
              "the name '%s' cannot be resolved".formatted(at), "look at the network", false);
      case ConnectException _ ->
          new NoExchangeException("nobody can be reached at '%s'".formatted(at), null, true);
      case SSLException _ ->
          new NoExchangeException(
              "no encrypted connection to '%s' came about: %s".formatted(at, said),
              null,
              plainIsPossible);
      default ->
          new NoExchangeException(
              "the exchange with '%s' broke off: %s".formatted(at, said), null, plainIsPossible);
    };
  }

  private static NoExchangeException untrusted(CertificateException certificate, String at) {
    return cause(certificate, CertPathBuilderException.class) == null
        ? new NoExchangeException(
            "the certificate of '%s' is not in order: %s".formatted(at, said(certificate)),
            null,
            false)
        : new NoExchangeException(
            "nobody who is trusted here has signed the certificate of '%s'".formatted(at),
            null,
            false,
            true);
  }

  private static <T extends Throwable> @Nullable T cause(Throwable thrown, Class<T> kind) {
    for (var cause = thrown; cause != null; cause = cause.getCause()) {
      if (kind.isInstance(cause)) {
        return kind.cast(cause);
      }
    }
    return null;
  }

  private static String said(Throwable thrown) {
    return thrown.getMessage() == null
        ? thrown.getClass().getSimpleName()
        : Sayings.plain(thrown.getMessage());
  }
}
