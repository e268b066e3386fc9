package io.atomic.reconcile.cycle;

import io.atomic.reconcile.cycle.ProbeAnswer.Said;
import io.atomic.reconcile.cycle.ProbeAnswer.Silent;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** Probes that answer as they are told to, and note when they were asked. */
final class FakeProbes implements Probes {
  final Timeline<ProbeAnswer> http;
  final Timeline<ProbeAnswer> tcp;
  final Timeline<ProbeAnswer> unit;
  final List<String> asked = new ArrayList<>();
  private final FakeTime time;

  /** How long an HTTP answer takes. */
  Duration httpTakes = Duration.ZERO;

  FakeProbes(FakeTime time) {
    this.time = time;
    http = new Timeline<>(time, new Said("200"));
    tcp = new Timeline<>(time, new Said(OPEN));
    unit = new Timeline<>(time, new Said("active"));
  }

  static ProbeAnswer said(String word) {
    return new Said(word);
  }

  static ProbeAnswer silent(String reason) {
    return new Silent(reason);
  }

  List<String> askedFor(String probe) {
    return asked.stream().filter(line -> line.endsWith(probe)).toList();
  }

  @Override
  public ProbeAnswer http(String url) {
    note("http");
    time.pass(httpTakes);
    return http.now();
  }

  @Override
  public ProbeAnswer tcp(String address) {
    note("tcp");
    return tcp.now();
  }

  @Override
  public ProbeAnswer unit(String name) {
    note("unit");
    return unit.now();
  }

  private void note(String probe) {
    asked.add("%d s: %s".formatted(time.passed().toSeconds(), probe));
  }
}
