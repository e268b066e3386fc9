package io.atomic.reconcile.registry;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * One way in which a server wants to be shown who asks, from a {@code WWW-Authenticate} header.
 *
 * @param scheme in lower case, such as {@code bearer}
 * @param parameters by their names in lower case
 */
record Challenge(String scheme, Map<String, String> parameters) {
  Challenge {
    parameters = Map.copyOf(parameters);
  }

  /** All of them, in the order in which they stand; what cannot be understood is left out. */
  static List<Challenge> parse(List<String> headers) {
    var challenges = new ArrayList<Challenge>();
    headers.forEach(header -> new Scanner(header).scan(challenges));
    return challenges;
  }

  /** The first of a scheme; null = there is none. */
  static @Nullable Challenge first(String scheme, List<Challenge> challenges) {
    return challenges.stream()
        .filter(challenge -> challenge.scheme().equals(scheme))
        .findFirst()
        .orElse(null);
  }

  /** Null = it has no such parameter, or an empty one. */
  @Nullable String parameter(String name) {
    var value = parameters.get(name);
    return value == null || value.isEmpty() ? null : value;
  }

  /** Goes through one header. Commas separate parameters as well as challenges. */
  private static final class Scanner {
    private static final String SEPARATORS = " \t,=\"";

    private final String text;
    private int at;

    Scanner(String text) {
      this.text = text;
    }

    void scan(List<Challenge> challenges) {
      String scheme = null;
      var parameters = new LinkedHashMap<String, String>();
      while (skip(" \t,")) {
        var word = word();
        skip(" \t");
        if (at < text.length() && text.charAt(at) == '=') {
          at++;
          skip(" \t");
          parameters.putIfAbsent(word.toLowerCase(Locale.ROOT), value());
        } else if (word.isEmpty()) {
          at++;
        } else {
          add(scheme, parameters, challenges);
          scheme = word.toLowerCase(Locale.ROOT);
          parameters.clear();
        }
      }
      add(scheme, parameters, challenges);
    }

    private static void add(
        @Nullable String scheme, Map<String, String> parameters, List<Challenge> challenges) {
      if (scheme != null) {
        challenges.add(new Challenge(scheme, parameters));
      }
    }

    /** Whether there is anything behind. */
    private boolean skip(String characters) {
      while (at < text.length() && characters.indexOf(text.charAt(at)) >= 0) {
        at++;
      }
      return at < text.length();
    }

    private String word() {
      var from = at;
      while (at < text.length() && SEPARATORS.indexOf(text.charAt(at)) < 0) {
        at++;
      }
      return text.substring(from, at);
    }

    private String value() {
      if (at >= text.length() || text.charAt(at) != '"') {
        return word();
      }
      var value = new StringBuilder();
      for (at++; at < text.length() && text.charAt(at) != '"'; at++) {
        if (text.charAt(at) == '\\' && at + 1 < text.length()) {
          at++;
        }
        value.append(text.charAt(at));
      }
      at++;
      return value.toString();
    }
  }
}
