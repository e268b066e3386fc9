package io.atomic.reconcile.host;

import io.atomic.reconcile.cycle.Told;
import io.atomic.reconcile.http.Addresses;
import io.atomic.reconcile.http.HostClient;
import io.atomic.reconcile.http.UnansweredException;
import io.atomic.reconcile.model.OsReference;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient.Redirect;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodySubscribers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Asks the repositories that ostree's remotes name what a branch means, without pulling: that is
 * one small file there ({@code refs/heads/BRANCH}). Nothing is believed of the answer but that it
 * is worth a pull, which verifies what it brings.
 */
public final class OstreeRemotes {
  private static final String REPOSITORY_CONFIG = "/ostree/repo/config";
  private static final String REMOTES = "/etc/ostree/remotes.d";
  private static final Duration PATIENCE = Duration.ofSeconds(20);

  /** A checksum and the end of its line. */
  private static final int MOST_BYTES = 1024;

  private static final Pattern URL = Pattern.compile("url\\s*=");
  private static final Pattern PLAIN = Pattern.compile("https?://[^/]|file://");
  private static final String SHOW = "ostree remote list --show-urls";

  private final Path root;
  private final HostClient client;

  /**
   * Connects to nothing yet.
   *
   * @param root put before the host paths of remotes and certificates
   * @param environment for the proxy
   */
  public OstreeRemotes(Path root, Map<String, String> environment) {
    this.root = root;
    this.client = new HostClient(root, environment, Redirect.NORMAL);
  }

  /** The checksum of the commit that the branch means. */
  Told<String> tip(OsReference.Branch branch) throws InterruptedException {
    try {
      var url = url(branch.remote());
      var text =
          content(URI.create(url + (url.endsWith("/") ? "" : "/") + "refs/heads/" + branch.ref()));
      return OsReference.CHECKSUM.matcher(text).matches()
          ? new Told.Known<>(text)
          : unknown(branch, "what its remote has there is no checksum", null);
    } catch (IllegalArgumentException _) {
      return unknown(branch, "the address of its remote is no URL", SHOW);
    } catch (UnansweredException e) {
      return unknown(branch, e.reason(), e.remedy());
    }
  }

  private static Told<String> unknown(
      OsReference.Branch branch, String reason, @Nullable String remedy) {
    return new Told.Unknown<>(
        "tried to find out what '%s' means, but %s".formatted(branch, reason), remedy);
  }

  private String content(URI file) throws UnansweredException, InterruptedException {
    var bytes = file.getScheme().equals("file") ? read(Path.of(file.getPath())) : fetch(file);
    return new String(bytes, StandardCharsets.UTF_8).strip();
  }

  private static byte[] read(Path file) throws UnansweredException {
    try (var in = Files.newInputStream(file)) {
      return in.readNBytes(MOST_BYTES);
    } catch (IOException e) {
      throw new UnansweredException("'%s' cannot be read".formatted(file));
    }
  }

  private byte[] fetch(URI file) throws UnansweredException, InterruptedException {
    var response =
        client.exchange(
            HttpRequest.newBuilder(file).header("User-Agent", "atomic-reconcile").build(),
            _ -> BodySubscribers.limiting(BodySubscribers.ofByteArray(), MOST_BYTES),
            PATIENCE);
    if (response.statusCode() != 200) {
      // The address itself can have a password in it.
      throw new UnansweredException(
          "the answer of '%s' for '%s' is %d"
              .formatted(Addresses.authority(file), file.getPath(), response.statusCode()));
    }
    return response.body();
  }

  /** The address of a remote at which its files lie. */
  private String url(@Nullable String remote) throws UnansweredException {
    if (remote == null) {
      throw new UnansweredException("no remote is named", SHOW);
    }
    var isThere = false;
    for (var file : configurations()) {
      var inside = false;
      for (var line : lines(file)) {
        if (line.startsWith("[")) {
          inside = line.equals("[remote \"%s\"]".formatted(remote));
          isThere |= inside;
        } else if (inside && URL.matcher(line).lookingAt()) {
          var url = line.substring(line.indexOf('=') + 1).strip();
          if (!PLAIN.matcher(url).lookingAt()) {
            throw onlyForOstree(remote);
          }
          return url;
        }
      }
    }
    if (isThere) {
      throw onlyForOstree(remote);
    }
    throw new UnansweredException("this host has no remote '%s'".formatted(remote), SHOW);
  }

  /** Lists of mirrors and metalinks have to be understood and verified. */
  private static UnansweredException onlyForOstree(String remote) {
    return new UnansweredException(
        "only ostree itself can follow the address of its remote '%s'".formatted(remote), SHOW);
  }

  private List<Path> configurations() {
    var files = new ArrayList<Path>();
    try (var listed = Files.list(HostPath.below(root, REMOTES))) {
      listed.filter(path -> path.toString().endsWith(".conf")).sorted().forEach(files::add);
    } catch (IOException | UncheckedIOException _) {
      // Remotes can stand in the repository's own configuration alone.
    }
    files.add(HostPath.below(root, REPOSITORY_CONFIG));
    return files;
  }

  private static List<String> lines(Path file) {
    try {
      return Files.readAllLines(file, StandardCharsets.UTF_8).stream().map(String::strip).toList();
    } catch (IOException _) {
      return List.of();
    }
  }
}
