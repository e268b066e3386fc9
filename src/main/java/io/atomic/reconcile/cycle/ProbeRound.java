package io.atomic.reconcile.cycle;

import io.atomic.reconcile.model.Health;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Asks every probe that a manifest names, the cheap ones first, until one is not content. */
final class ProbeRound {
  private static final Duration EXEC_TIMEOUT = Duration.ofSeconds(10);

  /** The states in which {@code systemctl is-active} calls a unit active. */
  private static final Set<String> ACTIVE = Set.of("active", "reloading", "refreshing");

  private static final String FAILED = "failed";

  private final Engine engine;
  private final Probes probes;
  private final List<Probe> round;

  /** One of them, with the name that messages call it by. */
  private record Probe(String name, Question question, Judge judge) {}

  private interface Question {
    ProbeAnswer ask() throws EffectException, InterruptedException;
  }

  private interface Judge {
    /** Of the word that the probe has said. */
    Sign of(String word);
  }

  /**
   * A round.
   *
   * @param containerId in which commands run; null = there is none, so that they do not count
   */
  ProbeRound(Engine engine, Probes probes, @Nullable String containerId, Health health) {
    this.engine = engine;
    this.probes = probes;
    this.round = of(containerId, health);
  }

  private List<Probe> of(@Nullable String containerId, Health health) {
    var found = new ArrayList<Probe>();
    if (health.unit() != null) {
      var unit = health.unit();
      found.add(
          new Probe(
              "unit " + unit,
              () -> probes.unit(unit),
              state ->
                  state.equals(FAILED)
                      ? new Sign.Bad("unit %s has failed".formatted(unit))
                      : unless(ACTIVE.contains(state), "unit %s is %s".formatted(unit, state))));
    }
    if (health.tcp() != null) {
      var address = health.tcp();
      found.add(
          new Probe(
              "tcp " + address,
              () -> probes.tcp(address),
              word -> unless(word.equals(Probes.OPEN), "tcp %s is %s".formatted(address, word))));
    }
    if (health.http() != null) {
      var http = health.http();
      found.add(
          new Probe(
              "http " + http.url(),
              () -> probes.http(http.url()),
              status ->
                  unless(
                      status.equals(String.valueOf(http.status())),
                      "http %s answered %s, not %d".formatted(http.url(), status, http.status()))));
    }
    if (containerId != null && !health.exec().isEmpty()) {
      var words = String.join(" ", health.exec());
      found.add(
          new Probe(
              "exec " + words,
              () -> engine.exec(containerId, health.exec(), EXEC_TIMEOUT),
              code ->
                  unless(
                      code.equals("0"), "exec '%s' ended with %s, not 0".formatted(words, code))));
    }
    return List.copyOf(found);
  }

  private static Sign unless(boolean good, String what) {
    return good ? new Sign.Good() : new Sign.NotYet(what);
  }

  boolean isEmpty() {
    return round.isEmpty();
  }

  List<String> names() {
    return round.stream().map(Probe::name).toList();
  }

  /** Asks; what comes after the first that is not content is not asked. */
  Sign ask() throws EffectException, InterruptedException {
    for (var probe : round) {
      var sign =
          switch (probe.question.ask()) {
            case ProbeAnswer.Said(var word) -> probe.judge.of(word);
            case ProbeAnswer.Silent(var reason) ->
                new Sign.NotYet("%s gave no answer: %s".formatted(probe.name, reason));
            case ProbeAnswer.Unable(var reason) ->
                new Sign.Bad("%s cannot be asked: %s".formatted(probe.name, reason));
          };
      if (!(sign instanceof Sign.Good)) {
        return sign;
      }
    }
    return new Sign.Good();
  }
}
