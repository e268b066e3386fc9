package io.atomic.reconcile.it;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** The tool by which Prometheus checks what it is to be given. */
final class Promtool {
  /** The alert rules as they are delivered. */
  static final Path RULES = Path.of("systemd/prometheus/alerts.yaml");

  private Promtool() {}

  /**
   * Has it look at something; skips the test where it is not installed.
   *
   * @param input what it reads
   */
  static Command.Result runs(String input, String... words) {
    Command.needs("promtool");
    var argv = new ArrayList<>(List.of("promtool"));
    argv.addAll(List.of(words));
    return Command.start(argv, Map.of(), input).await();
  }

  /** Metrics in the text format; the checks are those of their names, units and texts as well. */
  static void accepts(String metrics) {
    TestHost.endsWith(0, runs(metrics, "check", "metrics"));
  }
}
