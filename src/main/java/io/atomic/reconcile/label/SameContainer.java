package io.atomic.reconcile.label;

import io.atomic.reconcile.label.EngineCommands.Reading;
import io.atomic.reconcile.model.EnvValue;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Whether two commands make equal containers, however each of them spells it. In doubt they do not.
 */
public final class SameContainer {
  /** Says nothing of the container, or what its engine does anyway. */
  private static final Set<String> WITHOUT_EFFECT =
      Set.of("network=bridge", "network=default", "restart=no", "publish-all=false");

  /** A volume without a name: every container has its own, so none is equal to another's. */
  private static final Pattern NAMELESS = Pattern.compile("volume=(?:/[^:]*|[0-9a-f]{64}:.*)");

  private SameContainer() {}

  /**
   * Compares two commands of one app.
   *
   * @param variables that their children have in their environment besides their own
   */
  public static boolean isMadeByBoth(
      Prepared.Ready one, Prepared.Ready other, SortedMap<String, EnvValue> variables) {
    var first = normal(one, variables);
    return first != null && first.equals(normal(other, variables));
  }

  private static @Nullable List<String> normal(
      Prepared.Ready ready, SortedMap<String, EnvValue> variables) {
    var environment = new TreeMap<>(variables);
    environment.putAll(ready.environment());
    var words = ready.argv().stream().map(Word::of).toList();
    if (!(EngineCommands.read(words) instanceof Reading.Understood(var call))
        || !call.makesContainer()) {
      return null;
    }
    var options = new ArrayList<String>();
    for (var given : call.options()) {
      var text = text(given, environment);
      if (!WITHOUT_EFFECT.contains(text) && !NAMELESS.matcher(text).matches()) {
        options.add(text);
      }
    }
    Collections.sort(options);
    call.operands().stream().map(Word::toString).forEach(options::add);
    return options;
  }

  private static String text(Given given, SortedMap<String, EnvValue> environment) {
    var name = given.option().name();
    if (!given.option().takesValue()) {
      return name + "=" + given.isOn();
    }
    var value = given.argument().toString();
    return name
        + "="
        + switch (name) {
          case "env" ->
              value.indexOf('=') < 0 && environment.get(value) instanceof EnvValue.Plain(var text)
                  ? value + "=" + text
                  : value;
          case "volume" -> value.replaceFirst(":rw$", "");
          case "publish" -> value.replaceFirst("/tcp$", "");
          case "cap-add", "cap-drop" -> value.toUpperCase(Locale.ROOT).replaceFirst("^CAP_", "");
          default -> value;
        };
  }
}
