package io.atomic.reconcile.notify;

import static org.assertj.core.api.Assertions.assertThat;

import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import io.atomic.reconcile.model.Alert;
import io.atomic.reconcile.model.AlertKind;
import io.atomic.reconcile.model.Notification;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.json.JsonMapper;

/** What receivers get is what the schema promises. */
class MessageTest {
  private static final Instant NOON = Instant.parse("2026-11-01T12:00:00Z");

  @Test
  void everyMessageFitsItsSchema() throws Exception {
    var file = Files.readString(Path.of("schema/notification.schema.json"));
    var schema =
        SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_2020_12)
            .getSchema(new JsonMapper().readTree(file));
    for (var kind : AlertKind.values()) {
      for (var state : Notification.State.values()) {
        var alert = new Alert(kind, "App/web", "Reason", "a \"message\"");
        var message = Message.json(new Notification(alert, state, "host1", NOON, NOON));
        assertThat(schema.validate(message)).as("%s", message).isEmpty();
      }
    }
  }
}
