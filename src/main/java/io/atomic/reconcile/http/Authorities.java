package io.atomic.reconcile.http;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import javax.net.ssl.KeyManager;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;
import javax.net.ssl.X509TrustManager;
import org.jspecify.annotations.Nullable;

/** Whose signature below a certificate is trusted on this host. */
public final class Authorities {
  /** The host's own list of authorities, where distributions keep it; the first one counts. */
  private static final List<String> FILES =
      List.of(
          "etc/ssl/certs/ca-certificates.crt",
          "etc/pki/tls/certs/ca-bundle.crt",
          "etc/ssl/ca-bundle.pem",
          "etc/pki/ca-trust/extracted/pem/tls-ca-bundle.pem",
          "etc/ssl/cert.pem");

  /** Java wants one for every store; these never leave the memory. */
  private static final char[] PASSWORD = "none".toCharArray();

  private Authorities() {}

  /** For connections to whoever has a certificate that the host trusts. */
  public static SSLContext context(Path root) throws UnansweredException {
    try {
      return context(root, emptyStore(), null);
    } catch (GeneralSecurityException | IOException e) {
      throw new IllegalStateException("every Java platform has TLS", e);
    }
  }

  /**
   * The same with more to it.
   *
   * @param trusted by these connections as well; those of the host are added to it
   * @param identity who we are; null = nobody in particular
   */
  public static SSLContext context(Path root, KeyStore trusted, KeyManager @Nullable [] identity)
      throws GeneralSecurityException, UnansweredException {
    for (var authority : of(root)) {
      trusted.setCertificateEntry("authority " + trusted.size(), authority);
    }
    var trust = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
    trust.init(trusted);
    var context = SSLContext.getInstance("TLS");
    context.init(identity, trust.getTrustManagers(), null);
    return context;
  }

  public static KeyStore emptyStore() throws GeneralSecurityException, IOException {
    var store = KeyStore.getInstance("PKCS12");
    store.load(null, PASSWORD);
    return store;
  }

  private static List<? extends Certificate> of(Path root)
      throws GeneralSecurityException, UnansweredException {
    for (var bundle : FILES) {
      var file = root.resolve(bundle);
      if (Files.isReadable(file)) {
        var certificates = new ArrayList<Certificate>();
        for (var block : blocks(file)) {
          try {
            certificates.add(certificate(block));
          } catch (CertificateException _) {
            // One among many that Java does not understand; others do without it as well.
          }
        }
        return certificates;
      }
    }
    return ofJava();
  }

  private static List<? extends Certificate> ofJava() throws GeneralSecurityException {
    var trust = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
    trust.init((KeyStore) null);
    return Arrays.stream(trust.getTrustManagers())
        .filter(X509TrustManager.class::isInstance)
        .map(X509TrustManager.class::cast)
        .flatMap(manager -> Arrays.stream(manager.getAcceptedIssuers()))
        .toList();
  }

  public static Certificate certificate(Pem block) throws CertificateException {
    return CertificateFactory.getInstance("X.509")
        .generateCertificate(new ByteArrayInputStream(block.content()));
  }

  /** What a file in PEM holds. */
  public static List<Pem> blocks(Path file) throws UnansweredException {
    try {
      return Pem.parse(Files.readString(file, StandardCharsets.ISO_8859_1));
    } catch (IOException _) {
      throw unreadable(file, "it is not there or cannot be read");
    } catch (IllegalArgumentException e) {
      throw unreadable(file, String.valueOf(e.getMessage()));
    }
  }

  /** A file that there is and that is of no use. */
  public static UnansweredException unreadable(Path file, String reason) {
    return new UnansweredException(
        "'%s' cannot be used: %s".formatted(file, reason), "put it right, or remove it");
  }
}
