package io.atomic.reconcile.model;

import java.time.Duration;
import java.util.Collections;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Somebody who is told when something is wrong, and when it no longer is.
 *
 * @param on the kinds of alerts they want to hear of
 * @param repeatAfter after which they are told again of what is still wrong
 * @param timeout of one try to tell them
 */
public record Receiver(Channel channel, Set<AlertKind> on, Duration repeatAfter, Duration timeout) {
  public static final Duration REPEAT_AFTER = Duration.ofHours(24);
  public static final Duration TIMEOUT = Duration.ofSeconds(10);

  public Receiver {
    on = Collections.unmodifiableSet(EnumSet.copyOf(on));
  }

  /** By which their memory is found again: that of somebody else is none of theirs. */
  public String id() {
    return Fingerprint.of(new TreeMap<>(Map.of("address", channel.address())))
        .hash()
        .substring(0, 16);
  }

  /** How they are reached. */
  public sealed interface Channel {
    /** What tells them from others; it can be as private as a password. */
    String address();

    /**
     * An HTTP server that takes a POST.
     *
     * @param headers besides those that every message has
     * @param body a template; null = the message as JSON
     */
    record Webhook(String url, SortedMap<String, EnvValue> headers, @Nullable String body)
        implements Channel {
      public Webhook {
        headers = Collections.unmodifiableSortedMap(new TreeMap<>(headers));
      }

      @Override
      public String address() {
        return url;
      }

      /** Without what can be private. */
      @Override
      public String toString() {
        return "Webhook[…]";
      }
    }

    /**
     * A program that is started with the message.
     *
     * @param argv its words, none of which a shell sees
     */
    record Command(List<String> argv) implements Channel {
      public Command {
        argv = List.copyOf(argv);
      }

      @Override
      public String address() {
        return String.join("\0", argv);
      }
    }
  }
}
