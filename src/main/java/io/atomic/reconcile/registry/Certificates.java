package io.atomic.reconcile.registry;

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
import java.util.stream.Stream;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;
import javax.net.ssl.X509TrustManager;

/**
 * Whom we trust and who we are when a connection is encrypted: what engines read, so that a
 * registry that they can use can be asked.
 */
final class Certificates {
  /** The host's own list of authorities, where distributions keep it; the first one counts. */
  private static final List<String> AUTHORITIES =
      List.of(
          "etc/ssl/certs/ca-certificates.crt",
          "etc/pki/tls/certs/ca-bundle.crt",
          "etc/ssl/ca-bundle.pem",
          "etc/pki/ca-trust/extracted/pem/tls-ca-bundle.pem",
          "etc/ssl/cert.pem");

  /** Below them, a directory for each registry. */
  private static final List<String> OF_REGISTRIES =
      List.of("etc/containers/certs.d", "etc/docker/certs.d");

  /** Java wants one for every store; these never leave the memory. */
  private static final char[] PASSWORD = "none".toCharArray();

  private final Path root;

  /**
   * Those of a host.
   *
   * @param root put before every host path
   */
  Certificates(Path root) {
    this.root = root;
  }

  /** For connections to a host, with a port if it is not the usual one. */
  SSLContext contextFor(String authority) throws UnansweredException {
    try {
      var own = new Own(emptyStore(), emptyStore());
      for (var directory : OF_REGISTRIES) {
        own.add(root.resolve(directory).resolve(authority));
      }
      return own.context(root);
    } catch (GeneralSecurityException | IOException e) {
      throw new IllegalStateException("every Java platform has TLS", e);
    }
  }

  private static KeyStore emptyStore() throws GeneralSecurityException, IOException {
    var store = KeyStore.getInstance("PKCS12");
    store.load(null, PASSWORD);
    return store;
  }

  /** What lies ready for one registry. */
  private record Own(KeyStore trusted, KeyStore keys) {

    void add(Path directory) throws UnansweredException, GeneralSecurityException {
      for (var file : files(directory)) {
        var name = String.valueOf(file.getFileName());
        if (name.endsWith(".crt")) {
          for (var certificate : certificates(file)) {
            trusted.setCertificateEntry(file + " " + trusted.size(), certificate);
          }
        } else if (name.endsWith(".cert")) {
          var key = file.resolveSibling(name.substring(0, name.lastIndexOf('.')) + ".key");
          var chain = certificates(file).toArray(Certificate[]::new);
          try {
            keys.setKeyEntry(file.toString(), PrivateKeys.of(blocks(key)), PASSWORD, chain);
          } catch (IllegalArgumentException e) {
            throw unreadable(key, String.valueOf(e.getMessage()));
          }
        }
      }
    }

    SSLContext context(Path root) throws GeneralSecurityException, UnansweredException {
      var trust = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
      trust.init(withAuthorities(root));
      var identity = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
      identity.init(keys, PASSWORD);
      var context = SSLContext.getInstance("TLS");
      context.init(identity.getKeyManagers(), trust.getTrustManagers(), null);
      return context;
    }

    private KeyStore withAuthorities(Path root)
        throws GeneralSecurityException, UnansweredException {
      for (var authority : authorities(root)) {
        trusted.setCertificateEntry("authority " + trusted.size(), authority);
      }
      return trusted;
    }
  }

  private static List<? extends Certificate> authorities(Path root)
      throws GeneralSecurityException, UnansweredException {
    for (var bundle : AUTHORITIES) {
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
    return authoritiesOfJava();
  }

  private static List<? extends Certificate> authoritiesOfJava() throws GeneralSecurityException {
    var trust = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
    trust.init((KeyStore) null);
    return Arrays.stream(trust.getTrustManagers())
        .filter(X509TrustManager.class::isInstance)
        .map(X509TrustManager.class::cast)
        .flatMap(manager -> Arrays.stream(manager.getAcceptedIssuers()))
        .toList();
  }

  private static List<Path> files(Path directory) throws UnansweredException {
    if (!Files.isDirectory(directory)) {
      return List.of();
    }
    try (Stream<Path> entries = Files.list(directory)) {
      return entries.sorted().toList();
    } catch (IOException e) {
      throw unreadable(directory, String.valueOf(e.getMessage()));
    }
  }

  private static List<Certificate> certificates(Path file) throws UnansweredException {
    var certificates = new ArrayList<Certificate>();
    try {
      for (var block : blocks(file)) {
        certificates.add(certificate(block));
      }
    } catch (CertificateException _) {
      throw unreadable(file, "something in it is no certificate");
    }
    if (certificates.isEmpty()) {
      throw unreadable(file, "there is no certificate in PEM in it");
    }
    return certificates;
  }

  private static Certificate certificate(Pem block) throws CertificateException {
    return CertificateFactory.getInstance("X.509")
        .generateCertificate(new ByteArrayInputStream(block.content()));
  }

  private static List<Pem> blocks(Path file) throws UnansweredException {
    try {
      return Pem.parse(Files.readString(file, StandardCharsets.ISO_8859_1));
    } catch (IOException _) {
      throw unreadable(file, "it is not there or cannot be read");
    } catch (IllegalArgumentException e) {
      throw unreadable(file, String.valueOf(e.getMessage()));
    }
  }

  private static UnansweredException unreadable(Path file, String reason) {
    return new UnansweredException(
        "'%s' cannot be used: %s".formatted(file, reason), "put it right, or remove it");
  }
}
