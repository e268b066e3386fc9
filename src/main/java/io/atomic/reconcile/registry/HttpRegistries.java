package io.atomic.reconcile.registry;

import static io.atomic.reconcile.registry.ImageDocument.MEDIA_TYPES;

import io.atomic.reconcile.cycle.Registries;
import io.atomic.reconcile.cycle.RegistryLogins;
import io.atomic.reconcile.http.ProxyVariables;
import io.atomic.reconcile.http.UnansweredException;
import io.atomic.reconcile.model.ImageReference;
import io.atomic.reconcile.registry.ImageDocument.Index;
import io.atomic.reconcile.registry.ImageDocument.Manifest;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * Registries, asked over HTTP.
 *
 * <p>The tag itself is asked for with HEAD, which registries do not count as a pull. What it means
 * is fetched only if it is new to the asker.
 */
public final class HttpRegistries implements Registries, AutoCloseable {
  private final Connections connections;
  private final RegistryLogins logins;
  private final Duration timeout;
  private final Platform platform = Platform.ofThisMachine();

  /**
   * Connects to nothing yet.
   *
   * @param root put before the host paths of certificates
   * @param environment for the proxy
   * @param timeout of one exchange with a registry; a question takes several
   */
  public HttpRegistries(
      Path root, Map<String, String> environment, RegistryLogins logins, Duration timeout) {
    this.connections = new Connections(new Certificates(root), new ProxyVariables(environment));
    this.logins = logins;
    this.timeout = timeout;
  }

  /** Hangs up, for a process that goes on. */
  @Override
  public void close() {
    connections.close();
  }

  @Override
  public Answer ask(ImageReference reference, Set<String> known) throws InterruptedException {
    if (reference.digest() != null) {
      return means(reference.digest(), new TreeSet<>(Set.of(reference.digest())), null);
    }
    try {
      var conversation = new Conversation(connections, logins, reference, new Patience(timeout));
      return answer(conversation, Objects.requireNonNull(reference.effectiveTag()), known);
    } catch (UnansweredException e) {
      return new Answer.Unknown(
          "tried to ask '%s' what '%s' means, but %s"
              .formatted(Repository.of(reference).registry(), reference, e.reason()),
          e.remedy());
    }
  }

  private Answer answer(Conversation conversation, String tag, Set<String> known)
      throws UnansweredException, InterruptedException {
    var head = conversation.ask("HEAD", "manifests/" + tag, MEDIA_TYPES);
    if (head.status() == Reply.TOO_MANY_REQUESTS || head.status() >= Reply.SERVER_ERROR) {
      throw head.refusal();
    }
    var told = head.isOk() ? head.header("Docker-Content-Digest") : null;
    if (told != null && known.contains(told)) {
      return means(told, new TreeSet<>(Set.of(told)), null);
    }
    // By digest, lest the tag moves in between; not every registry tells it, or knows HEAD.
    var digest = Digests.isDigest(told) ? told : null;
    var reply =
        conversation.ask("GET", "manifests/" + (digest == null ? tag : digest), MEDIA_TYPES);
    if (reply.status() == Reply.NOT_FOUND || reply.status() == Reply.FORBIDDEN) {
      throw conversation.notFound();
    }
    if (digest == null) {
      digest = digest(reply);
    } else {
      verify(reply, digest);
    }
    return answer(conversation, digest, reply);
  }

  private Answer answer(Conversation conversation, String digest, Reply reply)
      throws UnansweredException, InterruptedException {
    return switch (document(reply)) {
      case Manifest manifest ->
          means(digest, new TreeSet<>(Set.of(digest)), created(conversation, manifest));
      case Index index -> answer(conversation, digest, index);
    };
  }

  private Answer answer(Conversation conversation, String digest, Index index)
      throws UnansweredException, InterruptedException {
    var entry = index.entryFor(platform);
    if (entry == null) {
      throw new UnansweredException(
          "it means no image for %s (but for %s)"
              .formatted(
                  platform,
                  index.platforms().isEmpty() ? "nothing" : String.join(", ", index.platforms())));
    }
    var reply = conversation.ask("GET", "manifests/" + entry.digest(), MEDIA_TYPES);
    verify(reply, entry.digest());
    var created =
        document(reply) instanceof Manifest manifest ? created(conversation, manifest) : null;
    return means(digest, new TreeSet<>(Set.of(digest, entry.digest())), created);
  }

  @Override
  public @Nullable Long compressedSize(ImageReference reference) throws InterruptedException {
    try {
      var conversation = new Conversation(connections, logins, reference, new Patience(timeout));
      var name = Objects.requireNonNullElse(reference.digest(), reference.effectiveTag());
      return size(conversation, Objects.requireNonNull(name));
    } catch (UnansweredException _) {
      return null;
    }
  }

  private @Nullable Long size(Conversation conversation, String name)
      throws UnansweredException, InterruptedException {
    var reply = conversation.ask("GET", "manifests/" + name, MEDIA_TYPES);
    if (!reply.isOk()) {
      return null;
    }
    return switch (document(reply)) {
      case Manifest manifest -> manifest.size();
      case Index index -> {
        var entry = index.entryFor(platform);
        yield entry == null || entry.digest().equals(name)
            ? null
            : size(conversation, entry.digest());
      }
    };
  }

  private static Answer means(String digest, SortedSet<String> digests, @Nullable Instant created) {
    return new Answer.Means(digest, digests, created);
  }

  /** The digest of what was sent, which is also what the registry says it is. */
  private static String digest(Reply reply) throws UnansweredException {
    if (!reply.isOk()) {
      throw reply.refusal();
    }
    var digest = Digests.of(reply.body());
    var told = reply.header("Docker-Content-Digest");
    if (Digests.isDigest(told)) {
      verify(reply, Objects.requireNonNull(told));
    }
    return digest;
  }

  private static void verify(Reply reply, String digest) throws UnansweredException {
    if (!reply.isOk()) {
      throw reply.refusal();
    }
    if (!Digests.of(reply.body()).equals(digest)) {
      throw new UnansweredException("what it sends is not what it says: the digest is another");
    }
  }

  private static ImageDocument document(Reply reply) throws UnansweredException {
    try {
      var type = Objects.requireNonNullElse(reply.header("Content-Type"), "");
      return ImageDocument.parse(reply.body(), type);
    } catch (IllegalArgumentException e) {
      throw new UnansweredException("its answer cannot be read: " + e.getMessage());
    }
  }

  /**
   * Configurations often lie elsewhere, where a firewall may be in between: no reason to give up an
   * answer that is complete but for the age.
   */
  private static @Nullable Instant created(Conversation conversation, Manifest manifest)
      throws InterruptedException {
    if (manifest.config() == null) {
      return manifest.created();
    }
    try {
      var reply = conversation.ask("GET", "blobs/" + manifest.config(), List.of());
      verify(reply, manifest.config());
      var created = ImageDocument.created(reply.body());
      return created == null ? manifest.created() : created;
    } catch (UnansweredException | IllegalArgumentException _) {
      return manifest.created();
    }
  }
}
