package io.atomic.reconcile.registry;

import io.atomic.reconcile.http.Authorities;
import io.atomic.reconcile.http.UnansweredException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.security.cert.CertificateException;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;

/**
 * Whom we trust and who we are when a connection is encrypted: what engines read, so that a
 * registry that they can use can be asked.
 */
final class Certificates {
  /** Each has a directory for every registry. */
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
      var own = new Own(Authorities.emptyStore(), Authorities.emptyStore());
      for (var directory : OF_REGISTRIES) {
        own.add(root.resolve(directory).resolve(authority));
      }
      return own.context(root);
    } catch (GeneralSecurityException | IOException e) {
      throw new IllegalStateException("every Java platform has TLS", e);
    }
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
            keys.setKeyEntry(
                file.toString(), PrivateKeys.of(Authorities.blocks(key)), PASSWORD, chain);
          } catch (IllegalArgumentException e) {
            throw Authorities.unreadable(key, String.valueOf(e.getMessage()));
          }
        }
      }
    }

    SSLContext context(Path root) throws GeneralSecurityException, UnansweredException {
      var identity = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
      identity.init(keys, PASSWORD);
      return Authorities.context(root, trusted, identity.getKeyManagers());
    }
  }

  private static List<Path> files(Path directory) throws UnansweredException {
    if (!Files.isDirectory(directory)) {
      return List.of();
    }
    try (Stream<Path> entries = Files.list(directory)) {
      return entries.sorted().toList();
    } catch (IOException e) {
      throw Authorities.unreadable(directory, String.valueOf(e.getMessage()));
    }
  }

  private static List<Certificate> certificates(Path file) throws UnansweredException {
    var certificates = new ArrayList<Certificate>();
    try {
      for (var block : Authorities.blocks(file)) {
        certificates.add(Authorities.certificate(block));
      }
    } catch (CertificateException _) {
      throw Authorities.unreadable(file, "something in it is no certificate");
    }
    if (certificates.isEmpty()) {
      throw Authorities.unreadable(file, "there is no certificate in PEM in it");
    }
    return certificates;
  }
}
