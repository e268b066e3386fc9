package io.atomic.reconcile.notify;

import io.atomic.reconcile.model.Notification;
import java.util.Locale;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** How a notification is spelled for programs. */
final class Message {
  private static final Pattern VARIABLE = Pattern.compile("\\$\\{([a-z]+)}");
  private static final JsonNodeFactory JSON = JsonNodeFactory.instance;

  private Message() {}

  /** As {@code schema/notification.schema.json} says. */
  static ObjectNode json(Notification notification) {
    var json = JSON.objectNode().put("formatVersion", 1);
    words(notification).forEach(json::put);
    return json.put("since", notification.since().toString())
        .put("at", notification.at().toString());
  }

  /** A template filled in; what is filled in can stand inside of a JSON text. */
  static String filled(String template, Notification notification) {
    var words = words(notification);
    return VARIABLE
        .matcher(template)
        .replaceAll(
            found -> Matcher.quoteReplacement(escaped(words.getOrDefault(found.group(1), ""))));
  }

  private static String escaped(String word) {
    var quoted = JSON.stringNode(word).toString();
    return quoted.substring(1, quoted.length() - 1);
  }

  /** For a program that does not read JSON. */
  static SortedMap<String, String> variables(Notification notification) {
    var variables = new TreeMap<String, String>();
    json(notification)
        .properties()
        .forEach(field ->
            variables.put(
                "ATOMIC_NOTIFY_" + field.getKey().toUpperCase(Locale.ROOT),
                field.getValue().asString()));
    variables.remove("ATOMIC_NOTIFY_FORMATVERSION");
    return variables;
  }

  private static SortedMap<String, String> words(Notification notification) {
    var alert = notification.alert();
    var words = new TreeMap<String, String>();
    words.put("host", notification.host());
    words.put("resource", alert.subject());
    words.put("kind", word(alert.kind()));
    words.put("state", word(notification.state()));
    words.put("reason", alert.reason());
    words.put("message", alert.message());
    return words;
  }

  private static String word(Enum<?> value) {
    return value.name().toLowerCase(Locale.ROOT).replace('_', '-');
  }
}
