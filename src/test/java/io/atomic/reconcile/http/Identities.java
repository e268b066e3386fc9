package io.atomic.reconcile.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.security.cert.Certificate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;

/** Keys and certificates that the JDK's keytool makes, and PEM files of them. */
public final class Identities {
  private static final String PASSWORD = "changeit";

  private final Path directory;
  private final Path store;

  public Identities(Path directory) {
    this.directory = directory;
    this.store = directory.resolve("store.p12");
  }

  /** An authority that signs others. */
  public Identities authority(String name) throws Exception {
    return makes(name, "-ext", "bc:c");
  }

  /** Somebody whom an authority knows; for servers here. */
  public Identities signed(String name, String authority) throws Exception {
    return makes(name, "-signer", authority, "-ext", "san=ip:127.0.0.1");
  }

  private Identities makes(String name, String... options) throws Exception {
    var words =
        new ArrayList<>(
            List.of(Path.of(System.getProperty("java.home"), "bin", "keytool").toString()));
    words.addAll(List.of("-genkeypair", "-alias", name, "-dname", "CN=" + name));
    words.addAll(List.of("-keyalg", "RSA", "-keysize", "2048", "-validity", "2"));
    words.addAll(List.of("-keystore", store.toString(), "-storepass", PASSWORD));
    words.addAll(List.of(options));
    var log = directory.resolve("keytool.log");
    var process =
        new ProcessBuilder(words).redirectErrorStream(true).redirectOutput(log.toFile()).start();
    assertThat(process.waitFor()).as(Files.readString(log)).isZero();
    return this;
  }

  public PrivateKey key(String name) throws Exception {
    return (PrivateKey) store().getKey(name, PASSWORD.toCharArray());
  }

  public Certificate certificate(String name) throws Exception {
    return store().getCertificate(name);
  }

  /** A file with the key. */
  public Path keyFile(String name, Path file) throws Exception {
    return write(file, "PRIVATE KEY", key(name).getEncoded());
  }

  /** A file with the certificate. */
  public Path certificateFile(String name, Path file) throws Exception {
    return write(file, "CERTIFICATE", certificate(name).getEncoded());
  }

  /** A file with the certificate and those of whoever signed it. */
  public Path chainFile(String name, Path file) throws Exception {
    var chain = store().getCertificateChain(name);
    return write(
        file, "CERTIFICATE", Arrays.stream(chain).map(Identities::encoded).toArray(byte[][]::new));
  }

  /** For a server that shows somebody's certificate. */
  public SSLContext server(String name) throws Exception {
    var chosen = KeyStore.getInstance("PKCS12");
    chosen.load(null, null);
    chosen.setKeyEntry(name, key(name), PASSWORD.toCharArray(), store().getCertificateChain(name));
    var keys = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
    keys.init(chosen, PASSWORD.toCharArray());
    var context = SSLContext.getInstance("TLS");
    context.init(keys.getKeyManagers(), null, null);
    return context;
  }

  private static byte[] encoded(Certificate certificate) {
    try {
      return certificate.getEncoded();
    } catch (java.security.cert.CertificateEncodingException e) {
      throw new AssertionError(e);
    }
  }

  private KeyStore store() throws Exception {
    return KeyStore.getInstance(store.toFile(), PASSWORD.toCharArray());
  }

  private static Path write(Path file, String label, byte[]... contents) throws IOException {
    var text = new StringBuilder();
    for (var content : contents) {
      text.append("-----BEGIN %s-----%n".formatted(label))
          .append(
              Base64.getMimeEncoder(64, "\n".getBytes(StandardCharsets.US_ASCII))
                  .encodeToString(content))
          .append("%n-----END %s-----%n".formatted(label));
    }
    Files.createDirectories(file.getParent());
    return Files.writeString(file, text);
  }
}
