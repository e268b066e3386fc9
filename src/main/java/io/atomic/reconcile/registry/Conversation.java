package io.atomic.reconcile.registry;

import io.atomic.reconcile.cycle.RegistryLogins;
import io.atomic.reconcile.cycle.RegistryLogins.Found;
import io.atomic.reconcile.http.Addresses;
import io.atomic.reconcile.http.NoExchangeException;
import io.atomic.reconcile.http.UnansweredException;
import io.atomic.reconcile.model.ImageReference;
import io.atomic.reconcile.model.RegistryLogin.Password;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The requests that one question takes, with what the first of them have found out. */
final class Conversation {
  private final Connections connections;
  private final RegistryLogins logins;
  private final ImageReference reference;
  private final Repository repository;
  private final Patience patience;

  /** {@code https://} or {@code http://}; null = not tried yet. */
  private @Nullable String scheme;

  private @Nullable String authorization;

  /** What there is for a login; null = nobody has asked for one. */
  private @Nullable Found found;

  Conversation(
      Connections connections, RegistryLogins logins, ImageReference reference, Patience patience) {
    this.connections = connections;
    this.logins = logins;
    this.reference = reference;
    this.repository = Repository.of(reference);
    this.patience = patience;
  }

  /**
   * Asks for something in the repository.
   *
   * @param path below the repository's name
   * @return an answer of any status, but never one that wants a login
   */
  Reply ask(String method, String path, List<String> accept)
      throws UnansweredException, InterruptedException {
    var reply = send(method, path, accept);
    if (reply.status() != Reply.UNAUTHORIZED) {
      return reply;
    }
    if (!Addresses.authority(reply.uri()).equals(repository.host())) {
      // Who else wants to know who we are is told nothing.
      throw reply.refusal();
    }
    // Looked for only now: most questions need no login, and helpers take their time.
    var login = logins.find(reference);
    found = login;
    var shown = authorization(Challenge.parse(reply.headers("WWW-Authenticate")), login);
    if (shown != null) {
      authorization = shown;
      var second = send(method, path, accept);
      if (second.status() != Reply.UNAUTHORIZED) {
        return second;
      }
    }
    throw unwelcome(login);
  }

  private Reply send(String method, String path, List<String> accept)
      throws UnansweredException, InterruptedException {
    if (scheme != null) {
      return send(uri(scheme, path), method, accept);
    }
    try {
      var reply = send(uri("https://", path), method, accept);
      scheme = "https://";
      return reply;
    } catch (NoExchangeException e) {
      if (!repository.isOnLoopback() || !e.plainIsPossible()) {
        throw e;
      }
    }
    var reply = send(uri("http://", path), method, accept);
    scheme = "http://";
    return reply;
  }

  private Reply send(URI uri, String method, List<String> accept)
      throws UnansweredException, InterruptedException {
    return connections.follow(new Request(method, uri, accept, authorization, null), patience);
  }

  private URI uri(String prefix, String path) throws UnansweredException {
    var host = repository.host();
    try {
      var uri = new URI("%s%s/v2/%s/%s".formatted(prefix, host, repository.name(), path));
      if (uri.getHost() != null) {
        return uri;
      }
    } catch (URISyntaxException _) {
      // References may name what cannot be the name of a host.
    }
    throw new UnansweredException("'%s' cannot be the name of a host".formatted(host));
  }

  /** What to show the registry; null = nothing that it would take. */
  private @Nullable String authorization(List<Challenge> challenges, Found found)
      throws UnansweredException, InterruptedException {
    var login = found instanceof Found.Login(var known) ? known : null;
    var bearer = Challenge.first("bearer", challenges);
    if (bearer != null) {
      var token = new TokenServer(connections, bearer, repository).token(login, patience);
      return token == null ? null : "Bearer " + token;
    }
    if (Challenge.first("basic", challenges) == null) {
      throw new UnansweredException("it wants a login of a kind that is not known here");
    }
    return login instanceof Password password ? TokenServer.basic(password) : null;
  }

  private UnansweredException unwelcome(Found login) {
    var remedy =
        "log in as the user who runs this: podman login %1$s, or docker login %1$s"
            .formatted(repository.registry());
    return switch (login) {
      case Found.Login _ ->
          new UnansweredException("it does not take the login that is known here", remedy);
      case Found.Nothing _ -> new UnansweredException("it wants a login", remedy);
      case Found.Unusable(var why, var otherRemedy) ->
          new UnansweredException(
              "it wants a login, and none can be had: " + why,
              otherRemedy == null ? remedy : otherRemedy);
    };
  }

  /** Why there is nothing to be seen: it can be the login just as well. */
  UnansweredException notFound() {
    var reason = "it has nothing of that name, or shows it only to whom it knows";
    return found instanceof Found.Unusable(var why, var remedy)
        ? new UnansweredException(reason + ", and no login can be had: " + why, remedy)
        : new UnansweredException(reason, "check the reference and the login");
  }
}
