package io.atomic.reconcile.plan;

import io.atomic.reconcile.label.CommandText;
import io.atomic.reconcile.label.CommandVariables;
import io.atomic.reconcile.label.LabelProblem;
import io.atomic.reconcile.label.LabelRequest;
import io.atomic.reconcile.label.Prepared;
import io.atomic.reconcile.label.Preparer;
import io.atomic.reconcile.label.Purpose;
import io.atomic.reconcile.model.CommandSpec;
import io.atomic.reconcile.model.EnvValue;
import io.atomic.reconcile.plan.Situation.Surroundings;
import io.atomic.reconcile.plan.Target.Refusal;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Makes the label commands of one app with one image, with the variables that they have in a run on
 * this host.
 *
 * @param image the word for it in commands
 * @param grants under which they run, as manifests spell them
 * @param runOpts for RUN alone
 */
record AppCommands(
    Surroundings surroundings,
    List<String> engineCommand,
    String app,
    String image,
    SortedMap<String, EnvValue> env,
    List<String> grants,
    RunOptsFile.Outcome runOpts) {
  private static final String SHELL = "shell";

  static boolean has(@Nullable String label, CommandSpec spec) {
    return label != null || spec.command() != null;
  }

  static CommandText source(@Nullable String label, CommandSpec spec) {
    return spec.command() != null
        ? new CommandText.Words(spec.command())
        : new CommandText.Label(label == null ? "" : label);
  }

  /** The command of a label, or what the manifest has in its place; null = there is neither. */
  @Nullable Prepared prepare(
      Purpose purpose,
      @Nullable String label,
      CommandSpec spec,
      SortedMap<String, String> marks,
      boolean nameTaken) {
    return has(label, spec) ? prepare(purpose, source(label, spec), spec, marks, nameTaken) : null;
  }

  Prepared prepare(
      Purpose purpose,
      CommandText source,
      CommandSpec spec,
      SortedMap<String, String> marks,
      boolean nameTaken) {
    return Preparer.prepare(request(purpose, source, spec, marks, nameTaken));
  }

  LabelRequest request(
      Purpose purpose,
      CommandText source,
      CommandSpec spec,
      SortedMap<String, String> marks,
      boolean nameTaken) {
    return new LabelRequest(
        purpose,
        source,
        variables(surroundings, spec, app, image, env, given(purpose).text()),
        spec.args(),
        engineCommand,
        app,
        nameTaken,
        marks,
        env,
        grants.contains(SHELL));
  }

  private RunOptsFile.Outcome given(Purpose purpose) {
    return purpose.label().equals(Purpose.RUN.label()) ? runOpts : RunOptsFile.Outcome.NOTHING;
  }

  /** What stands for what in a command of an app. */
  static CommandVariables variables(
      Surroundings surroundings,
      CommandSpec spec,
      String name,
      String image,
      SortedMap<String, EnvValue> env,
      @Nullable String runOpts) {
    var root = surroundings.hostRoot();
    return new CommandVariables(
        name,
        image,
        root + "/etc/" + name,
        root + "/var/log/" + name,
        root + "/var/lib/" + name,
        spec.options(),
        runOpts,
        surroundings.caller().pwd(),
        surroundings.caller().home(),
        surroundings.caller().sudoUid(),
        surroundings.caller().sudoGid(),
        env);
  }

  /** The command with everything that its child is given. */
  PlannedCommand.Known planned(Purpose purpose, Prepared.Ready ready, CommandSpec spec) {
    var given =
        ready.variables().contains(Inputs.RUN_OPTS) ? given(purpose) : RunOptsFile.Outcome.NOTHING;
    var environment =
        new TreeMap<>(variables(surroundings, spec, app, image, env, given.text()).environment());
    environment.putAll(ready.environment());
    return new PlannedCommand.Known(
        ready.argv(),
        environment,
        spec.timeout() == null ? surroundings.commandTimeout() : spec.timeout(),
        ready.container() == null ? null : ready.container().name(),
        purpose == Purpose.INSTALL ? directories() : named(ready, given),
        ready.container() != null && ready.container().attached(),
        given.on(
            new Claims(
                LabelRequest.origin(purpose, spec.command() != null),
                ready.privileges(),
                ready.mounts(),
                ready.containers(),
                ready.images(),
                grants)));
  }

  private List<String> named(Prepared.Ready ready, RunOptsFile.Outcome given) {
    return directories().stream()
        .filter(directory -> ready.ownDirectories().contains(directory) || given.isIn(directory))
        .toList();
  }

  private List<String> directories() {
    return List.of(directory("/etc/"), directory("/var/log/"), directory("/var/lib/"));
  }

  private String directory(String parent) {
    return surroundings.hostRoot() + parent + app;
  }

  static Refusal refusal(Prepared.Refused refused) {
    var problems = refused.problems();
    return new Refusal(
        problems.stream().map(AppCommands::sentence).collect(Collectors.joining("; ")),
        problems.getFirst().remedy());
  }

  private static String sentence(LabelProblem problem) {
    var spot = problem.spot();
    return spot == null
        ? problem.message()
        : "%s (column %d)".formatted(problem.message(), spot.column());
  }
}
