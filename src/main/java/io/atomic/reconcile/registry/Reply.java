package io.atomic.reconcile.registry;

import io.atomic.reconcile.http.Addresses;
import io.atomic.reconcile.http.Json;
import io.atomic.reconcile.http.Sayings;
import io.atomic.reconcile.http.UnansweredException;
import java.net.URI;
import java.net.http.HttpResponse;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What came back. */
final class Reply {
  static final int OK = 200;
  static final int UNAUTHORIZED = 401;
  static final int FORBIDDEN = 403;
  static final int NOT_FOUND = 404;
  static final int TOO_MANY_REQUESTS = 429;
  static final int SERVER_ERROR = 500;

  private final HttpResponse<byte[]> response;

  Reply(HttpResponse<byte[]> response) {
    this.response = response;
  }

  /** From where. */
  URI uri() {
    return response.uri();
  }

  int status() {
    return response.statusCode();
  }

  byte[] body() {
    return response.body();
  }

  boolean isOk() {
    return status() == OK;
  }

  /** All values of a header. */
  List<String> headers(String name) {
    return response.headers().allValues(name);
  }

  /** The first value of a header; null = there is none. */
  @Nullable String header(String name) {
    return response.headers().firstValue(name).orElse(null);
  }

  /** Where it sends whoever asked; null = nowhere. */
  @Nullable String location() {
    return switch (status()) {
      case 301, 302, 303, 307, 308 -> header("Location");
      default -> null;
    };
  }

  /** Why it is no answer. */
  UnansweredException refusal() {
    var status = status();
    var error = said();
    var said = error == null ? "" : ": " + error;
    if (status == TOO_MANY_REQUESTS) {
      return new UnansweredException(
          "it has been asked too often (429)%s%s".formatted(again(), said),
          "ask less often, or log in: registries let those ask more whom they know");
    }
    return new UnansweredException(
        status >= SERVER_ERROR
            ? "it failed (%d)%s".formatted(status, said)
            : "it refused (%d)%s".formatted(status, said));
  }

  /** The first error that it tells of; null = it tells of none. */
  private @Nullable String said() {
    try {
      var errors = Json.object(body()).list("errors");
      var message = errors.isEmpty() ? null : errors.getFirst().text("message");
      return message == null ? null : Sayings.plain(message);
    } catch (IllegalArgumentException _) {
      // A proxy's error page, or nothing.
      return null;
    }
  }

  private String again() {
    var after = header("Retry-After");
    return after == null || !after.matches("[0-9]{1,6}")
        ? ""
        : ", and says to come back in %s s".formatted(after);
  }

  /** It may hold secrets. */
  @Override
  public String toString() {
    return "Reply[%d from %s]".formatted(status(), Addresses.authority(uri()));
  }
}
