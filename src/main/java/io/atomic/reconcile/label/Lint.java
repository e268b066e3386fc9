package io.atomic.reconcile.label;

import io.atomic.reconcile.label.EngineCommands.Reading;
import io.atomic.reconcile.label.Expansion.Expanded;
import io.atomic.reconcile.model.Problem.Severity;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * What authors of labels get wrong and do not see: the command can be run, and does something else
 * than they think. Each rule is a mistake that images in public registries really have.
 */
final class Lint {
  private static final String BUILDER =
      "in the Dockerfile, write \\${NAME} and \\${IMAGE}, or NAME and IMAGE alone";

  /** A variable whose value the builder has put there: nothing. */
  private static final Set<String> EMPTIED = Set.of("NAME=", "IMAGE=");

  /** A sentence begins so, a command never does. */
  private static final Pattern PROSE = Pattern.compile("[A-Z][a-z]+|[A-Za-z]+:|[-*#].*");

  private final LabelRequest request;
  private final @Nullable String text;
  private final List<Finding> findings = new ArrayList<>();

  private Lint(LabelRequest request) {
    this.request = request;
    this.text = request.source() instanceof CommandText.Label(var label) ? label : null;
  }

  /** What is odd about a command that expands. */
  static List<Finding> of(LabelRequest request, Expanded expanded) {
    var lint = new Lint(request);
    lint.words(expanded);
    return List.copyOf(lint.findings);
  }

  private void words(Expanded expanded) {
    var first = expanded.words().getFirst().toString();
    if (!expanded.callsEngine()) {
      program(first);
      return;
    }
    if (EngineWord.hasStraySlash(first)) {
      warn("stray-slash", "'%s' has a '/' behind it".formatted(first), first, "take it away");
    }
    for (var word : expanded.words()) {
      if (EMPTIED.contains(word.toString())) {
        warn(
            "builder-expanded",
            "'%s' is empty: the builder has replaced a variable by nothing".formatted(word),
            word.toString(),
            BUILDER);
      }
    }
    if (EngineCommands.read(expanded.words()) instanceof Reading.Understood(var call)
        && call.makesContainer()) {
      container(call);
    }
  }

  private void program(String first) {
    if (first.equals("sudo")) {
      warn(
          "sudo",
          "'sudo' is not needed: label commands are run as whoever runs this program",
          first,
          "begin with 'docker' or 'podman'");
    } else if (PROSE.matcher(first).matches()) {
      warn(
          "prose",
          "'%s' looks like a sentence, not like a program".formatted(first),
          first,
          "put help into a label of another name, such as 'usage'");
    }
  }

  private void container(EngineCall call) {
    var name = call.last("name");
    if (name != null && request.purpose().makesTheApp()) {
      var given = name.argument().toString();
      if (!given.equals(request.name())) {
        warn(
            "hard-coded-name",
            "the container is always called '%s', so the image can run only once".formatted(given),
            given,
            "write '--name NAME'");
      }
    }
    if (!call.operands().isEmpty() && !call.isOn("rootfs")) {
      var image = call.operands().getFirst().toString();
      if (!image.equals(plain("IMAGE"))) {
        warn(
            "hard-coded-image",
            "'%s' is run and not IMAGE, whatever this image is called".formatted(image),
            image,
            "write IMAGE in its place");
      }
    }
    if (!request.purpose().makesTheApp() && call.options().stream().anyMatch(this::isTerminal)) {
      findings.add(
          new Finding(
              Severity.NOTICE,
              "terminal",
              "%s asks for a terminal, which an unattended host does not have"
                  .formatted(request.origin()),
              null,
              "leave '-t' and '-i' away: they are dropped"));
    }
  }

  private boolean isTerminal(Given given) {
    return ContainerCall.isTerminal(given) && given.isOn();
  }

  private String plain(String variable) {
    return request.variables().lookup(variable) instanceof Variables.Value.Plain(var value)
        ? value
        : "";
  }

  /**
   * Adds a warning.
   *
   * @param token what it is about, where that stands in the text as it is
   */
  private void warn(String code, String message, String token, String remedy) {
    var offset = text == null ? -1 : text.indexOf(token);
    findings.add(
        new Finding(
            Severity.WARNING,
            code,
            message,
            text == null || offset < 0 ? null : new Spot(text, offset),
            remedy));
  }
}
