package io.atomic.reconcile.registry;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.atomic.reconcile.registry.ImageDocument.Index;
import io.atomic.reconcile.registry.ImageDocument.Manifest;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ImageDocumentTest {
  /** Digests are 1, 2, … in this order, as a build of many machines with attestations has it. */
  private static final String MANY =
      indexOf(
          "linux amd64",
          "linux arm v6",
          "linux arm v7",
          "linux arm64 v8",
          "linux 386",
          "windows amd64",
          "linux s390x",
          "unknown unknown");

  @ParameterizedTest
  @CsvSource({
    "amd64, 1",
    "x86_64, 1",
    "aarch64, 4",
    "arm, 3",
    "x86, 5",
    "i386, 5",
    "s390x, 7",
  })
  void theImageForThisMachineIsChosen(String osArch, int expected) {
    assertThat(chosen(MANY, osArch)).isEqualTo(digest(expected));
  }

  @ParameterizedTest
  @ValueSource(strings = {"ppc64le", "riscv64", "loongarch64", ""})
  void thereMayBeNoneForThisMachine(String osArch) {
    assertThat(index(MANY).entryFor(Platform.ofArchitecture(osArch))).isNull();
  }

  @Test
  void variantsThatAreBetterGoFirst() {
    var arms = indexOf("linux arm v5", "linux arm v6", "linux arm");
    assertThat(chosen(arms, "arm")).isEqualTo(digest(3));
    assertThat(chosen(indexOf("linux amd64 v3", "linux amd64 v1"), "amd64")).isEqualTo(digest(2));
    assertThat(chosen(indexOf("linux arm64", "linux arm64 v9"), "aarch64")).isEqualTo(digest(1));
  }

  @Test
  void whatAMachineCannotRunIsNotChosen() {
    assertThat(index(indexOf("linux amd64 v3")).entryFor(Platform.ofArchitecture("amd64")))
        .isNull();
  }

  @Test
  void anIndexOfOneThingNeedNotSayWhatItIsFor() {
    var one = "{\"manifests\": [{\"digest\": \"%s\"}]}".formatted(digest(1));
    assertThat(chosen(one, "amd64")).isEqualTo(digest(1));
    var two =
        "{\"manifests\": [{\"digest\": \"%1$s\"}, {\"digest\": \"%1$s\"}]}".formatted(digest(1));
    assertThat(index(two).entryFor(Platform.ofArchitecture("amd64"))).isNull();
  }

  @Test
  void itSaysWhatItHas() {
    assertThat(index(MANY).platforms())
        .containsExactly(
            "linux/amd64",
            "linux/arm/v6",
            "linux/arm/v7",
            "linux/arm64/v8",
            "linux/386",
            "windows/amd64",
            "linux/s390x");
  }

  @Test
  void anEntryWithoutADigestIsNone() {
    var odd = "{\"manifests\": [{}, 7, {\"digest\": \"sha256:../../x\"}, {\"digest\": 8}]}";
    assertThat(index(odd).entries()).isEmpty();
  }

  @Test
  void whatADocumentSaysOfItselfCounts() {
    var manifest =
        "{\"mediaType\": \"%s\", \"config\": {\"digest\": \"%s\"}}"
            .formatted(ImageDocument.OCI_MANIFEST, digest(1));
    assertThat(parse(manifest, "text/html")).isEqualTo(new Manifest(digest(1), null, 0));
    assertThat(parse("{\"config\": {}, \"manifests\": []}", ImageDocument.DOCKER_LIST))
        .isEqualTo(new Index(List.of()));
    assertThat(parse("{\"layers\": []}", "")).isEqualTo(new Manifest(null, null, 0));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "[]", "7", "{", "{} {}", "{}", "{\"fsLayers\": []}", "<html>"})
  void whatIsNoImageIsRefused(String text) {
    assertThatThrownBy(() -> parse(text, "")).isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void nothingIsQuoted() {
    assertThatThrownBy(() -> parse("{\"a\": hunter2}", ""))
        .hasMessageStartingWith("it is not JSON (line 1, column ")
        .hasMessageNotContaining("hunter2");
  }

  @Test
  void whenAnImageWasBuilt() {
    assertThat(created("2026-03-04T05:06:07.123456789Z"))
        .isEqualTo(Instant.parse("2026-03-04T05:06:07.123456789Z"));
    assertThat(created("2026-03-04T05:06:07+01:00"))
        .isEqualTo(Instant.parse("2026-03-04T04:06:07Z"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"0001-01-01T00:00:00Z", "1970-01-01T00:00:00Z", "yesterday", "", "2026"})
  void someImagesDoNotSayWhenTheyWereBuilt(String text) {
    assertThat(created(text)).isNull();
  }

  @Test
  void aManifestCanSayItAsWell() {
    assertThat(
            parse(
                "{\"layers\": [], \"annotations\":"
                    + " {\"org.opencontainers.image.created\": \"2026-01-02T03:04:05Z\"}}",
                ""))
        .isEqualTo(new Manifest(null, Instant.parse("2026-01-02T03:04:05Z"), 0));
  }

  private static @Nullable Instant created(String text) {
    return ImageDocument.created("{\"created\": \"%s\"}".formatted(text).getBytes(UTF_8));
  }

  private static String chosen(String index, String osArch) {
    var entry = index(index).entryFor(Platform.ofArchitecture(osArch));
    return Objects.requireNonNull(entry).digest();
  }

  private static Index index(String json) {
    return (Index) parse(json, "");
  }

  private static ImageDocument parse(String json, String type) {
    return ImageDocument.parse(json.getBytes(UTF_8), type);
  }

  private static String indexOf(String... platforms) {
    var all = List.of(platforms);
    return IntStream.range(0, all.size())
        .mapToObj(i -> entry(digest(i + 1), all.get(i).split(" ")))
        .collect(Collectors.joining(",", "{\"manifests\": [", "]}"));
  }

  private static String entry(String digest, String... words) {
    return "{\"digest\": \"%s\", \"platform\": {\"os\": \"%s\", \"architecture\": \"%s\"%s}}"
        .formatted(
            digest,
            words[0],
            words[1],
            words.length < 3 ? "" : ", \"variant\": \"%s\"".formatted(words[2]));
  }

  private static String digest(int number) {
    return "sha256:%064x".formatted(number);
  }
}
