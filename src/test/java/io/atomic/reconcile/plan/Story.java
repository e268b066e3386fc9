package io.atomic.reconcile.plan;

import io.atomic.reconcile.model.BadVersion;
import io.atomic.reconcile.model.Container.Status;
import io.atomic.reconcile.model.Desired;
import io.atomic.reconcile.model.FileText;
import io.atomic.reconcile.model.Grant;
import io.atomic.reconcile.model.Observed.EngineKind;
import io.atomic.reconcile.model.Observed.EngineView;
import io.atomic.reconcile.model.Recorded;
import io.atomic.reconcile.model.Sighting;
import io.atomic.reconcile.model.Suspension;
import io.atomic.reconcile.plan.Simulation.Extent;
import io.atomic.reconcile.policy.Gate;
import io.atomic.reconcile.policy.SitePolicy;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * How the host of a case came to be as it is, told in {@code story.txt}, one event a line:
 *
 * <pre>
 * engine podman | engine unreachable
 * made-with docker              what is recorded was made with that engine
 * image REFERENCE NAME          the reference means this image of images.txt on disk
 * registry REFERENCE NAME       a fetch of the reference gets this image
 * says REFERENCE NAME SEEN [CREATED]  when asked, the registry says that it means this image,
 *                               which we saw first at SEEN, and which was built at CREATED
 * silent REFERENCE              the registry does not answer
 * no-image REFERENCE            the name is gone from the disk
 * pruned NAME                   the image is gone from the disk
 * apply DIR                     the manifests in DIR are planned and carried out
 * apply DIR before STEP         the same, but the program is killed before that step …
 * apply DIR amid STEP           … or amid it
 * container NAME STATUS [CODE]  somebody stops, pauses, … the container
 * container NAME gone           somebody removes it
 * runs-with OPTION VALUE        containers that are made from now on have it, and are inspected
 * updates NAME OPTION VALUE     somebody changes that of a container
 * renames NAME NAME             somebody gives a container another name
 * foreign NAME IMAGE STATUS     somebody makes a container
 * ours NAME IMAGE STATUS APP VERB     a label command of ours has made a container
 * missing PATH | present PATH   a file of the host
 * content PATH HASH             a watched file
 * text PATH CONTENT | unreadable PATH     a file that a label names
 * secret KEY HASH               a secret
 * failed-at APP TIME            what is remembered of it as failed did so then
 * unhealthy IMAGE [WHY…]        no container of the image becomes healthy
 * fails IMAGE install|uninstall that label command of the image fails
 * works IMAGE                   neither is so any more
 * exits APP CODE                how the app's run to completion ends
 * suspended APP [UNTIL]         somebody at the command line suspends the app
 * corrected APP TIME…           when runs have corrected its drift
 * reboot
 * state-lost                    /var/lib/atomic is gone
 * only APP…                     the plan is limited to these apps
 * mounts NAME VOLUME…           the container mounts these volumes
 * noted APP VOLUME…             a removal that was cut short had noted these volumes
 * allow-empty | max-delete N | purge-data     the command line's flags
 * closed downloads|disruptions|updates NAME [TIME]    that window is closed, until then
 * closed ignored NAME           it is, but somebody said that it does not matter
 * exists PATH                   somebody has made the path
 * leads PATH PATH               the path is a link
 * volume NAME DEVICE            the engine's volume is another name for a directory
 * policy-grants GRANT…          the most that manifests may grant
 * policy-registries REGISTRY…   where images may come from
 * </pre>
 */
final class Story {
  private final Path directory;
  private final Catalogue catalogue;
  final World world = new World();
  Selection selection = Selection.ALL;
  boolean allowEmpty;
  private boolean purgesData;
  @Nullable Integer maxDelete;
  final MountWorld mounts = new MountWorld();
  private SitePolicy site = SitePolicy.OPEN;
  private ClosedWindows windows = ClosedWindows.NONE;

  private Story(Path directory, Catalogue catalogue) {
    this.directory = directory;
    this.catalogue = catalogue;
  }

  static Story read(Path directory, Catalogue catalogue) throws IOException {
    var story = new Story(directory, catalogue);
    for (var line : Files.readAllLines(directory.resolve("story.txt"))) {
      var told = line.strip();
      if (!told.isEmpty() && !told.startsWith("#")) {
        story.tell(List.of(told.split("\\s+")), told);
      }
    }
    return story;
  }

  private void tell(List<String> words, String line) {
    switch (words.getFirst()) {
      case "engine" -> engine(words.get(1));
      case "made-with" -> madeWith(words.get(1));
      case "image" -> world.tag(words.get(1), catalogue.get(words.get(2)));
      case "registry" -> world.registry.put(words.get(1), catalogue.get(words.get(2)));
      case "says" ->
          world.says(
              words.get(1),
              catalogue.get(words.get(2)),
              Instant.parse(words.get(3)),
              words.size() > 4 ? Instant.parse(words.get(4)) : null);
      case "silent" ->
          world.says.put(
              words.get(1),
              Sighting.unanswered(
                  world.says.get(words.get(1)),
                  words.get(1),
                  "tried to ask the registry what '%s' means, but nobody listens"
                      .formatted(words.get(1)),
                  "look whether the registry is up",
                  World.NOW));
      case "no-image" -> world.untag(words.get(1));
      case "pruned" -> world.images.remove(catalogue.get(words.get(1)).id());
      case "apply" -> apply(words);
      case "container" -> container(words);
      case "runs-with" -> world.options.put(words.get(1), words.get(2));
      case "updates" -> world.set(idOf(words.get(1)), words.get(2), words.get(3));
      case "renames" -> world.change(idOf(words.get(1)), words.get(2), null, null);
      case "foreign" -> {
        var status = status(words.get(3));
        var code = status == Status.EXITED ? Integer.valueOf(0) : null;
        var image = catalogue.get(words.get(2));
        world.foreign.add(world.make(words.get(1), image.id(), status, code, new TreeMap<>()).id());
      }
      case "ours" -> {
        var image = catalogue.get(words.get(2));
        var labels =
            SortedMaps.of(ContainerLabels.APP, words.get(4), ContainerLabels.VERB, words.get(5));
        world.make(words.get(1), image.id(), status(words.get(3)), null, labels);
      }
      case "missing" ->
          world.missing(missing -> {
            missing.add(words.get(1));
            return missing;
          });
      case "present" ->
          world.missing(missing -> {
            missing.remove(words.get(1));
            return missing;
          });
      case "content" -> world.content(words.get(1), words.get(2));
      case "text" ->
          world.text(
              words.get(1),
              new FileText.Content(String.join(" ", words.subList(2, words.size())) + "\n"));
      case "unreadable" ->
          world.text(words.get(1), new FileText.Unreadable("it is no regular file"));
      case "secret" -> world.secret(words.get(1), words.get(2));
      case "unhealthy" ->
          world.unhealthy.put(
              catalogue.get(words.get(1)).id(),
              words.size() > 2
                  ? String.join(" ", words.subList(2, words.size()))
                  : "its container exited with 1");
      case "fails" -> world.failing.add(catalogue.get(words.get(1)).id() + " " + words.get(2));
      case "works" -> {
        var id = catalogue.get(words.get(1)).id();
        world.unhealthy.remove(id);
        world.failing.removeIf(failure -> failure.startsWith(id));
      }
      case "exits" -> world.exitCodes.put(words.get(1), Integer.parseInt(words.get(2)));
      case "suspended" -> suspend(words);
      case "failed-at" -> failedAt(words.get(1), Instant.parse(words.get(2)));
      case "corrected" ->
          world.record(
              words.get(1),
              record ->
                  record.withCorrections(words.stream().skip(2).map(Instant::parse).toList()));
      case "reboot" -> world.reboot();
      case "state-lost" -> world.recorded = Recorded.NOTHING;
      case "only" -> selection = Selection.of(words.subList(1, words.size()));
      case "mounts" -> world.mounts(words.get(1), words.subList(2, words.size()));
      case "noted" ->
          world.record(
              words.get(1),
              record -> record.withVolumes(new TreeSet<>(words.subList(2, words.size()))));
      case "purge-data" -> purgesData = true;
      case "allow-empty" -> allowEmpty = true;
      case "closed" -> windows = ClosedStory.with(windows, words);
      case "exists" -> mounts.existing.add(words.get(1));
      case "leads" -> mounts.links.put(words.get(1), words.get(2));
      case "volume" -> mounts.bind(words.get(1), words.get(2));
      case "policy-grants" ->
          site = new SitePolicy(Grant.findAll(words.subList(1, words.size())), site.registries());
      case "policy-registries" ->
          site = new SitePolicy(site.grants(), words.subList(1, words.size()));
      case "max-delete" -> maxDelete = Integer.parseInt(words.get(1));
      default -> throw new IllegalArgumentException("nobody understands '%s'".formatted(line));
    }
  }

  /** The plan of a situation, judged as a run judges it. */
  Gate.Judged judged(Situation told) {
    var situation = (purgesData ? purging(told) : told).with(windows);
    var plan = Planner.plan(situation, selection);
    return new Gate(site)
        .judge(situation, plan, selection, mounts.facts(plan, situation.recorded()));
  }

  private static Situation purging(Situation situation) {
    var surroundings = Simulation.SURROUNDINGS;
    return new Situation(
        situation.desired(),
        situation.recorded(),
        situation.observed(),
        new Situation.Surroundings(
            surroundings.engineCommands(),
            surroundings.hostRoot(),
            surroundings.caller(),
            surroundings.commandTimeout(),
            surroundings.retainedImages(),
            surroundings.health(),
            surroundings.flapping(),
            true));
  }

  private void engine(String what) {
    if (what.equals("unreachable")) {
      world.unreachable =
          new EngineView.Unreachable(
              "tried to connect to '/run/docker.sock', but nobody listens",
              "start it with 'systemctl start docker.socket'");
    } else {
      world.kind = EngineKind.valueOf(what.toUpperCase(Locale.ROOT));
    }
  }

  private void suspend(List<String> words) {
    var until = words.size() > 2 ? Instant.parse(words.get(2)) : null;
    var record = world.recorded.apps().get(words.get(1));
    if (record == null) {
      throw new IllegalArgumentException("there is no app '%s'".formatted(words.get(1)));
    }
    world.recorded =
        world.recorded.with(
            record.withSuspension(new Suspension("moving house", World.NOW, until)));
  }

  private void failedAt(String app, Instant at) {
    world.record(
        app,
        record ->
            record.withBad(
                record.bad().stream()
                    .map(bad ->
                        new BadVersion(
                            bad.imageId(),
                            bad.manifest(),
                            bad.contents(),
                            bad.reason(),
                            bad.output(),
                            bad.runId(),
                            at,
                            null))
                    .toList()));
  }

  private void madeWith(String engine) {
    var kind = EngineKind.valueOf(engine.toUpperCase(Locale.ROOT));
    for (var record : world.recorded.apps().values()) {
      world.recorded = world.recorded.with(record.madeWith(kind));
    }
  }

  private void apply(List<String> words) {
    var desired = manifests(words.get(1));
    var limit = words.size() > 2 ? words.get(2) : "";
    var met = new boolean[] {limit.isEmpty()};
    new Simulation(world)
        .apply(
            desired,
            step -> {
              if (limit.isEmpty() || !step.id().equals(words.get(3))) {
                return Extent.WHOLLY;
              }
              met[0] = true;
              return limit.equals("amid") ? Extent.PARTLY : Extent.NOT_AT_ALL;
            });
    if (!met[0]) {
      throw new IllegalArgumentException("there was no step '%s'".formatted(words.get(3)));
    }
  }

  private void container(List<String> words) {
    var id = idOf(words.get(1));
    if (words.get(2).equals("gone")) {
      world.removeContainer(id);
    } else {
      var code = words.size() > 3 ? Integer.valueOf(words.get(3)) : null;
      world.change(id, null, status(words.get(2)), code);
    }
  }

  private String idOf(String name) {
    var container = world.named(name);
    if (container == null) {
      throw new IllegalArgumentException("there is no container '%s'".formatted(name));
    }
    return container.id();
  }

  private static Status status(String word) {
    return Arrays.stream(Status.values())
        .filter(status -> status.name().equalsIgnoreCase(word))
        .findFirst()
        .orElseThrow(() -> new IllegalArgumentException("'%s' is no status".formatted(word)));
  }

  private Desired manifests(String name) {
    return Case.manifests(directory, name);
  }
}
