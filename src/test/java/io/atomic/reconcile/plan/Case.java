package io.atomic.reconcile.plan;

import static org.assertj.core.api.Assertions.assertThat;

import io.atomic.reconcile.cycle.EffectException;
import io.atomic.reconcile.manifest.Manifests;
import io.atomic.reconcile.model.Declared;
import io.atomic.reconcile.model.Desired;
import io.atomic.reconcile.model.Desired.Source;
import io.atomic.reconcile.model.Place;
import io.atomic.reconcile.model.Problem;
import io.atomic.reconcile.model.Recorded;
import io.atomic.reconcile.policy.Gate;
import io.atomic.reconcile.policy.MassDeletion;
import io.atomic.reconcile.policy.SitePolicy;
import io.atomic.reconcile.report.PlanText;
import io.atomic.reconcile.report.Style;
import io.atomic.reconcile.state.FileStateStore;
import io.atomic.reconcile.state.StateDirectory;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * A directory below {@code cases}: manifests, what is recorded and observed, and the plan that
 * follows. A {@code story.txt}, where there is one, tells how record and observation came about.
 */
record Case(Path directory) {
  static final String HINT = "rewrite it with -Dgolden.update=true and look at the difference";
  static final Path ALL = Path.of("src/test/resources/cases");

  static List<Case> all() throws IOException {
    try (var directories = Files.list(ALL)) {
      return directories.filter(Files::isDirectory).sorted().map(Case::new).toList();
    }
  }

  /** Manifests as if the case's directory were the current one. */
  static Desired manifests(Path directory, String name) {
    var read = Manifests.in(directory.resolve(name));
    var apps = new TreeMap<>(read.apps());
    apps.replaceAll((_, app) -> new Declared<>(app.resource(), below(directory, app.place())));
    var source =
        switch (read.source()) {
          case Source.Manifests same -> same;
          case Source.Empty _ -> new Source.Empty(List.of(name));
          case Source.Unreadable(_, var reason) -> new Source.Unreadable(name, reason);
        };
    var problems =
        read.problems().stream()
            .map(problem ->
                new Problem(
                    problem.severity(),
                    problem.resource(),
                    below(directory, problem.place()),
                    problem.message().replace(directory + "/", ""),
                    problem.remedy()))
            .toList();
    var host = read.host();
    return new Desired(
        apps,
        host == null ? null : new Declared<>(host.resource(), below(directory, host.place())),
        read.invalid(),
        read.named(),
        source,
        problems);
  }

  private static @Nullable Place below(Path directory, @Nullable Place place) {
    return place == null
        ? null
        : new Place(place.file().replace(directory + "/", ""), place.line(), place.column());
  }

  @Nullable Story story(Catalogue catalogue) throws IOException {
    return Files.exists(file("story.txt")) ? Story.read(directory, catalogue) : null;
  }

  /** The plan, judged as a run judges it, of a host where no mount leads astray. */
  static Plan judged(Situation situation, @Nullable Story story) {
    if (story != null) {
      return story.judged(situation).plan();
    }
    var plan = Planner.plan(situation);
    var facts = new MountWorld().facts(plan, situation.recorded());
    return new Gate(SitePolicy.OPEN).judge(situation, plan, Selection.ALL, facts).plan();
  }

  /** What the plan is made of, read from the case's files alone. */
  Situation situation(Path scratch) throws IOException, EffectException {
    return new Situation(
        manifests(directory, "manifests"),
        recorded(scratch),
        ObservedJson.read(Files.readString(file("observed.json"))),
        Simulation.SURROUNDINGS);
  }

  private Recorded recorded(Path scratch) throws IOException, EffectException {
    if (!Files.exists(file("recorded.json"))) {
      return Recorded.NOTHING;
    }
    Files.copy(file("recorded.json"), scratch.resolve("state.json"));
    return new FileStateStore(new StateDirectory(scratch)).load();
  }

  /** Writes what is recorded; a host of which nothing is has no file. */
  void update(Recorded recorded, Path scratch) throws IOException, EffectException {
    Files.deleteIfExists(file("recorded.json"));
    if (!recorded.equals(Recorded.NOTHING)) {
      new FileStateStore(new StateDirectory(scratch)).save(recorded);
      Files.copy(scratch.resolve("state.json"), file("recorded.json"));
    }
  }

  /** What {@code plan} shows: problems, refusals, the plan. */
  static String text(Situation situation, Plan plan, MassDeletion massDeletion) {
    var text = new StringBuilder();
    for (var problem : situation.desired().problems()) {
      text.append(problem.severity().name().toLowerCase(java.util.Locale.ROOT))
          .append(": ")
          .append(problem)
          .append('\n');
    }
    for (var refusal : massDeletion.check(situation.desired(), situation.recorded(), plan)) {
      text.append("refused: ").append(refusal.message()).append("; ");
      text.append(refusal.remedy()).append('\n');
    }
    if (!text.isEmpty()) {
      text.append('\n');
    }
    return text + PlanText.of(plan, Style.PLAIN, PlanText.Detail.BRIEF) + order(plan);
  }

  /**
   * In which order, where several apps have steps; what a step of the same app waits for is clear.
   */
  private static String order(Plan plan) {
    var apps = new TreeSet<String>();
    plan.steps().forEach(step -> apps.add(step.resource().name()));
    if (apps.size() < 2) {
      return "";
    }
    var text = new StringBuilder("\nOrder:\n");
    for (var step : plan.steps()) {
      var others =
          step.needs().stream()
              .filter(need -> !need.startsWith(step.resource().name() + "/"))
              .toList();
      text.append("  ").append(step.id());
      text.append(others.isEmpty() ? "" : "  after " + String.join(", ", others)).append('\n');
    }
    return text.toString();
  }

  /** Compares a file with what it should be, or makes it so. */
  void expect(String name, String text, boolean update) throws IOException {
    var file = file(name);
    if (update) {
      Files.writeString(file, text);
      return;
    }
    assertThat(text)
        .describedAs("%s; %s", file, HINT)
        .isEqualTo(Files.exists(file) ? Files.readString(file) : "");
  }

  private Path file(String name) {
    return directory.resolve(name);
  }

  @Override
  public String toString() {
    return String.valueOf(directory.getFileName());
  }
}
