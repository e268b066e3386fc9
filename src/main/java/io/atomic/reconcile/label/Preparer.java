package io.atomic.reconcile.label;

import io.atomic.reconcile.label.EngineCommands.Reading;
import io.atomic.reconcile.label.Expansion.Expanded;
import io.atomic.reconcile.label.Expansion.Invalid;
import io.atomic.reconcile.label.LabelProblem.Kind;
import io.atomic.reconcile.label.Prepared.Ready;
import io.atomic.reconcile.label.Prepared.Refused;
import io.atomic.reconcile.label.Variables.Value;
import io.atomic.reconcile.label.Word.Fragment;
import io.atomic.reconcile.model.EnvValue;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Set;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * Turns a label command into the command that is run: expanded, understood, and adapted to a
 * program that has no terminal, fetches images itself and must recognise its containers.
 *
 * <p>Pure: the same request always gives the same argument list.
 */
public final class Preparer {
  private final LabelRequest request;
  private final SortedMap<String, EnvValue> environment;
  private final List<LabelProblem> problems = new ArrayList<>();
  private final List<String> warnings = new ArrayList<>();

  private Preparer(LabelRequest request) {
    this.request = request;
    this.environment = new TreeMap<>(request.env());
  }

  public static Prepared prepare(LabelRequest request) {
    return new Preparer(request).prepare();
  }

  private Prepared prepare() {
    if (request.args().stream().anyMatch(arg -> arg.indexOf('\0') >= 0)) {
      return refused(
          Kind.NUL,
          "tried to append spec.%s.args, but one has a NUL character, which no argument can hold"
              .formatted(request.purpose().field()),
          null);
    }
    return switch (Expander.expand(request.origin(), request.source(), request.variables())) {
      case Invalid(var found) ->
          request.source() instanceof CommandText.Label(var text)
                  && request.shell()
                  && ShellCommand.isNeeded(found)
              ? shell(text)
              : new Refused(found);
      case Expanded expanded when expanded.callsEngine() -> engine(expanded);
      case Expanded expanded -> program(expanded);
    };
  }

  /** A command of the host's own is run exactly as it is. */
  private Prepared program(Expanded expanded) {
    var needs = new TreeSet<String>();
    needs.add("command:" + expanded.words().getFirst());
    return ready(List.of(), withArgs(expanded.words()), expanded, needs, null, List.of());
  }

  /** A command that the shell takes apart is left to it as it is. */
  private Prepared shell(String text) {
    if (!request.args().isEmpty() && !ShellCommand.takesArguments(text)) {
      return refused(
          Kind.SHELL,
          "tried to append spec.%s.args to %s, but it runs in a shell and does not say where they go"
              .formatted(request.purpose().field(), request.origin()),
          "write the whole command into spec.%s.command".formatted(request.purpose().field()));
    }
    var variables = ShellCommand.variables(text);
    return new Ready(
        ShellCommand.argv(text, request.args(), request.engineCommand()),
        environment,
        new TreeSet<>(Set.of(ShellCommand.GRANT)),
        List.of(),
        Collections.emptySortedSet(),
        variables,
        null,
        List.of(),
        namedDirectories(variables),
        warnings);
  }

  private Prepared engine(Expanded expanded) {
    var engine = expanded.words().getFirst().toString();
    if (EngineWord.hasStraySlash(engine)) {
      warnings.add("%s calls '%s', with a stray '/'".formatted(request.origin(), engine));
    }
    return switch (EngineCommands.read(expanded.words())) {
      case Reading.Unclear(var problem) -> new Refused(List.of(at(problem)));
      case Reading.Understood(var call) when call.makesContainer() -> container(expanded, call);
      // The user's words may be options of the subcommand, so they are read with the others.
      case Reading.Understood _ ->
          switch (EngineCommands.read(withArgs(expanded.words()))) {
            case Reading.Unclear(var problem) -> new Refused(List.of(at(problem)));
            case Reading.Understood(var call) -> other(expanded, call);
          };
    };
  }

  private Prepared container(Expanded expanded, EngineCall call) {
    if (call.operands().isEmpty()) {
      return refused(
          Kind.IMAGE,
          "tried to find the image in %s, but the command ends before one"
              .formatted(request.origin()),
          "perhaps the builder replaced an unescaped ${IMAGE} in the Dockerfile by nothing");
    }
    var adapted = new ContainerCall(request).adapt(call);
    problems.addAll(adapted.problems());
    warnings.addAll(adapted.warnings());
    var complete = withSecretsHidden(adapted.call()).withMore(request.args());
    var image = complete.operands().getFirst().toString();
    var foreign =
        call.isOn("rootfs") || image.equals(plain("IMAGE")) ? List.<String>of() : List.of(image);
    return called(expanded, complete, adapted.container(), foreign);
  }

  private Prepared other(Expanded expanded, EngineCall call) {
    var options = new ArrayList<>(call.options());
    if (!call.isOn("detach")) {
      options.removeIf(ContainerCall::isTerminal);
    }
    return called(expanded, withSecretsHidden(call.withOptions(options)), null, List.of());
  }

  private Prepared called(
      Expanded expanded,
      EngineCall call,
      Prepared.@Nullable NewContainer container,
      List<String> images) {
    var needs = new Needs(request.name(), request.variables());
    needs.add(call);
    return switch (ready(
        request.engineCommand(), call.words(), expanded, needs.grants(), container, images)) {
      case Ready ready -> ready.calling(needs);
      case Refused refused -> refused;
    };
  }

  private Prepared ready(
      List<String> lead,
      List<Word> words,
      Expanded expanded,
      SortedSet<String> needs,
      Prepared.@Nullable NewContainer container,
      List<String> images) {
    var secrets = new TreeSet<String>();
    for (var word : words) {
      for (var fragment : word.fragments()) {
        if (fragment instanceof Fragment.SecretRef(var env)) {
          secrets.add(env);
        }
      }
    }
    for (var secret : secrets) {
      problem(
          Kind.SECRET,
          "tried to put secret '%s' into an argument of %s, but every user of the host can read arguments"
              .formatted(secret, request.origin()),
          "a container gets it with '-e %s=${%s}' and nothing else in that word"
              .formatted(secret, secret));
    }
    if (!problems.isEmpty()) {
      return new Refused(problems);
    }
    var argv = new ArrayList<>(lead);
    words.stream().map(Word::toString).forEach(argv::add);
    return new Ready(
        argv,
        environment,
        needs,
        List.of(),
        Collections.emptySortedSet(),
        expanded.variables(),
        container,
        images,
        namedDirectories(expanded.variables()),
        warnings);
  }

  /** The app's directories that the text names by variable. */
  private SortedSet<String> namedDirectories(SortedSet<String> variables) {
    var directories = new TreeSet<String>();
    for (var directory : List.of("CONFDIR", "LOGDIR", "DATADIR")) {
      if (variables.contains(directory)) {
        directories.add(plain(directory));
      }
    }
    return directories;
  }

  /**
   * Passes each {@code -e X=${SECRET}} through the environment, as {@code -e X}: arguments can be
   * read by every user of the host, a child's environment cannot.
   */
  private EngineCall withSecretsHidden(EngineCall call) {
    var options = new ArrayList<Given>();
    for (var given : call.options()) {
      options.add(given.is("env") && given.argument().hasSecret() ? hidden(given) : given);
    }
    return call.withOptions(options);
  }

  private Given hidden(Given given) {
    var word = given.argument();
    var prefix = word.prefix();
    if (word.fragments().size() != 2
        || !prefix.endsWith("=")
        || !(word.fragments().getLast() instanceof Fragment.SecretRef(var env))) {
      return given;
    }
    var variable = prefix.substring(0, prefix.length() - 1);
    var value = request.env().get(env);
    if (value == null || !ChildEnvironment.mayHold(variable)) {
      return given;
    }
    environment.put(variable, value);
    return given.withValue(Word.of(variable));
  }

  private List<Word> withArgs(List<Word> words) {
    var all = new ArrayList<>(words);
    request.args().stream().map(Word::of).forEach(all::add);
    return all;
  }

  private String plain(String variable) {
    return request.variables().lookup(variable) instanceof Value.Plain(var text) ? text : "";
  }

  /** The problem, with the source of the words in its message. */
  private LabelProblem at(LabelProblem problem) {
    return new LabelProblem(
        problem.kind(),
        "%s: %s".formatted(request.origin(), problem.message()),
        problem.spot(),
        problem.remedy());
  }

  private Refused refused(Kind kind, String message, @Nullable String remedy) {
    problem(kind, message, remedy);
    return new Refused(problems);
  }

  private void problem(Kind kind, String message, @Nullable String remedy) {
    problems.add(new LabelProblem(kind, message, null, remedy));
  }
}
