package io.atomic.reconcile.manifest;

import io.atomic.reconcile.model.Durations;
import io.atomic.reconcile.model.Grant;
import io.atomic.reconcile.model.ImageReference;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Reads one value strictly: nothing is converted, and what does not fit is reported. */
interface ValueType<T> {
  /** The value, or null after a complaint. */
  @Nullable T read(Value value);

  /** Any text without a NUL, which no argument or variable can hold. */
  static ValueType<String> text() {
    return value -> {
      if (value.node() instanceof Yaml.Scalar(_, var text, var type)) {
        if (type == Yaml.Scalar.Type.TEXT) {
          if (text.indexOf('\0') >= 0) {
            value.error("has a NUL character");
            return null;
          }
          return text;
        }
        if (type != Yaml.Scalar.Type.NULL) {
          value.error("is %s, not a text".formatted(value.node().description()), quote(text));
          return null;
        }
      }
      value.expected("a text");
      return null;
    };
  }

  private static String quote(String text) {
    return "quote it: \"%s\"".formatted(text);
  }

  /** A text that matches as a whole; {@code what} says what it should be, with an example. */
  static ValueType<String> matching(Pattern pattern, String what) {
    return value -> {
      var text = text().read(value);
      if (text == null || pattern.matcher(text).matches()) {
        return text;
      }
      value.error("is %s, not %s".formatted(Quote.of(text), what));
      return null;
    };
  }

  /** A text of at least one character. */
  static ValueType<String> filled() {
    return value -> {
      var text = text().read(value);
      if (text != null && text.isEmpty()) {
        value.error("is an empty text");
        return null;
      }
      return text;
    };
  }

  static ValueType<String> path() {
    return matching(Grammar.PATH, "an absolute path without '..'");
  }

  static ValueType<Boolean> bool() {
    return value -> {
      if (value.node() instanceof Yaml.Scalar(_, var text, var type)
          && type == Yaml.Scalar.Type.BOOLEAN) {
        return text.toLowerCase(Locale.ROOT).equals("true");
      }
      value.expected("'true' or 'false'");
      return null;
    };
  }

  static ValueType<Integer> integer(int least, int most) {
    return value -> {
      if (value.node() instanceof Yaml.Scalar(_, var text, var type)
          && type == Yaml.Scalar.Type.INTEGER) {
        try {
          var number = Integer.parseInt(text);
          if (number >= least && number <= most) {
            return number;
          }
        } catch (NumberFormatException _) {
          // Too large for an int, or octal or hexadecimal: out of range or unheard of here.
        }
      }
      value.expected("a whole number from %d to %d".formatted(least, most));
      return null;
    };
  }

  /** A length of time, which may be nothing. */
  static ValueType<Duration> duration() {
    return value -> {
      if (value.node() instanceof Yaml.Scalar(_, var text, var type)
          && type == Yaml.Scalar.Type.INTEGER) {
        value.error(
            "is %s, not a duration".formatted(value.node().description()),
            "give it a unit: %ss".formatted(text));
        return null;
      }
      var text =
          matching(Durations.GRAMMAR, "a duration such as '10s', '2m', '1h30m', '72h'").read(value);
      return text == null ? null : Durations.parse(text);
    };
  }

  /** An amount of bytes. */
  static ValueType<Long> size() {
    return value -> {
      var text = matching(Grammar.SIZE, "an amount such as '256MiB'").read(value);
      if (text == null) {
        return null;
      }
      var number = Long.parseLong(text.replaceAll("[A-Za-z]", ""));
      return switch (text.replaceAll("[0-9]", "")) {
        case "KiB" -> number << 10;
        case "MiB" -> number << 20;
        case "GiB" -> number << 30;
        default -> number;
      };
    };
  }

  /** A length of time to wait: nothing would be no wait at all. */
  static ValueType<Duration> positiveDuration() {
    return value -> {
      var duration = duration().read(value);
      if (duration != null && duration.isZero()) {
        value.error("is no time at all");
        return null;
      }
      return duration;
    };
  }

  static ValueType<ImageReference> image() {
    return value -> {
      var text = text().read(value);
      if (text == null) {
        return null;
      }
      try {
        return ImageReference.parse(text);
      } catch (IllegalArgumentException e) {
        value.error("cannot be used: " + e.getMessage());
        return null;
      }
    };
  }

  /** A privilege, as it is written. */
  static ValueType<String> grant() {
    return value -> {
      var text = text().read(value);
      if (text == null || Grant.find(text) != null) {
        return text;
      }
      value.error("is %s, which is no grant".formatted(Quote.of(text)), GrantSpelling.remedy(text));
      return null;
    };
  }

  /** One of the constants, spelled in lower case with hyphens. */
  static <E extends Enum<E>> ValueType<E> oneOf(Class<E> type) {
    var constants = new TreeMap<String, E>();
    var spellings = new ArrayList<String>();
    for (var constant : EnumSet.allOf(type)) {
      var spelling = constant.name().toLowerCase(Locale.ROOT).replace('_', '-');
      constants.put(spelling, constant);
      spellings.add(spelling);
    }
    var spelled = oneOf(spellings);
    return value -> {
      var text = spelled.read(value);
      return text == null ? null : constants.get(text);
    };
  }

  /** One of the texts. */
  static ValueType<String> oneOf(List<String> allowed) {
    return value -> {
      if (!(value.node() instanceof Yaml.Scalar(_, var text, var type))) {
        value.expected("one of " + String.join(", ", allowed));
        return null;
      }
      if (type == Yaml.Scalar.Type.TEXT && allowed.contains(text)) {
        return text;
      }
      var complaint =
          "is %s, not one of %s".formatted(value.node().description(), String.join(", ", allowed));
      var nearest = Nearest.to(text, allowed);
      if (nearest == null || nearest.equals(text)) {
        value.error(complaint);
      } else {
        value.error(complaint, "did you mean '%s'?".formatted(nearest));
      }
      return null;
    };
  }

  static <T> ValueType<List<T>> list(ValueType<T> item) {
    return value -> {
      if (!(value.node() instanceof Yaml.Sequence(_, var nodes))) {
        value.expected("a list");
        return null;
      }
      var items = new ArrayList<T>();
      for (var i = 0; i < nodes.size(); i++) {
        var path = "%s[%d]".formatted(value.path(), i);
        var read = item.read(new Value(nodes.get(i), path, value.findings()));
        if (read != null) {
          items.add(read);
        }
      }
      return List.copyOf(items);
    };
  }

  /** A list that says something. */
  static <T> ValueType<List<T>> filledList(ValueType<T> item) {
    return value -> {
      if (value.node() instanceof Yaml.Sequence(_, var nodes) && nodes.isEmpty()) {
        value.error("is an empty list");
        return null;
      }
      return list(item).read(value);
    };
  }

  /** A mapping whose keys are the user's; {@code what} says what a key must be. */
  static <T> ValueType<SortedMap<String, T>> map(Pattern keys, String what, ValueType<T> item) {
    return value -> {
      if (!(value.node() instanceof Yaml.Mapping(_, var entries, _))) {
        value.expected("a mapping");
        return null;
      }
      var all = new TreeMap<String, T>();
      for (var entry : entries) {
        var path = value.path() + "." + entry.key();
        if (!keys.matcher(entry.key()).matches()) {
          value
              .findings()
              .error(
                  entry.place(),
                  "%s has the key %s, which is not %s"
                      .formatted(value.path(), Quote.of(entry.key()), what));
        }
        var read = item.read(new Value(entry.value(), path, value.findings()));
        if (read != null) {
          all.put(entry.key(), read);
        }
      }
      return Collections.unmodifiableSortedMap(all);
    };
  }

  /** A mapping whose keys are ours. */
  static <T> ValueType<T> mapping(Function<Fields, @Nullable T> decoder) {
    return value -> {
      if (!(value.node() instanceof Yaml.Mapping mapping)) {
        value.expected("a mapping");
        return null;
      }
      var fields = new Fields(mapping, value.path(), value.findings());
      var decoded = decoder.apply(fields);
      fields.reportUnknown();
      return decoded;
    };
  }

  /** Anything at all, for what no part of this version looks into. */
  static ValueType<Yaml> anything() {
    return Value::node;
  }
}
