package io.atomic.reconcile.state;

import io.atomic.reconcile.cycle.CommandRunner.ChildMark;
import io.atomic.reconcile.cycle.Journal.Intent;
import io.atomic.reconcile.cycle.Journal.Result;
import io.atomic.reconcile.model.ResourceId;

/** Entries of the journal as lines of JSON. */
final class JournalJson {
  private JournalJson() {}

  static byte[] write(JournalEntry entry) {
    var line = Written.object();
    switch (entry) {
      case JournalEntry.Begin(var intent) ->
          named(line, "begin", entry)
              .put("step", intent.step())
              .put("resource", intent.resource())
              .put("action", intent.action())
              .put("reason", intent.reason())
              .put("at", intent.at())
              .textMap("details", intent.details());
      case JournalEntry.Child(_, _, var mark) ->
          named(line, "child", entry)
              .number("pid", mark.pid())
              .number("startTicks", mark.startTicks())
              .put("bootId", mark.bootId());
      case JournalEntry.End end ->
          named(line, "end", entry)
              .choice("result", end.result())
              .put("message", end.message())
              .put("at", end.at());
    }
    return Json.line(line.node());
  }

  private static Written named(Written line, String type, JournalEntry entry) {
    return line.put("type", type)
        .put("run", entry.runId())
        .number("sequence", Integer.valueOf(entry.sequence()));
  }

  /**
   * The inverse of {@link #write}.
   *
   * @throws tools.jackson.core.JacksonException if it is not JSON
   * @throws RuntimeException if it is no entry
   */
  static JournalEntry read(byte[] line) {
    var in = new Fields("", Json.parse(line));
    var run = in.text("run");
    var sequence = in.integer("sequence");
    return switch (in.text("type")) {
      case "begin" ->
          new JournalEntry.Begin(
              new Intent(
                  run,
                  sequence,
                  in.instant("at"),
                  in.text("step"),
                  resource(in),
                  in.text("action"),
                  in.text("reason"),
                  in.textMap("details")));
      case "child" ->
          new JournalEntry.Child(
              run,
              sequence,
              new ChildMark(in.number("pid"), in.number("startTicks"), in.text("bootId")));
      case "end" ->
          new JournalEntry.End(
              run,
              sequence,
              in.instant("at"),
              in.choice("result", Result.class),
              in.textOrNull("message"));
      default -> throw new Fields.Malformed("type", "is not a word that is known here");
    };
  }

  /** Releases that knew nothing but apps wrote the name alone. */
  private static ResourceId resource(Fields in) {
    return in.has("resource")
        ? ResourceId.parse(in.text("resource"))
        : ResourceId.app(in.text("app"));
  }
}
