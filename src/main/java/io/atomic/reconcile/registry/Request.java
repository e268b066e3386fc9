package io.atomic.reconcile.registry;

import io.atomic.reconcile.http.Addresses;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One request.
 *
 * @param accept media types
 * @param authorization never shown to another origin than this one; null = none
 * @param form to be posted; null = there is nothing to send
 */
record Request(
    String method,
    URI uri,
    List<String> accept,
    @Nullable String authorization,
    @Nullable String form) {
  Request {
    accept = List.copyOf(accept);
  }

  static Request get(URI uri, List<String> accept, @Nullable String authorization) {
    return new Request("GET", uri, accept, authorization, null);
  }

  static Request post(URI uri, String form) {
    return new Request("POST", uri, List.of(), null, form);
  }

  /** The same to another address, without what is not meant for it. */
  Request to(URI other) {
    return new Request(method, other, accept, isSameOrigin(other) ? authorization : null, form);
  }

  private boolean isSameOrigin(URI other) {
    return other.getScheme().equals(uri.getScheme())
        && Addresses.authority(other).equals(Addresses.authority(uri));
  }

  HttpRequest toHttp() {
    var builder = HttpRequest.newBuilder(uri).header("User-Agent", "atomic-reconcile");
    if (!accept.isEmpty()) {
      // In one line: some registries read no second one.
      builder.header("Accept", String.join(", ", accept));
    }
    if (authorization != null) {
      builder.header("Authorization", authorization);
    }
    if (form != null) {
      builder.header("Content-Type", "application/x-www-form-urlencoded");
    }
    return builder
        .method(method, form == null ? BodyPublishers.noBody() : BodyPublishers.ofString(form))
        .build();
  }

  /** Without what is secret. */
  @Override
  public String toString() {
    return "Request[%s %s]".formatted(method, Addresses.authority(uri));
  }
}
