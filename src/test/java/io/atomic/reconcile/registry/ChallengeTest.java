package io.atomic.reconcile.registry;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;

class ChallengeTest {
  @Test
  void theOneOfATokenServer() {
    assertThat(
            parse(
                "Bearer realm=\"https://auth.docker.io/token\",service=\"registry.docker.io\","
                    + "scope=\"repository:library/x:pull,push\""))
        .containsExactly(
            new Challenge(
                "bearer",
                Map.of(
                    "realm", "https://auth.docker.io/token",
                    "service", "registry.docker.io",
                    "scope", "repository:library/x:pull,push")));
  }

  @Test
  void spellingsThatMeanTheSame() {
    var expected = new Challenge("basic", Map.of("realm", "a b"));
    assertThat(parse("Basic realm=\"a b\"")).containsExactly(expected);
    assertThat(parse("BASIC  REALM = \"a b\" ,")).containsExactly(expected);
    assertThat(parse("basic realm=\"a\\ b\"")).containsExactly(expected);
  }

  @Test
  void severalInOneHeaderOrInSeveral() {
    var expected =
        List.of(
            new Challenge("negotiate", Map.of()),
            new Challenge("basic", Map.of("realm", "x", "charset", "UTF-8")),
            new Challenge("bearer", Map.of("realm", "https://t")));
    assertThat(parse("Negotiate, Basic realm=\"x\", charset=\"UTF-8\", Bearer realm=\"https://t\""))
        .isEqualTo(expected);
    assertThat(parse("Negotiate", "Basic realm=x, charset=UTF-8", "Bearer realm=\"https://t\""))
        .isEqualTo(expected);
  }

  @Test
  void theFirstOfASchemeIsFound() {
    var challenges = parse("Basic realm=a", "Bearer realm=b, Bearer realm=c");
    assertThat(Challenge.first("bearer", challenges))
        .isEqualTo(new Challenge("bearer", Map.of("realm", "b")));
    assertThat(Challenge.first("digest", challenges)).isNull();
  }

  @Test
  void anEmptyParameterIsNone() {
    var challenge = parse("Bearer realm=\"\", service=").getFirst();
    assertThat(challenge.parameter("realm")).isNull();
    assertThat(challenge.parameter("service")).isNull();
    assertThat(challenge.parameter("scope")).isNull();
  }

  @Test
  void nothingThatAServerSendsIsTooMuch() {
    var letters = "Bearer =,\"\\ \t\u0000é:/";
    var random = new Random(7);
    for (var round = 0; round < 20_000; round++) {
      var header = new StringBuilder();
      for (var length = random.nextInt(30); length > 0; length--) {
        header.append(letters.charAt(random.nextInt(letters.length())));
      }
      assertThat(parse(header.toString())).isNotNull();
    }
  }

  private static List<Challenge> parse(String... headers) {
    return Challenge.parse(List.of(headers));
  }
}
