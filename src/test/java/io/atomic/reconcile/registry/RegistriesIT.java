package io.atomic.reconcile.registry;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.atomic.reconcile.cycle.Registries.Answer;
import io.atomic.reconcile.http.Identities;
import io.atomic.reconcile.model.ImageReference;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Real registries: open, with logins of both kinds, and encrypted. */
@Timeout(120)
class RegistriesIT {
  private static final String OURS = Platform.ofThisMachine().architecture();
  private static final String OTHER = OURS.equals("s390x") ? "ppc64le" : "s390x";
  private static final String CREATED = "2026-03-04T05:06:07Z";

  private static final String USER = "it";
  private static final String PASSWORD = "open sesame";
  private static final String HASH = "$2b$05$abcdefghijklmnopqrstuupx2xBUC4954936wVIjyyPHmUBFu0wCW";

  @TempDir Path directory;
  @AutoClose private RealRegistry open;

  @BeforeEach
  void start() throws Exception {
    open = RealRegistry.start(storage());
  }

  private Path storage() {
    return directory.resolve("storage");
  }

  @Test
  void aTagMeansAnImage() throws Exception {
    var digest = shelf("web").image("1", OURS, CREATED);

    assertThat(ask(open.reference("web:1"))).isEqualTo(means(digest, digest));
  }

  @Test
  void withoutATagItIsLatest() throws Exception {
    var digest = shelf("web").image("latest", OURS, CREATED);

    assertThat(ask(open.reference("web"))).isEqualTo(means(digest, digest));
  }

  @Test
  void aTagThatMovedMeansAnother() throws Exception {
    var first = shelf("web").image("1", OURS, CREATED);
    assertThat(ask(open.reference("web:1"))).isEqualTo(means(first, first));

    var second = shelf("web").image("1", OURS, "2026-04-05T06:07:08Z");

    assertThat(second).isNotEqualTo(first);
    assertThat(ask(open.reference("web:1")))
        .isEqualTo(
            new Answer.Means(
                second, new TreeSet<>(Set.of(second)), Instant.parse("2026-04-05T06:07:08Z")));
  }

  @Test
  void whatIsKnownIsOnlyHeardAgain() throws Exception {
    var digest = shelf("web").image("1", OURS, CREATED);

    assertThat(registries().ask(open.reference("web:1"), Set.of(digest)))
        .isEqualTo(new Answer.Means(digest, new TreeSet<>(Set.of(digest)), null));
  }

  @Test
  void ofAnIndexTheImageForThisMachineIsKnownAsWell() throws Exception {
    var shelf = shelf("web");
    var ours = shelf.image(OURS, CREATED);
    var other = shelf.image(OTHER, "2020-01-01T00:00:00Z");
    var index = shelf.index("1", new TreeMap<>(Map.of(OTHER, other, OURS, ours)));

    assertThat(ask(open.reference("web:1"))).isEqualTo(means(index, index, ours));
  }

  @Test
  void anIndexWithoutAnImageForThisMachineIsNoUpdate() throws Exception {
    var shelf = shelf("web");
    shelf.index("1", Map.of(OTHER, shelf.image(OTHER, CREATED)));

    assertThat(why(ask(open.reference("web:1"))))
        .endsWith("it means no image for linux/%s (but for linux/%s)".formatted(OURS, OTHER));
  }

  @Test
  void aTagOrRepositoryThatIsNotThereIsUnknown() throws Exception {
    shelf("web").image("1", OURS, CREATED);

    assertThat(ask(open.reference("web:2")))
        .isEqualTo(
            new Answer.Unknown(
                "tried to ask '%1$s' what '%1$s/web:2' means, but it has nothing of that name, or"
                        .formatted(open.address())
                    + " shows it only to whom it knows",
                "check the reference and the login"));
    assertThat(why(ask(open.reference("db:1")))).contains("it has nothing of that name");
  }

  @Test
  void aDigestMeansItself() throws Exception {
    var digest = "sha256:" + "1".repeat(64);

    assertThat(ask(ImageReference.parse("no.such.invalid/web:1@" + digest)))
        .isEqualTo(new Answer.Means(digest, new TreeSet<>(Set.of(digest)), null));
  }

  // --- logins ---

  @Test
  void aRegistryThatWantsAPasswordGetsIt() throws Exception {
    var digest = shelf("web").image("1", OURS, CREATED);
    Files.writeString(directory.resolve("htpasswd"), USER + ":" + HASH + "\n");
    try (var closed =
        RealRegistry.start(
            storage(),
            "",
            "auth: {htpasswd: {realm: x, path: %s}}\n".formatted(directory.resolve("htpasswd")))) {
      var reference = closed.reference("web:1");

      assertThat(ask(reference))
          .isEqualTo(
              new Answer.Unknown(
                  "tried to ask '%1$s' what '%1$s/web:1' means, but it wants a login"
                      .formatted(closed.address()),
                  "log in as the user who runs this: podman login %1$s, or docker login %1$s"
                      .formatted(closed.address())));
      login(closed.address(), USER + ":" + PASSWORD);
      assertThat(ask(reference)).isEqualTo(means(digest, digest));
      login(closed.address(), USER + ":wrong password");
      assertThat(why(ask(reference)))
          .endsWith("it does not take the login that is known here")
          .doesNotContain("wrong password");
      write("auth.json", "{\"auths\": hunter2");
      assertThat(why(ask(reference)))
          .contains("it wants a login, and none can be had: tried to read ", "it is not JSON")
          .doesNotContain("hunter2");
    }
  }

  /** An open registry needs no login, so a broken file is no reason to give up. */
  @Test
  void aBrokenFileOfLoginsMattersOnlyWhereALoginIsWanted() throws Exception {
    var digest = shelf("web").image("1", OURS, CREATED);
    write("auth.json", "{");

    assertThat(ask(open.reference("web:1"))).isEqualTo(means(digest, digest));
  }

  @Test
  void aRegistryWithATokenServer() throws Exception {
    var digest = shelf("private/web").image("1", OURS, CREATED);
    var free = shelf("public/web").image("1", OURS, CREATED);
    var identities = new Identities(directory).authority("signer");
    var bundle = identities.certificateFile("signer", directory.resolve("signer.pem"));
    try (var giver = new TokenGiver(identities, "signer", USER + ":" + PASSWORD, "long-lived");
        var closed =
            RealRegistry.start(
                storage(),
                "",
                "auth: {token: {realm: '%s', service: %s, issuer: %s, rootcertbundle: %s}}\n"
                    .formatted(giver.realm(), TokenGiver.SERVICE, TokenGiver.ISSUER, bundle))) {
      var reference = closed.reference("private/web:1");

      assertThat(ask(closed.reference("public/web:1"))).isEqualTo(means(free, free));
      assertThat(giver.asked()).containsExactly("GET test-registry repository:public/web:pull");
      assertThat(why(ask(reference))).endsWith("it wants a login");
      login(closed.address(), USER + ":" + PASSWORD);
      assertThat(ask(reference)).isEqualTo(means(digest, digest));
      login(closed.address(), USER + ":wrong");
      assertThat(why(ask(reference))).endsWith("it does not take the login that is known here");

      giver.asked().clear();
      write("auth.json", identityToken(closed.address(), "long-lived"));
      assertThat(ask(reference)).isEqualTo(means(digest, digest));
      assertThat(giver.asked()).containsExactly("POST test-registry repository:private/web:pull");
      write("auth.json", identityToken(closed.address(), "expired-token"));
      assertThat(why(ask(reference)))
          .endsWith("it does not take the login that is known here")
          .doesNotContain("expired-token");
    }
  }

  private static String identityToken(String registry, String token) {
    return "{\"auths\": {\"%s\": {\"identitytoken\": \"%s\"}}}".formatted(registry, token);
  }

  // --- encryption ---

  @Test
  void aRegistryWithAnAuthorityOfItsOwn() throws Exception {
    var digest = shelf("web").image("1", OURS, CREATED);
    var identities = new Identities(directory).authority("ca").signed("server", "ca");
    try (var encrypted = RealRegistry.start(storage(), tls(identities, "server", ""), "")) {
      var reference = encrypted.reference("web:1");

      assertThat(ask(reference))
          .isEqualTo(
              new Answer.Unknown(
                  "tried to ask '%1$s' what '%1$s/web:1' means, but nobody who is trusted here has"
                          .formatted(encrypted.address())
                      + " signed the certificate of '%s'".formatted(encrypted.address()),
                  "put the certificate of its authority into /etc/containers/certs.d/%s/ca.crt, or"
                          .formatted(encrypted.address())
                      + " below /etc/docker/certs.d"));

      var certificates = root("etc/docker/certs.d").resolve(encrypted.address());
      identities.certificateFile("ca", certificates.resolve("ca.crt"));
      assertThat(ask(reference)).isEqualTo(means(digest, digest));

      Files.writeString(certificates.resolve("other.crt"), "no certificate");
      assertThat(why(ask(reference)))
          .contains("other.crt' cannot be used: there is no certificate");
    }
  }

  @Test
  void theHostsOwnListOfAuthoritiesCounts() throws Exception {
    var digest = shelf("web").image("1", OURS, CREATED);
    var identities = new Identities(directory).authority("ca").signed("server", "ca");
    identities.certificateFile("ca", root("etc/pki/tls/certs/ca-bundle.crt"));
    try (var encrypted = RealRegistry.start(storage(), tls(identities, "server", ""), "")) {
      assertThat(ask(encrypted.reference("web:1"))).isEqualTo(means(digest, digest));
    }
  }

  @Test
  void aCertificateForAnotherNameIsNotTaken() throws Exception {
    var identities = new Identities(directory).authority("ca");
    try (var encrypted = RealRegistry.start(storage(), tls(identities, "ca", ""), "")) {
      identities.certificateFile(
          "ca", root("etc/containers/certs.d").resolve(encrypted.address()).resolve("ca.crt"));

      assertThat(why(ask(encrypted.reference("web:1"))))
          .contains("the certificate of '%s' is not in order".formatted(encrypted.address()));
    }
  }

  @Test
  void aRegistryThatWantsACertificateGetsIt() throws Exception {
    var digest = shelf("web").image("1", OURS, CREATED);
    var identities =
        new Identities(directory).authority("ca").signed("server", "ca").signed("client", "ca");
    var ca = identities.certificateFile("ca", directory.resolve("client-ca.pem"));
    var http = tls(identities, "server", "clientcas: [%s]".formatted(ca));
    try (var encrypted = RealRegistry.start(storage(), http, "")) {
      var certificates = root("etc/containers/certs.d").resolve(encrypted.address());
      identities.certificateFile("ca", certificates.resolve("ca.crt"));
      assertThat(why(ask(encrypted.reference("web:1")))).contains("fatal alert");

      identities.chainFile("client", certificates.resolve("client.cert"));
      assertThat(why(ask(encrypted.reference("web:1")))).contains("client.key' cannot be used");

      identities.keyFile("client", certificates.resolve("client.key"));
      assertThat(ask(encrypted.reference("web:1"))).isEqualTo(means(digest, digest));
    }
  }

  private String tls(Identities identities, String name, String more) throws Exception {
    var certificate = identities.chainFile(name, directory.resolve(name + "-chain.pem"));
    var key = identities.keyFile(name, directory.resolve(name + "-key.pem"));
    return "tls: {certificate: %s, key: %s%s}"
        .formatted(certificate, key, more.isEmpty() ? "" : ", " + more);
  }

  // --- vocabulary ---

  private Shelf shelf(String repository) {
    return new Shelf(open, repository);
  }

  private Path root(String path) {
    return directory.resolve("root").resolve(path);
  }

  /** Who asks anew has new connections, and reads certificates again. */
  private HttpRegistries registries() {
    var root = directory.resolve("root");
    var environment = new HashMap<String, String>();
    if (Files.exists(directory.resolve("auth.json"))) {
      environment.put("REGISTRY_AUTH_FILE", directory.resolve("auth.json").toString());
    }
    var timeout = Duration.ofSeconds(10);
    return new HttpRegistries(
        root, environment, new LoginFiles(root, environment, root, timeout), timeout);
  }

  private Answer ask(ImageReference reference) throws InterruptedException {
    return registries().ask(reference);
  }

  private static String why(Answer answer) {
    assertThat(answer).isInstanceOf(Answer.Unknown.class);
    return ((Answer.Unknown) answer).why();
  }

  private static Answer means(String digest, String... digests) {
    return new Answer.Means(digest, new TreeSet<>(Set.of(digests)), Instant.parse(CREATED));
  }

  private void login(String registry, String both) throws Exception {
    var auth = Base64.getEncoder().encodeToString(both.getBytes(UTF_8));
    write("auth.json", "{\"auths\": {\"%s\": {\"auth\": \"%s\"}}}".formatted(registry, auth));
  }

  private void write(String file, String content) throws Exception {
    Files.writeString(directory.resolve(file), content);
  }
}
