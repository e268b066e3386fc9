package io.atomic.reconcile.plan;

import io.atomic.reconcile.label.CommandText;
import io.atomic.reconcile.label.CommandVariables;
import io.atomic.reconcile.label.LabelProblem;
import io.atomic.reconcile.label.LabelRequest;
import io.atomic.reconcile.label.Prepared;
import io.atomic.reconcile.label.Preparer;
import io.atomic.reconcile.label.Purpose;
import io.atomic.reconcile.model.App;
import io.atomic.reconcile.model.CommandSpec;
import io.atomic.reconcile.model.EnvValue;
import io.atomic.reconcile.plan.Situation.Surroundings;
import io.atomic.reconcile.plan.Target.Refusal;
import java.util.Collections;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Makes label commands with the variables that they have in a run on this host. */
final class CommandFactory {
  private final Surroundings surroundings;
  private final List<String> engineCommand;

  CommandFactory(Situation situation) {
    this.surroundings = situation.surroundings();
    this.engineCommand = situation.engineCommand();
  }

  /** Commands of one app with one image. */
  record ForApp(
      CommandFactory factory, String name, String image, SortedMap<String, EnvValue> env, App app) {

    @Nullable Prepared install(
        @Nullable String label, SortedMap<String, String> marks, boolean nameTaken) {
      var spec = app.spec().install();
      return has(label, spec)
          ? factory.prepare(
              Purpose.INSTALL, source(label, spec), spec, name, image, env, marks, nameTaken)
          : null;
    }

    Prepared run(Purpose purpose, @Nullable String label, SortedMap<String, String> marks) {
      var spec = app.spec().run();
      var source = has(label, spec) ? source(label, spec) : CommandText.defaultRun(purpose);
      return factory.prepare(purpose, source, spec, name, image, env, marks, false);
    }

    /** STOP or UNINSTALL as it would be now, to say early what is wrong with it. */
    @Nullable Prepared undo(Purpose purpose, @Nullable String label, CommandSpec spec) {
      return has(label, spec)
          ? factory.prepare(
              purpose,
              source(label, spec),
              spec,
              name,
              image,
              env,
              Collections.emptySortedMap(),
              false)
          : null;
    }
  }

  ForApp forApp(App app, String image) {
    return new ForApp(this, app.name(), image, app.spec().env(), app);
  }

  static boolean has(@Nullable String label, CommandSpec spec) {
    return label != null || spec.command() != null;
  }

  static CommandText source(@Nullable String label, CommandSpec spec) {
    return spec.command() != null
        ? new CommandText.Words(spec.command())
        : new CommandText.Label(label == null ? "" : label);
  }

  Prepared prepare(
      Purpose purpose,
      CommandText source,
      CommandSpec spec,
      String name,
      String image,
      SortedMap<String, EnvValue> env,
      SortedMap<String, String> marks,
      boolean nameTaken) {
    return Preparer.prepare(
        new LabelRequest(
            purpose,
            source,
            variables(spec, name, image, env),
            spec.args(),
            engineCommand,
            name,
            nameTaken,
            marks,
            env));
  }

  private CommandVariables variables(
      CommandSpec spec, String name, String image, SortedMap<String, EnvValue> env) {
    return new CommandVariables(
        name,
        image,
        directory("/etc/", name),
        directory("/var/log/", name),
        directory("/var/lib/", name),
        spec.options(),
        null,
        surroundings.caller().pwd(),
        surroundings.caller().home(),
        surroundings.caller().sudoUid(),
        surroundings.caller().sudoGid(),
        env);
  }

  /**
   * The command with everything that its child is given.
   *
   * @param grants under which it runs
   */
  PlannedCommand.Known planned(
      Purpose purpose,
      Prepared.Ready ready,
      String app,
      String image,
      CommandSpec spec,
      SortedMap<String, EnvValue> env,
      List<String> grants) {
    var environment = new TreeMap<>(variables(spec, app, image, env).environment());
    environment.putAll(ready.environment());
    return new PlannedCommand.Known(
        ready.argv(),
        environment,
        spec.timeout() == null ? surroundings.commandTimeout() : spec.timeout(),
        ready.container() == null ? null : ready.container().name(),
        purpose == Purpose.INSTALL ? directories(app) : named(ready, app),
        ready.container() != null && ready.container().attached(),
        new Claims(
            LabelRequest.origin(purpose, spec.command() != null),
            ready.privileges(),
            ready.mounts(),
            ready.images(),
            grants));
  }

  private List<String> named(Prepared.Ready ready, String app) {
    return directories(app).stream()
        .filter(directory -> ready.ownDirectories().contains(directory))
        .toList();
  }

  private List<String> directories(String app) {
    return List.of(
        directory("/etc/", app), directory("/var/log/", app), directory("/var/lib/", app));
  }

  private String directory(String parent, String app) {
    return surroundings.hostRoot() + parent + app;
  }

  static Refusal refusal(Prepared.Refused refused) {
    var problems = refused.problems();
    return new Refusal(
        problems.stream().map(CommandFactory::sentence).collect(Collectors.joining("; ")),
        problems.getFirst().remedy());
  }

  private static String sentence(LabelProblem problem) {
    var spot = problem.spot();
    return spot == null
        ? problem.message()
        : "%s (column %d)".formatted(problem.message(), spot.column());
  }
}
