package io.atomic.reconcile.manifest;

import static io.atomic.reconcile.manifest.ValueType.filledList;
import static io.atomic.reconcile.manifest.ValueType.map;
import static io.atomic.reconcile.manifest.ValueType.mapping;
import static io.atomic.reconcile.manifest.ValueType.matching;
import static io.atomic.reconcile.manifest.ValueType.oneOf;
import static io.atomic.reconcile.manifest.ValueType.path;
import static io.atomic.reconcile.manifest.ValueType.positiveDuration;
import static io.atomic.reconcile.manifest.ValueType.text;

import io.atomic.reconcile.model.AlertKind;
import io.atomic.reconcile.model.EnvValue;
import io.atomic.reconcile.model.Exposition;
import io.atomic.reconcile.model.Exposition.Listen;
import io.atomic.reconcile.model.Receiver;
import io.atomic.reconcile.model.Receiver.Channel;
import io.atomic.reconcile.model.SocketPath;
import java.util.Collections;
import java.util.EnumSet;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** {@code metrics} and {@code notifications} of the settings: how the host is seen from outside. */
final class MonitoringDecoder {
  private static final String UNIX = "unix:";

  private MonitoringDecoder() {}

  static Exposition metrics(Fields fields) {
    return new Exposition(
        fields.optional("textfile", matching(Grammar.TEXTFILE, "a path such as '/…/x.prom'")),
        fields.optional("listen", MonitoringDecoder::listen));
  }

  private static @Nullable Listen listen(Value value) {
    var text = text().read(value);
    if (text == null) {
      return null;
    }
    if (text.startsWith(UNIX)) {
      return socket(text.substring(UNIX.length()), value);
    }
    if (Grammar.LOOPBACK.matcher(text).matches()) {
      var colon = text.lastIndexOf(':');
      var host = text.substring(0, colon).replaceAll("[\\[\\]]", "");
      return new Listen.Loopback(host, Integer.parseInt(text.substring(colon + 1)));
    }
    value.error(
        "is %s, not an address of this host alone such as '127.0.0.1:9811' or 'unix:/run/x.sock'"
            .formatted(Quote.of(text)),
        "for others, put a reverse proxy before it, or let node_exporter serve 'textfile'");
    return null;
  }

  private static @Nullable Listen socket(String path, Value value) {
    if (Grammar.SOCKET_PATH.matcher(path).matches()) {
      return new Listen.UnixSocket(path);
    }
    value.error(
        path.length() > SocketPath.LONGEST
            ? "names a socket of %d characters, and Unix sockets have at most %d"
                .formatted(path.length(), SocketPath.LONGEST)
            : "names the socket %s, not an absolute path without '..'".formatted(Quote.of(path)),
        "name one such as 'unix:/run/atomic-reconcile/metrics.sock'");
    return null;
  }

  static @Nullable Receiver receiver(Fields fields) {
    var url = fields.optional("url", MonitoringDecoder::url);
    var headers =
        fields.optional(
            "headers",
            map(
                Grammar.HEADER,
                "a header that may be set, such as 'Authorization'",
                MonitoringDecoder::header),
            Collections.emptySortedMap());
    var body =
        fields.optional(
            "body",
            matching(
                Grammar.TEMPLATE,
                "a template with ${resource}, ${kind}, ${state}, ${reason}, ${message}, ${host}"));
    var command = fields.optional("command", filledList(text()));
    var on = fields.optional("on", filledList(oneOf(AlertKind.class)), List.of(AlertKind.values()));
    var repeatAfter = fields.optional("repeatAfter", positiveDuration(), Receiver.REPEAT_AFTER);
    var timeout = fields.optional("timeout", positiveDuration(), Receiver.TIMEOUT);
    if (fields.has("url") == fields.has("command")) {
      fields.error("command", "somebody is told by exactly one of 'url' and 'command'");
      return null;
    }
    for (var key : List.of("headers", "body")) {
      if (fields.has(key) && fields.has("command")) {
        fields.error(key, fields.pathOf(key) + " has no meaning without 'url'");
      }
    }
    if (on.isEmpty()) {
      return null;
    }
    var channel =
        url != null
            ? new Channel.Webhook(url, headers, body)
            : command != null ? new Channel.Command(command) : null;
    return channel == null ? null : new Receiver(channel, EnumSet.copyOf(on), repeatAfter, timeout);
  }

  /** A complaint quotes nothing of it, since the address of a webhook can be a secret. */
  private static @Nullable String url(Value value) {
    var text = text().read(value);
    if (text == null || Grammar.WEBHOOK.matcher(text).matches()) {
      return text;
    }
    if (Grammar.LOGIN_IN_URL.matcher(text).find()) {
      value.error("has a login in it", "give it as a header, from a file: headers.Authorization");
    } else if (text.startsWith("http://")) {
      value.error("is not encrypted", "use https; http is for 127.0.0.1, [::1] and localhost");
    } else {
      value.error("is not an https URL such as 'https://hooks.example/atomic'");
    }
    return null;
  }

  private static @Nullable EnvValue header(Value value) {
    if (value.node() instanceof Yaml.Mapping) {
      return mapping(AppDecoder::secret).read(value);
    }
    var text = matching(Grammar.HEADER_VALUE, "a text of printable ASCII").read(value);
    return text == null ? null : new EnvValue.Plain(text);
  }
}
