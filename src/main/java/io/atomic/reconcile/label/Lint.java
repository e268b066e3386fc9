package io.atomic.reconcile.label;

import io.atomic.reconcile.label.AuthoredCommand.Place;
import io.atomic.reconcile.label.EngineCommands.Reading;
import io.atomic.reconcile.model.Problem.Severity;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * What authors of labels get wrong and do not see: the command can be run, and does something else
 * than they think. Each rule is a mistake that images in public registries really have.
 *
 * <p>It is what the author wrote that is looked at, before any variable is replaced: a name is
 * hard-coded or not, whatever the app happens to be called.
 */
final class Lint {
  private static final String BUILDER =
      "in the Dockerfile, write \\${NAME} and \\${IMAGE}, or NAME and IMAGE alone";

  /** Variables of label commands that have a value everywhere. */
  private static final Set<String> EMPTIED =
      Set.of("NAME=", "IMAGE=", "CONFDIR=", "LOGDIR=", "DATADIR=");

  /** How sentences and lists begin, and no command does. */
  private static final Pattern PROSE = Pattern.compile("[A-Z][a-z]*|[A-Z]{2,}|\\w+:|[-*#].*");

  /** Subcommands whose operands are containers. */
  private static final Set<String> OF_CONTAINERS =
      Set.of("start", "stop", "kill", "restart", "rm", "exec", "logs", "inspect");

  private final LabelRequest request;
  private final AuthoredCommand command;
  private final List<Finding> findings = new ArrayList<>();

  private Lint(LabelRequest request, AuthoredCommand command) {
    this.request = request;
    this.command = command;
  }

  /** What is odd about a command, besides what keeps it from being run. */
  static List<Finding> of(LabelRequest request, AuthoredCommand command) {
    var lint = new Lint(request, command);
    if (!command.words().isEmpty()) {
      lint.words();
    }
    return List.copyOf(lint.findings);
  }

  private void words() {
    var first = command.words().getFirst().toString();
    if (!EngineWord.matches(first)) {
      program(first);
      return;
    }
    if (EngineWord.hasStraySlash(first)) {
      warn(
          "stray-slash",
          "'%s' has a '/' behind it, and no such file can be run".formatted(first),
          command.place(0),
          "take it away");
    }
    if (command.isWhole()
        && EngineCommands.read(command.words()) instanceof Reading.Understood(var call)) {
      if (call.makesContainer()) {
        container(call);
      } else if (OF_CONTAINERS.contains(call.subcommand())) {
        containers(call);
      }
    }
  }

  private void program(String first) {
    if (first.equals("sudo")) {
      warn(
          "sudo",
          "'sudo' is not needed: label commands are run as whoever runs this program",
          command.place(0),
          "begin with 'docker' or 'podman'");
    } else if (EngineOptions.of(first) != null && command.words().size() > 1) {
      warn(
          "no-engine",
          "'%s' is what an engine is told to do, and no program".formatted(first),
          command.place(0),
          "begin with 'docker %s'".formatted(first));
    } else if (PROSE.matcher(first).matches()) {
      warn(
          "prose",
          "'%s' looks like text for people, not like a program".formatted(first),
          command.place(0),
          "put help into a label of another name, such as 'usage'");
    }
  }

  private void container(EngineCall call) {
    call.options().forEach(this::emptied);
    var name = call.last("name");
    if (name != null) {
      var given = name.argument().toString();
      if (isFixed(given, "NAME", request.name()) && ContainerCall.isName(given)) {
        warn(
            "hard-coded-name",
            "the container is always called '%s', so there can be only one app of this image"
                .formatted(given),
            command.place(name),
            "write '--name NAME'");
      }
    }
    if (!call.operands().isEmpty() && !call.isOn("rootfs")) {
      var image = call.operands().getFirst().toString();
      if (image.startsWith("/")) {
        warn(
            "builder-expanded",
            "'%s' stands where the image should: the builder has replaced a variable by nothing"
                .formatted(image),
            command.operand(call),
            BUILDER);
      } else if (isFixed(image, "IMAGE", plain("IMAGE"))) {
        warn(
            "hard-coded-image",
            "'%s' is run and not IMAGE, whatever this image is called".formatted(image),
            command.operand(call),
            "write IMAGE in its place");
      }
    }
    var terminal = call.last("tty");
    if (terminal != null && terminal.isOn() && !request.purpose().makesTheApp()) {
      findings.add(
          new Finding(
              Severity.NOTICE,
              "terminal",
              "%s asks for a terminal, which an unattended host does not have"
                  .formatted(request.origin()),
              command.place(terminal).word(),
              command.place(terminal).spot(),
              "leave '-t' and '-i' away: they are dropped"));
    }
  }

  /** What is left of a variable that the builder of the image has replaced by nothing. */
  private void emptied(Given given) {
    var value = given.argument().toString();
    if (given.is("env") && EMPTIED.contains(value)) {
      warn(
          "builder-expanded",
          "'%s' is empty: the builder has replaced a variable by nothing".formatted(value),
          command.place(given),
          BUILDER);
    } else if (given.is("volume") && value.startsWith(":")) {
      warn(
          "builder-expanded",
          "volume '%s' has no source: the builder has replaced a variable by nothing"
              .formatted(value),
          command.place(given),
          "in the Dockerfile, write a backslash before the dollar");
    }
  }

  private void containers(EngineCall call) {
    if (call.operands().isEmpty()) {
      if (call.options().stream().noneMatch(given -> given.is("all") || given.is("latest"))) {
        warn(
            "incomplete",
            "'%s' names no container".formatted(call.subcommand()),
            command.place(command.words().size() - 1),
            "write NAME behind it");
      }
      return;
    }
    var container = call.operands().getFirst().toString();
    if (isFixed(container, "NAME", request.name())) {
      warn(
          "hard-coded-name",
          "'%s' is always container '%s', whatever the app is called"
              .formatted(call.subcommand(), container),
          call.subcommand().equals("exec")
              ? command.operand(call)
              : command.place(command.words().lastIndexOf(call.operands().getFirst())),
          "write NAME in its place");
    }
  }

  /** Whether a word is written out where a variable was to stand, and does not happen to fit. */
  private static boolean isFixed(String word, String token, String value) {
    return !AuthoredCommand.isVariable(word, token) && !word.equals(value);
  }

  private String plain(String variable) {
    return request.variables().lookup(variable) instanceof Variables.Value.Plain(var value)
        ? value
        : "";
  }

  private void warn(String code, String message, Place place, @Nullable String remedy) {
    findings.add(new Finding(Severity.WARNING, code, message, place.word(), place.spot(), remedy));
  }
}
