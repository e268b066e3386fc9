package io.atomic.reconcile.state;

import io.atomic.reconcile.model.Alert;
import io.atomic.reconcile.model.AlertBook;
import io.atomic.reconcile.model.AlertBook.Known;
import io.atomic.reconcile.model.AlertBook.Page;
import io.atomic.reconcile.model.AlertBook.Pending;
import io.atomic.reconcile.model.AlertKind;
import io.atomic.reconcile.model.Notification;
import java.util.Locale;
import tools.jackson.databind.node.ObjectNode;

/** Who was told what, as JSON. */
final class AlertJson {
  private AlertJson() {}

  static ObjectNode write(AlertBook book) {
    var node = Json.object();
    var pages = node.putObject("receivers");
    book.pages().forEach((receiver, page) -> pages.set(receiver, page(page)));
    return node;
  }

  static AlertBook read(Fields fields) {
    return new AlertBook(fields.map("receivers", (path, value) -> page(Fields.of(path, value))));
  }

  private static ObjectNode page(Page page) {
    var node = Json.object();
    var known = node.putObject("known");
    page.known()
        .forEach((key, one) ->
            known
                .putObject(key)
                .put("since", one.since().toString())
                .put("toldAt", one.toldAt().toString())
                .set("alert", alert(one.alert())));
    var outbox = node.putObject("outbox");
    page.outbox()
        .forEach((key, one) ->
            outbox
                .putObject(key)
                .put("state", word(one.notification().state()))
                .put("host", one.notification().host())
                .put("since", one.notification().since().toString())
                .put("at", one.notification().at().toString())
                .put("tries", one.tries())
                .put("notBefore", one.notBefore().toString())
                .set("alert", alert(one.notification().alert())));
    return node;
  }

  private static Page page(Fields fields) {
    return new Page(
        fields.map("known", (path, value) -> known(Fields.of(path, value))),
        fields.map("outbox", (path, value) -> pending(Fields.of(path, value))));
  }

  private static Known known(Fields fields) {
    return new Known(
        alert(fields.object("alert")), fields.instant("since"), fields.instant("toldAt"));
  }

  private static Pending pending(Fields fields) {
    return new Pending(
        new Notification(
            alert(fields.object("alert")),
            fields.choice("state", Notification.State.class),
            fields.text("host"),
            fields.instant("since"),
            fields.instant("at")),
        fields.integer("tries"),
        fields.instant("notBefore"));
  }

  private static ObjectNode alert(Alert alert) {
    return Json.object()
        .put("kind", word(alert.kind()))
        .put("subject", alert.subject())
        .put("reason", alert.reason())
        .put("message", alert.message());
  }

  private static Alert alert(Fields fields) {
    return new Alert(
        fields.choice("kind", AlertKind.class),
        fields.text("subject"),
        fields.text("reason"),
        fields.text("message"));
  }

  private static String word(Enum<?> value) {
    return value.name().toLowerCase(Locale.ROOT);
  }
}
