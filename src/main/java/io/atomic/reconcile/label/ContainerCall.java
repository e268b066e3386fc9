package io.atomic.reconcile.label;

import static java.util.Objects.requireNonNull;

import io.atomic.reconcile.label.Given.Join;
import io.atomic.reconcile.label.LabelProblem.Kind;
import io.atomic.reconcile.label.Prepared.NewContainer;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.regex.Pattern;

/**
 * Adapts a {@code run} or {@code create} to a reconciler.
 *
 * <p>What is added stands right behind the subcommand, always in this order: our labels by key,
 * {@code --name}, {@code --pull=never}, {@code -e} by name, {@code -d}. The rest keeps its order
 * and spelling.
 *
 * <ul>
 *   <li>A foreground {@code run} loses {@code -t} and {@code -i}: there is no terminal. A detached
 *       one keeps them, since there they only shape the container (a shell as the main process
 *       lives on with {@code -dit}, and ends at once without).
 *   <li>RUN for an app that keeps running is detached, whatever the label says, and so loses {@code
 *       -a}, which the engine refuses beside {@code -d}.
 *   <li>RUN to completion stays in the foreground and leaves its container behind, whose exit code
 *       is looked at: it loses {@code -d}, {@code -a}, {@code --rm} and {@code --rmi}.
 *   <li>RUN for somebody who waits keeps {@code -i} and {@code -a}, and {@code -t} at a terminal.
 *   <li>The container of an INSTALL, STOP or UNINSTALL is a helper. Without a name of its own it is
 *       called {@code NAME.install} and so on, because NAME itself is often what its script
 *       creates; with {@code --name NAME} it may have that name only while nobody else does.
 * </ul>
 */
final class ContainerCall {
  private static final EngineOptions OPTIONS = requireNonNull(EngineOptions.of("run"));

  /** What every engine takes for a container's name. */
  private static final Pattern NAME = Pattern.compile("[a-zA-Z0-9][a-zA-Z0-9_.-]+");

  private final LabelRequest request;
  private final List<LabelProblem> problems = new ArrayList<>();
  private final List<String> warnings = new ArrayList<>();

  /** The call as it is made, the container that comes of it, and what is wrong with it. */
  record Adapted(
      EngineCall call, NewContainer container, List<LabelProblem> problems, List<String> warnings) {
    Adapted {
      problems = List.copyOf(problems);
      warnings = List.copyOf(warnings);
    }
  }

  ContainerCall(LabelRequest request) {
    this.request = request;
  }

  static boolean isName(String text) {
    return NAME.matcher(text).matches();
  }

  /** Whether an option ties a command to a terminal. */
  static boolean isTerminal(Given given) {
    return given.is("tty") || given.is("interactive");
  }

  Adapted adapt(EngineCall call) {
    var starts = call.subcommand().equals("run");
    var purpose = request.purpose();
    var detached =
        starts && purpose != Purpose.COMPLETE && (purpose == Purpose.RUN || call.isOn("detach"));
    var kept = new ArrayList<>(call.options());
    kept.removeIf(given -> isDropped(given, starts, detached));
    checkLabels(kept);

    var added = new ArrayList<Given>();
    request
        .containerLabels()
        .forEach((key, value) -> added.add(separate("label", key + "=" + value)));
    var name = name(call, kept, added);
    added.add(Given.of(option("pull"), Join.EQUALS, Word.of("never")));
    addEnv(kept, added);
    if (detached && !call.isOn("detach")) {
      added.add(Given.flag(option("detach")));
    }

    added.addAll(kept);
    var changed = call.withOptions(added);
    var autoRemove = changed.isOn("rm") || changed.isOn("rmi");
    return new Adapted(
        changed,
        new NewContainer(
            name, starts, detached, starts && !detached && purpose.isAttached(), autoRemove),
        problems,
        warnings);
  }

  private boolean isDropped(Given given, boolean starts, boolean detached) {
    if (given.is("pull")) {
      return true;
    }
    if (!starts) {
      return false;
    }
    if (request.purpose() == Purpose.COMPLETE) {
      return isTerminal(given)
          || given.is("detach")
          || given.is("attach")
          || given.is("rm")
          || given.is("rmi");
    }
    if (!detached && request.purpose().isAttached()) {
      return given.is("detach") || (given.is("tty") && request.purpose() == Purpose.ATTACHED);
    }
    return detached
        ? given.is("attach") || (given.is("detach") && !given.isOn())
        : isTerminal(given) || given.is("detach");
  }

  /** By our labels we recognise what is ours, so nobody else may write them. */
  private void checkLabels(List<Given> kept) {
    for (var given : kept) {
      var key = given.argument().toString().split("=", 2)[0];
      if (given.is("label") && key.startsWith(LabelRequest.OWN_LABELS)) {
        problems.add(
            new LabelProblem(
                Kind.LABEL,
                "%s labels its container with '%s', but labels that begin with '%s' are this program's"
                    .formatted(request.origin(), key, LabelRequest.OWN_LABELS),
                null,
                "leave that label away"));
      }
    }
  }

  /** The container's name; changes or adds the option where needed. */
  private String name(EngineCall call, List<Given> kept, List<Given> added) {
    var purpose = request.purpose();
    var helper = purpose.helper(request.name());
    var given = call.last("name");
    if (given == null) {
      var name = purpose.makesTheApp() ? request.name() : helper;
      added.add(separate("name", name));
      return name;
    }
    var name = given.argument().toString();
    if (!isName(name) && !given.argument().hasSecret()) {
      problems.add(
          new LabelProblem(
              Kind.NAME,
              "tried to read the container's name in %s, but '%s' is none"
                  .formatted(request.origin(), name),
              null,
              name.isEmpty() || name.startsWith("-")
                  ? "perhaps the builder replaced an unescaped ${NAME} in the Dockerfile by nothing"
                  : "write '--name NAME'; a name has letters, digits and . _ -, at least two, and"
                      + " begins with a letter or digit"));
    } else if (!purpose.makesTheApp() && request.nameTaken() && name.equals(request.name())) {
      kept.replaceAll(option ->
          option.is("name") && option.argument().equals(Word.of(name))
              ? option.withValue(Word.of(helper))
              : option);
      return helper;
    } else if (purpose.makesTheApp() && !name.equals(request.name())) {
      warnings.add(
          "%s calls its container '%s' and not '%s'"
              .formatted(request.origin(), name, request.name()));
    }
    return name;
  }

  /** The app's env goes into the container by name; the value stays in the child's environment. */
  private void addEnv(List<Given> kept, List<Given> added) {
    var named = new HashSet<String>();
    for (var given : kept) {
      if (given.is("env")) {
        named.add(given.argument().prefix().split("=", 2)[0]);
      }
    }
    for (var variable : request.env().keySet()) {
      if (!named.contains(variable)) {
        var word = Word.of(variable);
        added.add(new Given(option("env"), true, "e", word, Join.NEXT_WORD, Given.NO_WORD));
      }
    }
  }

  private static Given separate(String name, String value) {
    return Given.of(option(name), Join.NEXT_WORD, Word.of(value));
  }

  private static EngineOption option(String name) {
    return requireNonNull(OPTIONS.named(name));
  }
}
