package io.atomic.reconcile.state;

import io.atomic.reconcile.model.Tally;
import io.atomic.reconcile.model.Tally.AppChange;
import io.atomic.reconcile.model.Tally.RunTimes;
import java.util.ArrayList;
import java.util.Locale;
import java.util.SortedMap;
import java.util.TreeMap;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** What is counted over all runs, as JSON. */
final class TallyJson {
  private TallyJson() {}

  static ObjectNode write(Tally tally) {
    var node = Json.object();
    if (tally.lastRunAt() != null) {
      node.put("lastRunAt", tally.lastRunAt().toString());
    }
    if (tally.lastSuccessAt() != null) {
      node.put("lastSuccessAt", tally.lastSuccessAt().toString());
    }
    node.set("runs", counts(tally.runs()));
    var times = node.putObject("runTimes");
    var buckets = times.putArray("counts");
    tally.times().counts().forEach(buckets::add);
    times.put("seconds", tally.times().seconds());
    var changes = node.putArray("changes");
    tally
        .changes()
        .forEach((change, count) ->
            changes
                .addObject()
                .put("app", change.app())
                .put("action", change.action())
                .put("result", change.result().name().toLowerCase(Locale.ROOT))
                .put("count", count));
    node.set("rollbacks", counts(tally.rollbacks()));
    node.put("lockContended", tally.lockContended());
    node.set("notifications", counts(tally.notifications()));
    return node;
  }

  static Tally read(Fields fields) {
    var changes = new TreeMap<AppChange, Long>();
    fields.objects(
        "changes",
        change -> {
          changes.put(
              new AppChange(
                  change.text("app"),
                  change.text("action"),
                  change.choice("result", AppChange.Result.class)),
              change.number("count"));
          return change;
        });
    return new Tally(
        fields.instantOrNull("lastRunAt"),
        fields.instantOrNull("lastSuccessAt"),
        counts(fields, "runs"),
        times(fields.object("runTimes")),
        changes,
        counts(fields, "rollbacks"),
        fields.number("lockContended"),
        counts(fields, "notifications"));
  }

  private static RunTimes times(Fields fields) {
    var counts = new ArrayList<Long>();
    fields.node().path("counts").forEach(count -> counts.add(count.asLong()));
    return new RunTimes(counts, fields.node().path("seconds").asDouble());
  }

  private static ObjectNode counts(SortedMap<String, Long> counts) {
    var node = Json.object();
    counts.forEach(node::put);
    return node;
  }

  private static SortedMap<String, Long> counts(Fields fields, String name) {
    return fields.map(name, TallyJson::count);
  }

  private static Long count(String path, JsonNode value) {
    if (!value.isIntegralNumber() || !value.canConvertToLong()) {
      throw new Fields.Malformed(path, "is not a whole number");
    }
    return value.longValue();
  }
}
