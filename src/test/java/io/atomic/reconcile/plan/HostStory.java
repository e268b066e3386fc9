package io.atomic.reconcile.plan;

import io.atomic.reconcile.model.BootState;
import io.atomic.reconcile.model.Declared;
import io.atomic.reconcile.model.Deployment;
import io.atomic.reconcile.model.Deployment.Layers;
import io.atomic.reconcile.model.Desired;
import io.atomic.reconcile.model.Host;
import io.atomic.reconcile.model.HostFacts;
import io.atomic.reconcile.model.HostRecord;
import io.atomic.reconcile.model.HostRecord.Attempt;
import io.atomic.reconcile.model.HostRecord.FailedAttempt;
import io.atomic.reconcile.model.HostRecord.Ours;
import io.atomic.reconcile.model.HostSpec.Reboot.FleetLock;
import io.atomic.reconcile.model.LastOutcome;
import io.atomic.reconcile.model.Observed;
import io.atomic.reconcile.model.Observed.EngineView;
import io.atomic.reconcile.model.OsReference;
import io.atomic.reconcile.model.OsView;
import io.atomic.reconcile.model.OsView.Driver;
import io.atomic.reconcile.model.OsView.OsTool;
import io.atomic.reconcile.model.OsView.Rival;
import io.atomic.reconcile.model.OsView.Transaction;
import io.atomic.reconcile.model.Recorded;
import io.atomic.reconcile.model.Sighting;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * How the deployments of a host are, and what is recorded of them, told in {@code story.txt}, one
 * fact a line; deployments stand in the order in which they boot:
 *
 * <pre>
 * tool bootc | tool none | tool unreadable      instead of rpm-ostree
 * staged|booted|other NAME ORIGIN WORD…   a deployment; NAME is one hexadecimal digit, which its
 *                               checksum consists of. Words: version=V digest=D base=DIGIT
 *                               packages=A,B removals=A osname=O locked modified
 * kargs ARGUMENT…               of the deployment that boots next
 * cmdline ARGUMENT…             of the one that runs; the same if it is not told
 * boot pending|failed           boot-complete.target
 * consent                       a deployment that waits may be booted
 * waits REASON WHY…             … or has to wait
 * opens TIME WHY…              … for a window that opens then
 * closed PURPOSE NAME [TIME]    as for apps
 * driver NAME UNIT | rival UNIT DOES…
 * transaction METHOD
 * finalize-failure TEXT…
 * recorded DIR                  the manifests in DIR were applied, and all that they add is ours
 * attempt NAME|- [booting] [boot-before] [of DIR]   we have staged that deployment for these
 *                               manifests, or begun to
 * failed ROLLED_BACK|… TIME     what the manifests want was tried and failed
 * ran well | ran MESSAGE…       what the last run came to that did something to it
 * lock URL GROUP                we hold that lock
 * tip ID SEEN | silent          what its reference means by the registry's account
 * </pre>
 */
public final class HostStory {
  private static final Path ALL = Path.of("src/test/resources/hosts");
  private final Path directory;
  private final Desired desired;
  private final List<Deployment> deployments = new ArrayList<>();
  private OsTool tool = OsTool.RPM_OSTREE;
  private @Nullable OsView instead;
  private List<String> arguments = List.of("root=LABEL=root", "quiet");
  private @Nullable List<String> booted;
  private BootState boot = BootState.COMPLETE;
  private BootConsent consent =
      new BootConsent.Withheld("Never", "spec.reboot.strategy is 'never'", null);
  private ClosedWindows windows = ClosedWindows.NONE;
  private @Nullable Driver driver;
  private final List<Rival> rivals = new ArrayList<>();
  private @Nullable Transaction transaction;
  private @Nullable String failure;
  private @Nullable HostRecord record;
  private @Nullable Sighting tip;

  private HostStory(Path directory) {
    this.directory = directory;
    this.desired = Case.manifests(directory, "manifests");
  }

  /** Every case: a directory with manifests, {@code story.txt} and {@code plan.txt}. */
  public static List<Path> all() throws IOException {
    try (var directories = Files.list(ALL)) {
      return directories.filter(Files::isDirectory).sorted().toList();
    }
  }

  /** The case of that name. */
  public static Path named(String name) {
    return ALL.resolve(name);
  }

  public static Situation situation(Path directory) throws IOException {
    var story = new HostStory(directory);
    for (var line : Files.readAllLines(directory.resolve("story.txt"))) {
      var told = line.strip();
      if (!told.isEmpty() && !told.startsWith("#")) {
        story.tell(List.of(told.split("\\s+")), told);
      }
    }
    return story.situation();
  }

  private Situation situation() {
    var seen =
        new OsView.Seen(
            tool,
            deployments,
            tool == OsTool.BOOTC ? null : arguments,
            tool == OsTool.BOOTC ? null : Objects.requireNonNullElse(booted, arguments),
            boot,
            transaction,
            driver,
            rivals,
            "boot-now",
            failure,
            null);
    var facts =
        new HostFacts(
            "boot-now",
            "web-1",
            "x86_64",
            new TreeMap<>(),
            new TreeSet<>(),
            new TreeMap<>(),
            new TreeMap<>(),
            new TreeMap<>());
    var observed =
        new Observed(new EngineView.NotAsked(), facts, World.NOW)
            .withOs(instead == null ? seen : instead)
            .withTip(tip);
    return new Situation(
            desired, Recorded.NOTHING.withHost(record), observed, Simulation.SURROUNDINGS)
        .with(consent)
        .with(windows);
  }

  private void tell(List<String> words, String line) {
    switch (words.getFirst()) {
      case "tool" -> tool(words.get(1));
      case "staged", "booted", "other" -> deployments.add(deployment(words));
      case "kargs" -> arguments = words.subList(1, words.size());
      case "cmdline" -> booted = words.subList(1, words.size());
      case "boot" -> boot = BootState.valueOf(words.get(1).toUpperCase(java.util.Locale.ROOT));
      case "consent" -> consent = new BootConsent.Given();
      case "waits" -> consent = new BootConsent.Withheld(words.get(1), rest(words, 2), null);
      case "opens" ->
          consent =
              new BootConsent.Withheld("WindowClosed", rest(words, 2), Instant.parse(words.get(1)));
      case "closed" -> windows = ClosedStory.with(windows, words);
      case "driver" -> driver = new Driver(words.get(1), words.get(2));
      case "rival" -> rivals.add(new Rival(words.get(1), rest(words, 2)));
      case "transaction" -> transaction = new Transaction(words.get(1), ":1.57");
      case "finalize-failure" -> failure = rest(words, 1);
      case "recorded" -> record = recorded(words.get(1));
      case "attempt" -> record = record().withAttempt(attempt(words));
      case "failed" ->
          record =
              record()
                  .withRefusal(
                      new FailedAttempt(
                          key("manifests"),
                          null,
                          "42.2",
                          FailedAttempt.Why.valueOf(words.get(1)),
                          "what was tried, and what happened",
                          Instant.parse(words.get(2))));
      case "lock" -> record = record().withLock(new FleetLock(words.get(1), words.get(2)));
      case "ran" -> {
        var message = words.get(1).equals("well") ? null : rest(words, 1);
        record = record().withOutcome(new LastOutcome("r1", World.NOW, message == null, message));
      }
      case "tip" -> tip = tip(words);
      case "silent" -> {
        var reference = Objects.requireNonNull(host("manifests").spec().ref());
        tip =
            Sighting.unanswered(
                null, reference, "tried to ask, but nobody listens", null, World.NOW);
      }
      default -> throw new IllegalArgumentException("nobody understands '%s'".formatted(line));
    }
  }

  private void tool(String word) {
    switch (word) {
      case "bootc" -> tool = OsTool.BOOTC;
      case "none" ->
          instead =
              new OsView.NoTool("neither rpm-ostree nor bootc is on PATH", "install its tool");
      default ->
          instead = new OsView.Unreadable("tried to look at the host, but it did not answer", null);
    }
  }

  private static Deployment deployment(List<String> words) {
    var name = words.get(1);
    var options = new TreeMap<String, String>();
    for (var word : words.subList(3, words.size())) {
      var sign = word.indexOf('=');
      options.put(sign < 0 ? word : word.substring(0, sign), word.substring(sign + 1));
    }
    var osname = options.getOrDefault("osname", "fedora");
    var base = options.get("base");
    return new Deployment(
        id(osname, name),
        osname,
        name.repeat(64),
        base == null ? null : base.repeat(64),
        words.get(2),
        OsReference.parse(words.get(2)),
        options.containsKey("digest") ? "sha256:" + options.get("digest").repeat(64) : null,
        options.get("version"),
        null,
        words.getFirst().equals("booted"),
        words.getFirst().equals("staged"),
        options.containsKey("locked"),
        false,
        options.containsKey("modified"),
        new Layers(
            texts(options.get("packages")),
            new TreeSet<>(),
            texts(options.get("removals")),
            new TreeSet<>()),
        null);
  }

  private static String id(String osname, String name) {
    return "%s-%s.0".formatted(osname, name.repeat(64));
  }

  private static SortedSet<String> texts(@Nullable String list) {
    return list == null ? new TreeSet<>() : new TreeSet<>(List.of(list.split(",", -1)));
  }

  private HostRecord recorded(String name) {
    var host = host(name);
    var spec = host.spec();
    return HostRecord.of(host, name + "/host.yaml:1:1")
        .withOurs(
            new Ours(
                new TreeSet<>(spec.packagesInstall()),
                new TreeSet<>(spec.overridesRemove()),
                new TreeSet<>(spec.kernelArguments().present())));
  }

  private HostRecord record() {
    return record == null ? recorded("manifests") : record;
  }

  private Attempt attempt(List<String> words) {
    var of = words.indexOf("of");
    return new Attempt(
        key(of < 0 ? "manifests" : words.get(of + 1)),
        words.get(1).equals("-") ? null : id("fedora", words.get(1)),
        "42." + words.get(1),
        World.NOW,
        words.contains("boot-before") ? "boot-before" : "boot-now",
        words.contains("booting"));
  }

  private String key(String name) {
    var spec = host(name).spec();
    return HostKey.of(spec, HostTip.followed(spec, tip));
  }

  private Host host(String name) {
    Declared<Host> declared = Case.manifests(directory, name).host();
    return Objects.requireNonNull(declared, name).resource();
  }

  private Sighting tip(List<String> words) {
    var digit = words.get(1);
    var reference = Objects.requireNonNull(host("manifests").spec().ref());
    var isImage = OsReference.parse(reference) instanceof OsReference.Image;
    var id = (isImage ? "sha256:" : "") + digit.repeat(64);
    return Sighting.answered(
        null, reference, id, new TreeSet<>(List.of(id)), null, Instant.parse(words.get(2)));
  }

  private static String rest(List<String> words, int from) {
    return String.join(" ", words.subList(from, words.size()));
  }
}
