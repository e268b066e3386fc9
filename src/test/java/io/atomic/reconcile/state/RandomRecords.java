package io.atomic.reconcile.state;

import io.atomic.reconcile.model.App;
import io.atomic.reconcile.model.AppRecord;
import io.atomic.reconcile.model.AppSpec;
import io.atomic.reconcile.model.BadVersion;
import io.atomic.reconcile.model.CommandSpec;
import io.atomic.reconcile.model.EnvValue;
import io.atomic.reconcile.model.Fingerprint;
import io.atomic.reconcile.model.Health;
import io.atomic.reconcile.model.Host;
import io.atomic.reconcile.model.HostRecord;
import io.atomic.reconcile.model.HostRecord.Attempt;
import io.atomic.reconcile.model.HostRecord.FailedAttempt;
import io.atomic.reconcile.model.HostRecord.Ours;
import io.atomic.reconcile.model.HostSpec;
import io.atomic.reconcile.model.HostSpec.Driver;
import io.atomic.reconcile.model.HostSpec.KernelArguments;
import io.atomic.reconcile.model.HostSpec.Reboot;
import io.atomic.reconcile.model.HostSpec.Reboot.FleetLock;
import io.atomic.reconcile.model.ImageReference;
import io.atomic.reconcile.model.Installation;
import io.atomic.reconcile.model.LastOutcome;
import io.atomic.reconcile.model.Launch;
import io.atomic.reconcile.model.LiveFields;
import io.atomic.reconcile.model.Observed.EngineKind;
import io.atomic.reconcile.model.ProvenVersion;
import io.atomic.reconcile.model.Recorded;
import io.atomic.reconcile.model.Sighting;
import io.atomic.reconcile.model.Suspension;
import io.atomic.reconcile.model.Update;
import io.atomic.reconcile.model.When;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Any state there can be, the same for the same seed. */
final class RandomRecords {
  private static final List<String> TEXTS =
      List.of(
          "", " ", "a", "null", "true", "0", "ü€😀", "\"\\/\n\t\0", "x".repeat(300), "a.b", "{}");

  private final Random random;

  RandomRecords(long seed) {
    random = new Random(seed);
  }

  Recorded recorded() {
    var recorded = Recorded.NOTHING;
    for (var i = random.nextInt(4); i > 0; i--) {
      recorded = recorded.with(record());
    }
    return recorded
        .keeping(List.of("/var/lib/gone", "/etc/gone"), List.of())
        .withHost(maybe(this::host));
  }

  private HostRecord host() {
    return new HostRecord(
        new Host(text(), hostSpec()),
        maybe(this::text),
        new Ours(new TreeSet<>(texts()), new TreeSet<>(texts()), new TreeSet<>(texts())),
        maybe(() -> new Attempt(text(), maybe(this::text), text(), instant(), text(), flag())),
        flag()
            ? List.of()
            : List.of(
                new FailedAttempt(
                    text(),
                    maybe(this::text),
                    text(),
                    pick(FailedAttempt.Why.class),
                    text(),
                    instant())),
        maybe(this::fleetLock),
        maybe(this::instant),
        maybe(this::sighting),
        maybe(this::outcome));
  }

  private HostSpec hostSpec() {
    return new HostSpec(
        maybe(this::text),
        maybe(this::text),
        maybe(this::text),
        maybe(this::text),
        update(),
        texts(),
        texts(),
        texts(),
        new KernelArguments(texts(), texts()),
        pick(Driver.class),
        flag(),
        new Reboot(
            pick(Reboot.Strategy.class),
            maybe(this::text),
            maybe(this::fleetLock),
            maybe(this::text),
            pick(Reboot.Inhibit.class)));
  }

  private FleetLock fleetLock() {
    return new FleetLock(text(), text());
  }

  private Update update() {
    return new Update(pick(Update.Policy.class), maybe(this::duration), maybe(this::text));
  }

  private LastOutcome outcome() {
    return new LastOutcome(text(), instant(), flag(), maybe(this::text));
  }

  private AppRecord record() {
    var name = pick(List.of("web", "db-1", "a.b", "x_y", "apps.z")) + random.nextInt(9);
    return new AppRecord(
        app(name),
        maybe(this::text),
        maybe(this::installation),
        maybe(this::launch),
        maybe(this::launch),
        new TreeSet<>(texts()),
        texts(),
        new TreeSet<>(texts()),
        maybe(this::outcome),
        maybe(() -> pick(EngineKind.class)),
        flag()
            ? List.of()
            : List.of(new ProvenVersion(app(name), installation(), maybe(this::launch), instant())),
        flag()
            ? List.of()
            : List.of(
                new BadVersion(
                    maybe(this::text),
                    app(name),
                    textMap(),
                    text(),
                    text(),
                    text(),
                    instant(),
                    maybe(this::instant))),
        maybe(() -> new Suspension(maybe(this::text), instant(), maybe(this::instant))),
        flag() ? List.of() : List.of(instant(), instant()),
        maybe(this::sighting),
        new TreeSet<>(texts()));
  }

  private App app(String name) {
    return new App(name, textMap(), spec());
  }

  private AppSpec spec() {
    return new AppSpec(
        ImageReference.parse(
            pick(
                List.of(
                    "busybox",
                    "localhost:5000/a/b:1",
                    "x.example.com/c@sha256:" + "0a".repeat(32)))),
        pick(AppSpec.AppState.class),
        pick(AppSpec.Pull.class),
        update(),
        pick(AppSpec.Strategy.class),
        texts(),
        flag(),
        new When(maybe(this::text), maybe(this::text), textMap(), maybe(this::text)),
        maybe(this::text),
        env(),
        command(),
        command(),
        command(),
        command(),
        texts(),
        texts(),
        texts(),
        maybe(this::health),
        flag(),
        pick(AppSpec.Drift.class),
        pick(AppSpec.OnRemove.class),
        flag(),
        flag(),
        flag());
  }

  private Health health() {
    return new Health(
        maybe(this::duration),
        maybe(() -> new Health.Http(text(), random.nextInt(600))),
        maybe(this::text),
        texts(),
        maybe(this::text),
        maybe(this::duration),
        maybe(this::duration));
  }

  private CommandSpec command() {
    return new CommandSpec(texts(), textMap(), maybe(this::duration), maybe(this::texts));
  }

  private SortedMap<String, EnvValue> env() {
    var env = new TreeMap<String, EnvValue>();
    for (var i = random.nextInt(4); i > 0; i--) {
      var value =
          switch (random.nextInt(3)) {
            case 0 -> new EnvValue.Plain(text());
            case 1 -> new EnvValue.FromFile(text());
            default -> new EnvValue.FromCredential(text());
          };
      env.put(text(), value);
    }
    return env;
  }

  private Installation installation() {
    return new Installation(
        pick(Installation.Phase.class),
        text(),
        text(),
        new Installation.LabelTexts(
            maybe(this::text), maybe(this::text), maybe(this::text), maybe(this::text)),
        command(),
        command(),
        env(),
        texts(),
        fingerprint(),
        textMap(),
        instant(),
        maybe(() -> new Installation.Resolution(maybe(this::text), instant())));
  }

  private Sighting sighting() {
    return new Sighting(text(), maybe(this::meaning), maybe(this::silence));
  }

  private Sighting.Meaning meaning() {
    return new Sighting.Meaning(
        text(), new TreeSet<>(texts()), instant(), maybe(this::instant), maybe(this::text));
  }

  private Sighting.Silence silence() {
    return new Sighting.Silence(instant(), text(), maybe(this::text));
  }

  private Launch launch() {
    return new Launch(
        text(),
        maybe(this::text),
        fingerprint(),
        textMap(),
        instant(),
        text(),
        maybe(() -> random.nextInt(256)),
        maybe(() -> new LiveFields(random.nextInt(9), textMap())));
  }

  private Fingerprint fingerprint() {
    return flag() ? Fingerprint.of(textMap()) : Fingerprint.ofHash(text());
  }

  private SortedMap<String, String> textMap() {
    var map = new TreeMap<String, String>();
    texts().forEach(key -> map.put(key, text()));
    return map;
  }

  private List<String> texts() {
    var texts = new ArrayList<String>();
    for (var i = random.nextInt(4); i > 0; i--) {
      texts.add(text());
    }
    return texts;
  }

  private String text() {
    return pick(TEXTS);
  }

  private boolean flag() {
    return random.nextBoolean();
  }

  private Duration duration() {
    return Duration.ofMillis(random.nextLong(1_000_000_000));
  }

  private Instant instant() {
    return Instant.ofEpochSecond(random.nextLong(4_000_000_000L), random.nextInt(1_000_000_000));
  }

  private <T> T pick(List<T> values) {
    return values.get(random.nextInt(values.size()));
  }

  private <E extends Enum<E>> E pick(Class<E> type) {
    return pick(List.of(type.getEnumConstants()));
  }

  private <T> @Nullable T maybe(Supplier<T> value) {
    return flag() ? value.get() : null;
  }
}
