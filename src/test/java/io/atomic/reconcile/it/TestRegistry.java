package io.atomic.reconcile.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/** One repository of the private registry, as somebody else changes it. */
final class TestRegistry {
  private static final String MANIFEST = "application/vnd.docker.distribution.manifest.v2+json";
  private static final String OCI_MANIFEST = "application/vnd.oci.image.manifest.v1+json";
  private static final String INDEX = "application/vnd.oci.image.index.v1+json";

  private final HttpClient client = HttpClient.newHttpClient();
  private final String repository;

  TestRegistry(String repository) {
    this.repository = repository;
  }

  /** The tag means from now on what another tag means; returns the digest. */
  String moves(String tag, String to) {
    var manifest = manifest(to);
    var type = manifest.headers().firstValue("Content-Type").orElseThrow();
    return puts(tag, type, manifest.body());
  }

  /** The tag means an index from now on that has what another tag means; returns its digest. */
  String movesToIndex(String tag, String of) {
    var manifest = manifest(of);
    var entry =
        """
        {"mediaType": "%s", "size": %d, "digest": "%s",
         "platform": {"os": "linux", "architecture": "%s"}}\
        """
            .formatted(
                manifest.headers().firstValue("Content-Type").orElseThrow(),
                manifest.body().length(),
                manifest.headers().firstValue("Docker-Content-Digest").orElseThrow(),
                architecture());
    return puts(
        tag,
        INDEX,
        """
        {"schemaVersion": 2, "mediaType": "%s", "manifests": [%s]}\
        """
            .formatted(INDEX, entry));
  }

  /** Publishes an image without any layer, for who needs no more than its digest; returns that. */
  String publishes(String tag, String version) {
    var config =
        """
        {"architecture": "%s", "os": "linux", "rootfs": {"type": "layers", "diff_ids": []},
         "config": {"Labels": {"version": "%s"}}}\
        """
            .formatted(architecture(), version);
    return puts(
        tag,
        OCI_MANIFEST,
        """
        {"schemaVersion": 2, "mediaType": "%s", "layers": [],
         "config": {"mediaType": "application/vnd.oci.image.config.v1+json", "size": %d, "digest": "%s"}}\
        """
            .formatted(OCI_MANIFEST, config.length(), putsBlob(config)));
  }

  private String putsBlob(String content) {
    var started =
        send(HttpRequest.newBuilder(uri("blobs/uploads/")).POST(BodyPublishers.noBody()).build());
    assertThat(started.statusCode()).as("%s", started.body()).isEqualTo(202);
    var location = started.headers().firstValue("Location").orElseThrow();
    var digest = "sha256:" + sha256(content);
    var place = started.uri().resolve(location);
    var separator = place.getQuery() == null ? "?" : "&";
    var ended =
        send(
            HttpRequest.newBuilder(URI.create(place + separator + "digest=" + digest))
                .header("Content-Type", "application/octet-stream")
                .PUT(BodyPublishers.ofString(content))
                .build());
    assertThat(ended.statusCode()).as("%s", ended.body()).isEqualTo(201);
    return digest;
  }

  private static String sha256(String text) {
    try {
      var hash = MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
      return HexFormat.of().formatHex(hash);
    } catch (NoSuchAlgorithmException e) {
      throw new AssertionError(e);
    }
  }

  private static String architecture() {
    var ours = System.getProperty("os.arch");
    return ours.equals("aarch64") ? "arm64" : ours;
  }

  private HttpResponse<String> manifest(String tag) {
    var response =
        send(
            HttpRequest.newBuilder(uri("manifests/" + tag))
                .header("Accept", MANIFEST)
                .header("Accept", OCI_MANIFEST)
                .build());
    assertThat(response.statusCode()).as("%s", response.body()).isEqualTo(200);
    return response;
  }

  private String puts(String tag, String type, String manifest) {
    var response =
        send(
            HttpRequest.newBuilder(uri("manifests/" + tag))
                .header("Content-Type", type)
                .PUT(BodyPublishers.ofString(manifest))
                .build());
    assertThat(response.statusCode()).as("%s", response.body()).isEqualTo(201);
    return response.headers().firstValue("Docker-Content-Digest").orElseThrow();
  }

  private URI uri(String place) {
    return URI.create("http://%s/v2/%s/%s".formatted(TestServers.registry(), repository, place));
  }

  private HttpResponse<String> send(HttpRequest request) {
    try {
      return client.send(request, BodyHandlers.ofString());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new AssertionError(e);
    }
  }
}
