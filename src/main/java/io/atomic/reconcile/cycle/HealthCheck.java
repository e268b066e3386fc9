package io.atomic.reconcile.cycle;

import io.atomic.reconcile.model.Durations;
import io.atomic.reconcile.model.EnvValue;
import io.atomic.reconcile.model.Health;
import io.atomic.reconcile.model.HealthDefaults;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Objects;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Finds out whether an app does its work. Everything that tells its health must be good at the same
 * moment, before a deadline; what cannot become good any more is not waited for.
 */
public final class HealthCheck {
  /** As long as an exit may go unseen. */
  private static final Duration LONGEST_PAUSE = Duration.ofSeconds(2);

  /** As long as whoever follows it may hear nothing. */
  private static final Duration LONGEST_SILENCE = Duration.ofMinutes(5);

  /** Where only the engine is asked, which costs next to nothing. */
  private static final Duration SHORT_PAUSE = Duration.ofMillis(500);

  /** As many lines as help without drowning the rest. */
  private static final int LAST_LINES = 20;

  private final Engine engine;
  private final Probes probes;
  private final HealthDefaults defaults;
  private final Time time;

  /** What came of it. */
  public sealed interface Verdict {
    /**
     * Everything was good.
     *
     * @param note what told so
     */
    record Healthy(String note) implements Verdict {}

    /**
     * It was not, or cannot become so.
     *
     * @param reason as a clause: "its container ended with exit code 1"
     * @param output the last lines of the container's log, fit to print; empty = none
     */
    record Unhealthy(String reason, String output) implements Verdict {}
  }

  /** What a watch needs to know of time. */
  public interface Time {
    /** That of this machine. */
    Time REAL =
        new Time() {
          @Override
          public Instant now() {
            return Instant.now();
          }

          @Override
          public Duration elapsed() {
            return Duration.ofNanos(System.nanoTime());
          }

          @Override
          public void sleep(Duration duration) throws InterruptedException {
            Thread.sleep(duration);
          }
        };

    /** The time of day, which can be set. */
    Instant now();

    /** Since some moment; goes on evenly whatever happens to the time of day. */
    Duration elapsed();

    void sleep(Duration duration) throws InterruptedException;
  }

  public HealthCheck(Engine engine, Probes probes, HealthDefaults defaults, Time time) {
    this.engine = engine;
    this.probes = probes;
    this.defaults = defaults;
    this.time = time;
  }

  /**
   * Watches an app until it is healthy, cannot become so, or has had its time.
   *
   * @param containerId null = it has none, so that only what can be asked from outside counts
   * @param health as the manifest gives it
   * @param secrets whose values are not to be seen in the output
   * @param doing told what is waited for, whenever that changes, and every few minutes: a
   *     HEALTHCHECK may ask for hours, and somebody may have to know that this is no standstill
   * @throws EffectException if the engine does not tell
   */
  public Verdict watch(
      @Nullable String containerId,
      Health health,
      Collection<EnvValue> secrets,
      Consumer<String> doing)
      throws EffectException, InterruptedException {
    var settles = health.timeout() == null ? settles(containerId) : Duration.ZERO;
    return new Watch(containerId, defaults.fill(health), settles, secrets, doing).verdict();
  }

  /** A HEALTHCHECK that asks for its time gets it, unless the manifest says how long it has. */
  private Duration settles(@Nullable String containerId) throws InterruptedException {
    try {
      var state = containerId == null ? null : engine.state(containerId);
      return state == null || state.check() == null ? Duration.ZERO : state.check().settles();
    } catch (EffectException _) {
      // The watch finds out for itself what is wrong.
      return Duration.ZERO;
    }
  }

  /** One watch. */
  private final class Watch {
    private final @Nullable String containerId;
    private final Duration running;
    private final Duration interval;
    private final Duration patience;
    private final Duration deadline;
    private final Collection<EnvValue> secrets;
    private final Consumer<String> doing;
    private final ProbeRound round;
    private final @Nullable ContainerSigns container;

    private Sign outside = new Sign.Good();
    private Duration nextRound;
    private String told = "";
    private Duration toldAt = Duration.ZERO;

    Watch(
        @Nullable String containerId,
        Health health,
        Duration settles,
        Collection<EnvValue> secrets,
        Consumer<String> doing) {
      this.containerId = containerId;
      this.secrets = secrets;
      this.doing = doing;
      running = Objects.requireNonNull(health.running());
      interval = Objects.requireNonNull(health.interval());
      patience = patience(Objects.requireNonNull(health.timeout()), settles);
      nextRound = time.elapsed();
      deadline = nextRound.plus(patience);
      round = new ProbeRound(engine, probes, containerId, health);
      container =
          containerId == null
              ? null
              : new ContainerSigns(engine, time, containerId, running, interval, deadline);
    }

    /** A timeout that is shorter than what must pass anyway would fail everything. */
    private Duration patience(Duration timeout, Duration settles) {
      var least = running.plus(LONGEST_PAUSE).plus(settles);
      return containerId == null || timeout.compareTo(least) > 0 ? timeout : least;
    }

    Verdict verdict() throws EffectException, InterruptedException {
      while (true) {
        var isLast = time.elapsed().compareTo(deadline) >= 0;
        var sign = signUnlessEngineStumbles(isLast);
        switch (sign) {
          case Sign.Good _ -> {
            return new Verdict.Healthy(note());
          }
          case Sign.Bad(var why) -> {
            return unhealthy(why);
          }
          case Sign.NotYet(var what) -> {
            if (isLast) {
              return unhealthy(
                  "it was not healthy within %s: %s".formatted(Durations.text(patience), what));
            }
            tell(what);
          }
        }
        time.sleep(pause());
      }
    }

    /** An engine that is being restarted says nothing about the app; it has as long as the app. */
    private Sign signUnlessEngineStumbles(boolean isLast)
        throws EffectException, InterruptedException {
      try {
        return sign(isLast);
      } catch (EffectException e) {
        if (isLast || e.kind() == EffectException.Kind.NOT_PERMITTED) {
          throw e;
        }
        return new Sign.NotYet(e.message());
      }
    }

    private Sign sign(boolean isLast) throws EffectException, InterruptedException {
      var inside = inside();
      if (inside instanceof Sign.Bad || round.isEmpty()) {
        return inside;
      }
      var mayBeAll = inside instanceof Sign.Good && outside instanceof Sign.Good;
      if (!isLast && !mayBeAll && time.elapsed().compareTo(nextRound) < 0) {
        return inside.and(outside);
      }
      outside = round.ask();
      nextRound = time.elapsed().plus(interval);
      // Answers take their time, and the container must have been up all the while.
      return outside instanceof Sign.Good && inside instanceof Sign.Good
          ? inside()
          : inside.and(outside);
    }

    private Sign inside() throws EffectException, InterruptedException {
      return container == null ? new Sign.Good() : container.look();
    }

    private Duration pause() {
      var pause = shorter(interval, round.isEmpty() ? SHORT_PAUSE : LONGEST_PAUSE);
      var untilRound = nextRound.minus(time.elapsed());
      // Overdue is one that could not be asked, since the engine stumbled.
      if (untilRound.isPositive()) {
        pause = shorter(pause, untilRound);
      }
      if (container != null && container.untilUp().isPositive()) {
        pause = shorter(pause, container.untilUp());
      }
      return shorter(pause, deadline.minus(time.elapsed()));
    }

    private void tell(String what) {
      var now = time.elapsed();
      if (!what.equals(told) || now.minus(toldAt).compareTo(LONGEST_SILENCE) >= 0) {
        told = what;
        toldAt = now;
        doing.accept(what);
      }
    }

    private String note() {
      var good = new ArrayList<String>();
      if (container != null) {
        good.add(running.isZero() ? "up" : "up for " + Durations.text(running));
        if (container.isChecked()) {
          good.add("HEALTHCHECK");
        }
      }
      good.addAll(round.names());
      return good.isEmpty() ? "nothing tells its health" : String.join(", ", good);
    }

    private Verdict unhealthy(String reason) throws InterruptedException {
      return new Verdict.Unhealthy(reason, containerId == null ? "" : output(containerId));
    }

    private String output(String id) throws InterruptedException {
      try {
        return String.join("\n", engine.lastLines(id, LAST_LINES, secrets));
      } catch (EffectException _) {
        // What is known of the app counts without it.
        return "";
      }
    }
  }

  private static Duration shorter(Duration one, Duration other) {
    return one.compareTo(other) < 0 ? one : other;
  }
}
