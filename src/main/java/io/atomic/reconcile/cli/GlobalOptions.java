package io.atomic.reconcile.cli;

import io.atomic.reconcile.report.Format;
import picocli.CommandLine.Option;

/** Options of a verb whose results people and machines read. */
@SuppressWarnings("NullAway.Init") // picocli fills the fields in
final class GlobalOptions extends CommonOptions {
  @Option(
      names = {"-o", "--output"},
      paramLabel = "FORMAT",
      defaultValue = "text",
      description = "Print results as text, json or yaml (default: ${DEFAULT-VALUE}).")
  Format output;

  @Override
  Format format() {
    return output;
  }
}
