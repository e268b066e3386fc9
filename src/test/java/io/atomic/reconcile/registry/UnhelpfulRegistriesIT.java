package io.atomic.reconcile.registry;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.atomic.reconcile.cycle.Registries.Answer;
import io.atomic.reconcile.cycle.RegistryLogins;
import io.atomic.reconcile.cycle.RegistryLogins.Found;
import io.atomic.reconcile.model.ImageReference;
import io.atomic.reconcile.model.RegistryLogin.IdentityToken;
import io.atomic.reconcile.model.RegistryLogin.Password;
import io.atomic.reconcile.registry.FakeRegistry.Asked;
import io.atomic.reconcile.registry.FakeRegistry.Behaviour;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Registries that are down, slow, odd or hostile. */
@Timeout(60)
class UnhelpfulRegistriesIT {
  private static final Duration SHORT = Duration.ofSeconds(1);
  private static final String CONFIG = "{\"created\": \"2026-03-04T05:06:07Z\"}";
  private static final String MANIFEST =
      "{\"mediaType\": \"%s\", \"config\": {\"digest\": \"%s\"}, \"layers\": []}"
          .formatted(ImageDocument.OCI_MANIFEST, digest(CONFIG));
  private static final Answer MEANS =
      new Answer.Means(
          digest(MANIFEST),
          new TreeSet<>(Set.of(digest(MANIFEST))),
          Instant.parse("2026-03-04T05:06:07Z"));
  private static final Password SECRET = new Password("me", "hunter2");

  @TempDir Path directory;
  private Found login = new Found.Nothing();
  private Duration timeout = Duration.ofSeconds(20);

  // --- down and slow ---

  @Test
  void oneThatNobodyListensAt() throws Exception {
    String address;
    try (var server = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      address = "127.0.0.1:" + server.getLocalPort();
    }
    assertThat(ask(ImageReference.parse(address + "/web:1")))
        .isEqualTo(
            new Answer.Unknown(
                "tried to ask '%1$s' what '%1$s/web:1' means, but nobody can be reached at '%1$s'"
                    .formatted(address),
                null));
  }

  @Test
  void oneWhoseNameIsNotKnown() throws Exception {
    assertThat(why(ask(ImageReference.parse("registry.invalid/web:1"))))
        .endsWith("the name 'registry.invalid' cannot be resolved");
  }

  @Test
  void oneWhoseNameCannotBeAName() throws Exception {
    assertThat(why(ask(ImageReference.parse("a..b/web:1"))))
        .endsWith("'a..b' cannot be the name of a host");
  }

  /** Invariant 13. */
  @Test
  void oneThatAcceptsAndNeverAnswers() throws Exception {
    try (var server = new ServerSocket(0, 5, InetAddress.getLoopbackAddress())) {
      var address = "127.0.0.1:" + server.getLocalPort();
      var begin = System.nanoTime();
      timeout = SHORT;
      assertThat(why(ask(ImageReference.parse(address + "/web:1"))))
          .endsWith("'%s' did not answer within 1s".formatted(address));
      assertThat(Duration.ofNanos(System.nanoTime() - begin)).isLessThan(Duration.ofSeconds(10));
    }
  }

  /** Invariant 13. */
  @Test
  void oneThatStopsInTheMiddleOfAnAnswer() throws Exception {
    Behaviour stops =
        (asked, out) -> {
          out.write("HTTP/1.1 200 x\r\nContent-Length: 100\r\n\r\nhalf".getBytes(UTF_8));
          out.flush();
          Thread.sleep(Duration.ofSeconds(30));
        };
    var begin = System.nanoTime();
    timeout = SHORT;
    assertThat(why(ask(stops))).contains("did not answer within 1s");
    assertThat(Duration.ofNanos(System.nanoTime() - begin)).isLessThan(Duration.ofSeconds(10));
  }

  /** Invariant 13: each answer comes in time, but there is no end of them. */
  @Test
  void oneThatIsSlowAgainAndAgain() throws Exception {
    Behaviour slow =
        (asked, out) -> {
          Thread.sleep(Duration.ofMillis(800));
          FakeRegistry.reply(out, 307, "Location: " + asked.path(), "");
        };
    var begin = System.nanoTime();
    timeout = SHORT;
    assertThat(ask(slow)).isInstanceOf(Answer.Unknown.class);
    assertThat(Duration.ofNanos(System.nanoTime() - begin)).isLessThan(Duration.ofSeconds(10));
  }

  @Test
  void aQuestionCanBeInterrupted() throws Exception {
    try (var server = new ServerSocket(0, 5, InetAddress.getLoopbackAddress())) {
      var reference = ImageReference.parse("127.0.0.1:" + server.getLocalPort() + "/web:1");
      var outcome = new AtomicReference<Object>();
      timeout = Duration.ofMinutes(5);
      var registries = registries();
      var thread =
          Thread.ofPlatform()
              .start(() -> {
                try {
                  outcome.set(registries.ask(reference));
                } catch (InterruptedException e) {
                  outcome.set(e);
                }
              });
      Thread.sleep(Duration.ofMillis(300));
      thread.interrupt();
      thread.join(Duration.ofSeconds(10));
      assertThat(outcome.get()).isInstanceOf(InterruptedException.class);
    }
  }

  // --- refusing ---

  @Test
  void oneThatHasBeenAskedTooOften() throws Exception {
    try (var registry =
        new FakeRegistry((asked, out) ->
            FakeRegistry.reply(
                out,
                429,
                "Retry-After: 120",
                "{\"errors\": [{\"code\": \"TOOMANYREQUESTS\", \"message\": \"slow down\"}]}"))) {
      var answer = ask(registry.reference());

      assertThat(why(answer))
          .endsWith("it has been asked too often (429), and says to come back in 120 s");
      assertThat(((Answer.Unknown) answer).remedy()).contains("log in");
      assertThat(registry.asked()).as("it is not asked once more").hasSize(1);
    }
  }

  @Test
  void oneThatFails() throws Exception {
    assertThat(why(ask((asked, out) -> FakeRegistry.reply(out, 500, "", "<html>Oops"))))
        .endsWith("but it failed (500)");
    assertThat(why(ask((asked, out) -> out.write("nonsense\r\n\r\n".getBytes(UTF_8)))))
        .contains("broke off");
  }

  /** What it says is for people to see, but it cannot move their cursor. */
  @Test
  void whatItSaysOfAFailureIsShown() throws Exception {
    var body = "{\"errors\": [{\"message\": \"disk\\u001b[2J full\\n\\u202eno\"}]}";
    assertThat(
            why(
                ask((asked, out) ->
                    FakeRegistry.reply(out, asked.method().equals("HEAD") ? 400 : 503, "", body))))
        .endsWith("it failed (503): disk\\x1b[2J full\\n\\u202eno");
  }

  @Test
  void oneThatWantsWhatNobodyKnows() throws Exception {
    assertThat(
            why(
                ask((asked, out) ->
                    FakeRegistry.reply(out, 401, "WWW-Authenticate: Negotiate", ""))))
        .endsWith("it wants a login of a kind that is not known here");
  }

  // --- odd ---

  @Test
  void oneThatTellsTheDigestIsAskedForWhatItTold() throws Exception {
    try (var registry = new FakeRegistry(UnhelpfulRegistriesIT::answer)) {
      assertThat(ask(registry.reference())).isEqualTo(MEANS);
      assertThat(registry.asked().stream().map(Asked::what))
          .containsExactly(
              "HEAD manifests/1",
              "GET manifests/" + digest(MANIFEST),
              "GET blobs/" + digest(CONFIG));
      assertThat(registry.asked().getFirst().header("Accept"))
          .contains(ImageDocument.OCI_INDEX, ImageDocument.DOCKER_MANIFEST);
    }
  }

  @Test
  void oneIsAskedOnlyOnceForWhatIsKnown() throws Exception {
    try (var registry = new FakeRegistry(UnhelpfulRegistriesIT::answer)) {
      registries().ask(registry.reference(), Set.of(digest(MANIFEST)));
      assertThat(registry.asked().stream().map(Asked::what)).containsExactly("HEAD manifests/1");
    }
  }

  @Test
  void oneThatDoesNotKnowHead() throws Exception {
    assertThat(
            ask((asked, out) -> {
              if (asked.method().equals("HEAD")) {
                FakeRegistry.reply(out, 405, "", "");
              } else {
                answer(asked, out);
              }
            }))
        .isEqualTo(MEANS);
  }

  @Test
  void oneThatDoesNotTellTheDigest() throws Exception {
    assertThat(
            ask((asked, out) ->
                FakeRegistry.reply(
                    out, 200, "", asked.path().contains("blobs") ? CONFIG : MANIFEST)))
        .isEqualTo(MEANS);
  }

  @Test
  void oneThatSendsAnotherThingThanItSays() throws Exception {
    var told = "Docker-Content-Digest: sha256:" + "7".repeat(64);
    assertThat(why(ask((asked, out) -> FakeRegistry.reply(out, 200, told, MANIFEST))))
        .endsWith("what it sends is not what it says: the digest is another");
  }

  /** The age is not worth an answer. */
  @ParameterizedTest
  @ValueSource(ints = {200, 404, 500, 302})
  void oneWhoseConfigurationsCannotBeHad(int status) throws Exception {
    assertThat(
            ask((asked, out) -> {
              if (asked.path().contains("blobs")) {
                FakeRegistry.reply(out, status, "Location: ftp://x/", "damaged");
              } else {
                answer(asked, out);
              }
            }))
        .isEqualTo(
            new Answer.Means(digest(MANIFEST), new TreeSet<>(Set.of(digest(MANIFEST))), null));
  }

  @Test
  void oneThatSendsNoImage() throws Exception {
    assertThat(why(ask((asked, out) -> FakeRegistry.reply(out, 200, "", "<html>Welcome!"))))
        .endsWith("its answer cannot be read: it is not JSON (line 1, column 1)");
  }

  @Test
  void oneThatSendsTooMuch() throws Exception {
    assertThat(
            why(
                ask((asked, out) -> {
                  if (asked.method().equals("HEAD")) {
                    FakeRegistry.reply(out, 200, "", "");
                  } else {
                    FakeRegistry.reply(out, 200, "", " ".repeat(4 * 1024 * 1024 + 1));
                  }
                })))
        .contains("the answer of '127.0.0.1:", "is too large");
  }

  // --- redirects ---

  @Test
  void oneThatSendsOn() throws Exception {
    assertThat(
            ask((asked, out) -> {
              if (asked.path().startsWith("/elsewhere")) {
                answer(asked, out);
              } else {
                FakeRegistry.reply(out, 307, "Location: /elsewhere" + asked.path(), "");
              }
            }))
        .isEqualTo(MEANS);
  }

  @Test
  void oneThatSendsRoundInCircles() throws Exception {
    try (var registry =
        new FakeRegistry(
            (asked, out) -> FakeRegistry.reply(out, 302, "Location: " + asked.path(), ""))) {
      assertThat(why(ask(registry.reference())))
          .endsWith("it sends who asks from place to place (more than 5 times)");
      assertThat(registry.asked()).hasSize(6);
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"http://192.0.2.1/x", "file:///etc/passwd", "ftp://127.0.0.1/", "http://", "::"})
  void oneThatSendsWhereNobodyShouldGo(String location) throws Exception {
    assertThat(why(ask((asked, out) -> FakeRegistry.reply(out, 302, "Location: " + location, ""))))
        .containsAnyOf("without encryption", "neither https nor http", "an address that is none");
  }

  // --- secrets ---

  /** Invariant 12. */
  @Test
  void aLoginIsShownToNobodyElse() throws Exception {
    login = new Found.Login(SECRET);
    try (var elsewhere =
            new FakeRegistry((asked, out) ->
                FakeRegistry.reply(out, 401, "WWW-Authenticate: Basic realm=x", ""));
        var registry =
            new FakeRegistry((asked, out) -> {
              if (asked.header("Authorization").isEmpty()) {
                FakeRegistry.reply(out, 401, "WWW-Authenticate: Basic realm=x", "");
              } else {
                var location = "Location: http://%s/x".formatted(elsewhere.address());
                FakeRegistry.reply(out, 307, location, "");
              }
            })) {
      assertThat(ask(registry.reference())).isInstanceOf(Answer.Unknown.class);
      assertThat(registry.asked().getLast().header("Authorization")).startsWith("Basic ");
      assertThat(elsewhere.asked())
          .isNotEmpty()
          .allSatisfy(asked -> assertThat(asked.header("Authorization")).isEmpty());
    }
  }

  /** Invariant 12. */
  @Test
  void aLoginIsNotSentToATokenServerWithoutEncryption() throws Exception {
    login = new Found.Login(SECRET);
    assertThat(
            why(
                ask((asked, out) ->
                    FakeRegistry.reply(
                        out,
                        401,
                        "WWW-Authenticate: Bearer realm=\"http://192.0.2.1/token\"",
                        ""))))
        .endsWith("it sends who asks to '192.0.2.1' without encryption");
  }

  /** Invariant 12. */
  @Test
  void anIdentityTokenIsNotSentOn() throws Exception {
    login = new Found.Login(new IdentityToken("hunter2"));
    try (var elsewhere = new FakeRegistry((asked, out) -> FakeRegistry.reply(out, 200, "", "{}"));
        var tokens =
            new FakeRegistry((asked, out) ->
                FakeRegistry.reply(
                    out, 307, "Location: http://%s/x".formatted(elsewhere.address()), ""))) {
      var challenge =
          "WWW-Authenticate: Bearer realm=\"http://%s/token\"".formatted(tokens.address());
      assertThat(why(ask((asked, out) -> FakeRegistry.reply(out, 401, challenge, ""))))
          .endsWith("its token server is no help: it refused (307)");
      assertThat(tokens.asked().getFirst().body()).contains("refresh_token=hunter2");
      assertThat(elsewhere.asked()).isEmpty();
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"{}", "no JSON", "{\"token\": \"with\\r\\nline: end\"}", "{\"token\": 7}"})
  void aTokenServerThatGivesNoToken(String body) throws Exception {
    try (var tokens = new FakeRegistry((asked, out) -> FakeRegistry.reply(out, 200, "", body))) {
      var challenge =
          "WWW-Authenticate: Bearer realm=\"http://%s/token\",service=\"a b\""
              .formatted(tokens.address());
      assertThat(why(ask((asked, out) -> FakeRegistry.reply(out, 401, challenge, ""))))
          .endsWith("its token server gave no token");
      assertThat(tokens.asked().getFirst().path())
          .isEqualTo("/token?service=a+b&scope=repository%3Aweb%3Apull");
    }
  }

  // --- vocabulary ---

  /** A registry as it should be. */
  private static void answer(Asked asked, OutputStream out) throws IOException {
    if (asked.path().contains("/blobs/")) {
      FakeRegistry.reply(out, 200, "", CONFIG);
    } else {
      FakeRegistry.reply(
          out,
          200,
          "Docker-Content-Digest: " + digest(MANIFEST),
          asked.method().equals("HEAD") ? "" : MANIFEST);
    }
  }

  private Answer ask(Behaviour behaviour) throws Exception {
    try (var registry = new FakeRegistry(behaviour)) {
      return ask(registry.reference());
    }
  }

  private Answer ask(ImageReference reference) throws InterruptedException {
    return registries().ask(reference);
  }

  private HttpRegistries registries() {
    RegistryLogins logins = reference -> login;
    return new HttpRegistries(directory, Map.of(), logins, timeout);
  }

  /** Never with anything secret in it. */
  private static String why(Answer answer) {
    assertThat(answer).isInstanceOf(Answer.Unknown.class);
    var why = ((Answer.Unknown) answer).why();
    assertThat(why).startsWith("tried to ask '").doesNotContain("hunter2", "Exception");
    return why;
  }

  private static String digest(String content) {
    return Digests.of(content.getBytes(UTF_8));
  }
}
