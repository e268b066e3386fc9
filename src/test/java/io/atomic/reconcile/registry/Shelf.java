package io.atomic.reconcile.registry;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.Map;
import java.util.stream.Collectors;

/** Fills a repository by hand: images without layers, made of nothing but their descriptions. */
final class Shelf {
  private static final String CONFIG = "application/vnd.oci.image.config.v1+json";

  private final HttpClient client = HttpClient.newHttpClient();
  private final URI repository;

  Shelf(RealRegistry registry, String repository) {
    this.repository = URI.create("http://%s/v2/%s/".formatted(registry.address(), repository));
  }

  /** Puts an image there under a tag; returns its digest. */
  String image(String tag, String architecture, String created) throws Exception {
    return put(tag, ImageDocument.OCI_MANIFEST, manifest(architecture, created));
  }

  /** Puts an image there that has no name of its own; returns its digest. */
  String image(String architecture, String created) throws Exception {
    var manifest = manifest(architecture, created);
    return put(Digests.of(manifest.getBytes(UTF_8)), ImageDocument.OCI_MANIFEST, manifest);
  }

  /** Puts an index of images there, by the architectures that they are for; returns its digest. */
  String index(String tag, Map<String, String> images) throws Exception {
    var entries =
        images.entrySet().stream()
            .map(image ->
                """
                {"mediaType": "%s", "size": 1, "digest": "%s",
                 "platform": {"os": "linux", "architecture": "%s"}}\
                """
                    .formatted(ImageDocument.OCI_MANIFEST, image.getValue(), image.getKey()))
            .collect(Collectors.joining(","));
    return put(
        tag,
        ImageDocument.OCI_INDEX,
        """
        {"schemaVersion": 2, "mediaType": "%s", "manifests": [%s]}\
        """
            .formatted(ImageDocument.OCI_INDEX, entries));
  }

  private String manifest(String architecture, String created) throws Exception {
    var config =
        """
        {"os": "linux", "architecture": "%s", "created": "%s", "config": {},
         "rootfs": {"type": "layers", "diff_ids": []}}\
        """
            .formatted(architecture, created);
    return """
    {"schemaVersion": 2, "mediaType": "%s",
     "config": {"mediaType": "%s", "size": %d, "digest": "%s"}, "layers": []}\
    """
        .formatted(ImageDocument.OCI_MANIFEST, CONFIG, config.length(), blob(config));
  }

  private String blob(String content) throws Exception {
    var digest = Digests.of(content.getBytes(UTF_8));
    var begun =
        send(
            HttpRequest.newBuilder(repository.resolve("blobs/uploads/"))
                .POST(BodyPublishers.noBody())
                .build(),
            202);
    var location = begun.headers().firstValue("Location").orElseThrow();
    send(
        HttpRequest.newBuilder(repository.resolve(location + "&digest=" + digest))
            .header("Content-Type", "application/octet-stream")
            .PUT(BodyPublishers.ofString(content))
            .build(),
        201);
    return digest;
  }

  private String put(String name, String mediaType, String manifest) throws Exception {
    send(
        HttpRequest.newBuilder(repository.resolve("manifests/" + name))
            .header("Content-Type", mediaType)
            .PUT(BodyPublishers.ofString(manifest))
            .build(),
        201);
    return Digests.of(manifest.getBytes(UTF_8));
  }

  private HttpResponse<String> send(HttpRequest request, int expected)
      throws IOException, InterruptedException {
    var response = client.send(request, BodyHandlers.ofString());
    assertThat(response.statusCode()).as("%s: %s", request, response.body()).isEqualTo(expected);
    return response;
  }
}
