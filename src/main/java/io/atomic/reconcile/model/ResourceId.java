package io.atomic.reconcile.model;

import java.util.Comparator;

/** Names one resource on this host, written {@code App/httpd}. */
public record ResourceId(Kind kind, String name) implements Comparable<ResourceId> {
  private static final Comparator<ResourceId> ORDER =
      Comparator.comparing(ResourceId::kind).thenComparing(ResourceId::name);

  public static ResourceId app(String name) {
    return new ResourceId(Kind.APP, name);
  }

  public static ResourceId host(String name) {
    return new ResourceId(Kind.HOST, name);
  }

  /**
   * The inverse of {@link #toString()}.
   *
   * @throws IllegalArgumentException if the text is not {@code Kind/name}
   */
  public static ResourceId parse(String text) {
    for (var kind : Kind.values()) {
      if (text.startsWith(kind.label() + "/")) {
        return new ResourceId(kind, text.substring(kind.label().length() + 1));
      }
    }
    throw new IllegalArgumentException("'%s' does not name a resource".formatted(text));
  }

  @Override
  public int compareTo(ResourceId other) {
    return ORDER.compare(this, other);
  }

  @Override
  public String toString() {
    return kind.label() + "/" + name;
  }
}
