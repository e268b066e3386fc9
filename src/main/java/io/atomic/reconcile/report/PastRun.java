package io.atomic.reconcile.report;

import static java.util.stream.Collectors.joining;

import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * A run as its kept report tells of it, whichever release wrote that.
 *
 * @param verdict how far it came, as {@code schema/run.schema.json} spells it
 * @param exitStatus with which it ended
 * @param apps that it found something to say of; the others were as they should be
 * @param message why nothing came of it; null = it was carried out
 * @param resources that it was about; null = it did not come to know them
 * @param acted whether it did anything but to fetch and to record
 */
public record PastRun(
    String runId,
    Instant startedAt,
    Instant endedAt,
    String verdict,
    int exitStatus,
    List<PastApp> apps,
    @Nullable String message,
    @Nullable SortedSet<String> resources,
    boolean acted) {
  /** Actions after which the host runs what it ran before. */
  private static final Set<String> IDLE = Set.of("fetch", "record", "note-volumes");

  public PastRun {
    apps = List.copyOf(apps);
    resources =
        resources == null ? null : Collections.unmodifiableSortedSet(new TreeSet<>(resources));
  }

  /** What a file among the reports turned out to be. */
  public sealed interface Reading {
    record Understood(PastRun run) implements Reading {}

    /** It is damaged, or somebody else's. */
    record NotAReport(String why) implements Reading {}
  }

  /** What came of an app. */
  public enum Outcome {
    CHANGED,
    FAILED,
    /** What was tried failed, and what ran before runs again. */
    ROLLED_BACK,
    /** Nothing was done, and that was a failure. */
    REFUSED,
    /** Nothing was done, as somebody wanted it. */
    HELD,
    /** Nothing had to be done, or it did not come to it. */
    UNCHANGED
  }

  /**
   * An app in a run.
   *
   * @param resource kind and name
   * @param verb what was to happen to it
   * @param image reference that was wanted; null = none, or the report does not say
   * @param imageId that was installed or run; null = none was
   * @param message why; null = there is nothing to say
   * @param ending the same whenever it ended the same; nobody is shown it
   */
  public record PastApp(
      String resource,
      String verb,
      Outcome outcome,
      @Nullable String image,
      @Nullable String imageId,
      @Nullable String message,
      String ending) {

    /** Whether the run did something to it, or should have. */
    public boolean isTouched() {
      return switch (outcome) {
        case CHANGED, FAILED, ROLLED_BACK, REFUSED -> true;
        case HELD, UNCHANGED -> false;
      };
    }
  }

  public Duration took() {
    return Duration.between(startedAt, endedAt);
  }

  /** What it comes to in one word. */
  public Outcome outcome() {
    if (!isCarriedOut()) {
      return Outcome.REFUSED;
    }
    for (var worst : List.of(Outcome.FAILED, Outcome.ROLLED_BACK, Outcome.REFUSED)) {
      if (apps.stream().anyMatch(app -> app.outcome() == worst)) {
        return worst;
      }
    }
    return apps.stream().anyMatch(app -> app.outcome() == Outcome.CHANGED)
        ? Outcome.CHANGED
        : Outcome.UNCHANGED;
  }

  /**
   * Whether what the other one told is told by this one too. A run that failed before it knew what
   * it was about was about whatever there is.
   */
  public boolean isAboutTheSameAs(PastRun other) {
    return resources == null || other.resources == null || resources.equals(other.resources);
  }

  /** Whether it changed nothing, and ended as another one did before it: that is no news. */
  public boolean repeats(PastRun before) {
    return !acted
        && verdict.equals(before.verdict)
        && exitStatus == before.exitStatus
        && Objects.equals(message, before.message)
        && endings().equals(before.endings());
  }

  private List<String> endings() {
    return apps.stream().map(PastApp::ending).toList();
  }

  /** Whether it came to do anything. */
  boolean isCarriedOut() {
    return verdict.equals("executed") || verdict.equals("interrupted");
  }

  /** This run with nothing but one app; null = it did not touch that. */
  public @Nullable PastRun of(String resource) {
    var touched =
        apps.stream().filter(app -> app.resource().equals(resource) && app.isTouched()).toList();
    return touched.isEmpty()
        ? null
        : new PastRun(
            runId, startedAt, endedAt, verdict, exitStatus, touched, message, resources, acted);
  }

  /** Reads what {@link RunJson} wrote. */
  public static Reading read(byte[] json) {
    try {
      var root = new JsonMapper().readTree(json);
      var version = root.path(Tree.FORMAT_VERSION_FIELD).asInt(0);
      return version == Tree.FORMAT_VERSION
          ? new Reading.Understood(run(root))
          : new Reading.NotAReport(
              "it has format version %d, and this release reads version %d"
                  .formatted(version, Tree.FORMAT_VERSION));
    } catch (JacksonException e) {
      return new Reading.NotAReport("it is not JSON: " + e.getOriginalMessage());
    } catch (DateTimeException | IllegalArgumentException e) {
      return new Reading.NotAReport(Objects.requireNonNullElse(e.getMessage(), "it is damaged"));
    }
  }

  private static PastRun run(JsonNode root) {
    var verdict = required(root, "verdict");
    var apps = new ArrayList<PastApp>();
    for (var change : root.path("changes")) {
      var app = app(change, root.path("steps"));
      if (app.outcome() != Outcome.UNCHANGED || app.message() != null) {
        apps.add(app);
      }
    }
    return new PastRun(
        required(root, "runId"),
        Instant.parse(required(root, "startedAt")),
        Instant.parse(required(root, "endedAt")),
        verdict,
        root.path("exitStatus").asInt(0),
        apps,
        verdict.equals("executed") ? null : firstError(root),
        resources(root, verdict),
        isActed(root.path("steps")));
  }

  /** An app that there is not is nothing of this host. */
  private static @Nullable SortedSet<String> resources(JsonNode root, String verdict) {
    var isPlanned = root.path("summary").isObject();
    if (!isPlanned && !verdict.equals("unknown-app")) {
      return null;
    }
    var resources = new TreeSet<String>();
    root.path("changes").forEach(change -> resources.add(required(change, "resource")));
    return resources;
  }

  private static boolean isActed(JsonNode steps) {
    return steps
        .valueStream()
        .anyMatch(step -> isDone(step) && !IDLE.contains(text(step, "action", "")));
  }

  private static boolean isDone(JsonNode step) {
    return text(step, "outcome", "").equals("done");
  }

  private static PastApp app(JsonNode change, JsonNode steps) {
    var resource = required(change, "resource");
    String imageId = null;
    var rolledBack = false;
    for (var step : steps) {
      if (text(step, "resource", "").equals(resource) && isDone(step)) {
        var action = text(step, "action", "");
        rolledBack |= action.equals("roll-back");
        imageId =
            switch (action) {
              case "install", "run", "complete", "adopt", "roll-back" ->
                  textOrNull(step, "imageId") == null ? imageId : textOrNull(step, "imageId");
              default -> imageId;
            };
      }
    }
    var outcome = outcome(change, rolledBack);
    return new PastApp(
        resource,
        required(change, "verb"),
        outcome,
        textOrNull(change.path("image"), "reference"),
        imageId,
        textOrNull(change, "message"),
        ending(resource, outcome, change, steps));
  }

  /** Without what is said of it, in which there may be times and IDs of processes. */
  private static String ending(String resource, Outcome outcome, JsonNode change, JsonNode steps) {
    var image = change.path("image");
    var failed =
        steps
            .valueStream()
            .filter(step -> text(step, "resource", "").equals(resource))
            .filter(step -> text(step, "outcome", "").equals("failed"))
            .map(step -> text(step, "id", ""));
    return Stream.concat(
            Stream.of(
                resource,
                text(change, "verb", ""),
                outcome.name(),
                text(change, "reason", ""),
                text(image, "reference", ""),
                text(image, "id", ""),
                change.path("differences").toString()),
            failed)
        .collect(joining(" "));
  }

  private static Outcome outcome(JsonNode change, boolean rolledBack) {
    return switch (required(change, "outcome")) {
      case "changed" -> Outcome.CHANGED;
      case "unchanged" -> Outcome.UNCHANGED;
      case "failed" -> rolledBack ? Outcome.ROLLED_BACK : Outcome.FAILED;
      case "held" -> change.path("failing").asBoolean(false) ? Outcome.REFUSED : Outcome.HELD;
      case String other ->
          throw new IllegalArgumentException("it tells of an outcome '%s'".formatted(other));
    };
  }

  private static @Nullable String firstError(JsonNode root) {
    for (var problem : root.path("problems")) {
      if (text(problem, "severity", "").equals("error")) {
        return textOrNull(problem, "message");
      }
    }
    return null;
  }

  private static String required(JsonNode node, String field) {
    var value = textOrNull(node, field);
    if (value == null) {
      throw new IllegalArgumentException("it has no '%s'".formatted(field));
    }
    return value;
  }

  private static @Nullable String textOrNull(JsonNode node, String field) {
    var value = node.path(field);
    return value.isString() ? value.stringValue() : null;
  }

  private static String text(JsonNode node, String field, String otherwise) {
    return node.path(field).asString(otherwise);
  }
}
