package io.atomic.reconcile.manifest;

import io.atomic.reconcile.model.Place;
import java.util.List;
import java.util.Set;

/** A YAML document as it was written: every node with its place, no value interpreted yet. */
sealed interface Yaml {
  Place place();

  /** What kind of value it is, for messages. */
  String description();

  /** A text, number, truth value or nothing, by the core schema of YAML 1.2. */
  record Scalar(Place place, String text, Type type) implements Yaml {
    enum Type {
      TEXT,
      INTEGER,
      DECIMAL,
      BOOLEAN,
      NULL
    }

    @Override
    public String description() {
      return switch (type) {
        case TEXT -> "the text " + Quote.of(text);
        case INTEGER, DECIMAL -> "the number " + Quote.of(text);
        case BOOLEAN -> "the truth value " + Quote.of(text);
        case NULL -> "empty";
      };
    }
  }

  /** A list. */
  record Sequence(Place place, List<Yaml> items) implements Yaml {
    public Sequence {
      items = List.copyOf(items);
    }

    @Override
    public String description() {
      return "a list";
    }
  }

  /**
   * A mapping in the order it was written.
   *
   * @param repeated keys that were given more than once; only the first is among the entries
   */
  record Mapping(Place place, List<Entry> entries, Set<String> repeated) implements Yaml {
    public Mapping {
      entries = List.copyOf(entries);
      repeated = Set.copyOf(repeated);
    }

    @Override
    public String description() {
      return "a mapping";
    }
  }

  /** One key of a mapping and its value; a key is a name, whatever type its text has. */
  record Entry(Place place, String key, Yaml value) {}

  /** Something that was refused, and reported, while it was read: nobody complains of it again. */
  record Refused(Place place) implements Yaml {
    @Override
    public String description() {
      return "refused";
    }
  }
}
