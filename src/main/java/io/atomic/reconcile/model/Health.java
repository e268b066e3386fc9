package io.atomic.reconcile.model;

import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * When an app counts as healthy; every probe that is given must pass within {@code timeout}.
 *
 * @param running minimum time the container must have been up; null = the default
 * @param tcp {@code host:port} that must accept a connection
 * @param exec words of a command that must exit 0 inside the container; empty = none
 * @param unit systemd unit that must be active
 */
public record Health(
    @Nullable Duration running,
    @Nullable Http http,
    @Nullable String tcp,
    List<String> exec,
    @Nullable String unit,
    @Nullable Duration timeout,
    @Nullable Duration interval) {
  /** What is looked at where a manifest says nothing: that the container keeps running. */
  public static final Health DEFAULT = new Health(null, null, null, List.of(), null, null, null);

  public Health {
    exec = List.copyOf(exec);
  }

  /** How long a look at it may take, as far as this says so; null = it does not. */
  public @Nullable Duration deadline() {
    return Stream.of(running, timeout)
        .filter(Objects::nonNull)
        .max(Comparator.naturalOrder())
        .orElse(null);
  }

  /** A URL that must answer with that status. */
  public record Http(String url, int status) {}
}
