package io.atomic.reconcile.report;

import io.atomic.reconcile.model.Tally;
import io.prometheus.metrics.expositionformats.ExpositionFormatWriter;
import io.prometheus.metrics.expositionformats.OpenMetricsTextFormatWriter;
import io.prometheus.metrics.expositionformats.PrometheusTextFormatWriter;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;

/**
 * Metrics as they are read by Prometheus.
 *
 * @param contentType for HTTP
 */
public record MetricsText(String contentType, String text) {

  /** For node_exporter, and for whoever does not say what they accept. */
  public static MetricsText of(Tally tally, Sight sight) {
    return written(tally, sight, PrometheusTextFormatWriter.create());
  }

  /**
   * In the format that somebody asks for.
   *
   * @param accept of their request; empty = they did not say
   */
  public static MetricsText accepted(Tally tally, Sight sight, String accept) {
    var openMetrics = OpenMetricsTextFormatWriter.create();
    return openMetrics.accepts(accept) ? written(tally, sight, openMetrics) : of(tally, sight);
  }

  private static MetricsText written(Tally tally, Sight sight, ExpositionFormatWriter writer) {
    try {
      var out = new ByteArrayOutputStream();
      writer.write(out, Metrics.of(tally, sight));
      return new MetricsText(writer.getContentType(), out.toString(StandardCharsets.UTF_8));
    } catch (IOException e) {
      throw new UncheckedIOException("memory takes what is written to it", e);
    }
  }
}
