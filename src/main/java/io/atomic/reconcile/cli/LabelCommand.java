package io.atomic.reconcile.cli;

import io.atomic.reconcile.label.CommandText;
import io.atomic.reconcile.label.CommandVariables;
import io.atomic.reconcile.label.LabelReading;
import io.atomic.reconcile.label.LabelRequest;
import io.atomic.reconcile.label.Purpose;
import io.atomic.reconcile.manifest.AppNames;
import io.atomic.reconcile.model.EnvValue;
import io.atomic.reconcile.model.ImageReference;
import io.atomic.reconcile.plan.Situation.Attachment;
import io.atomic.reconcile.report.ExitStatus;
import io.atomic.reconcile.report.LabelText;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code label}: what a label command says, for those who write images. */
@Command(
    name = "label",
    mixinStandardHelpOptions = true,
    description = {
      "Show what the label command TEXT becomes: its words, the grants that it needs, and what is"
          + " wrong with it, word by word. Needs no engine and changes nothing."
    },
    exitCodeListHeading = ExitMeaning.HEADING,
    exitCodeList = {
      " 0:it can be run, as far as its text tells",
      ExitMeaning.USAGE,
      "78:it cannot be run"
    },
    footerHeading = "%nExamples:%n",
    footer = {
      "  ${COMMAND-FULL-NAME} --verb INSTALL 'docker run --rm -v /:/host IMAGE'",
      "  skopeo inspect --config docker://IMAGE | jq -r .config.Labels.RUN |",
      "    ${COMMAND-FULL-NAME} -"
    })
@SuppressWarnings("NullAway.Init") // picocli fills the fields in
final class LabelCommand implements Callable<Integer> {
  /** Longer ones are refused by the expansion; no need to read more of them. */
  private static final int MOST = 4 * 1024 * 1024;

  /** Variables that are somebody's, and so may be somebody else's. */
  private static final List<String> CALLERS =
      List.of("PWD", "HOME", "SUDO_UID", "SUDO_GID", "RUN_OPTS");

  private static final List<String> FIXED =
      List.of("NAME", "IMAGE", "CONFDIR", "LOGDIR", "DATADIR", "OPT1", "OPT2", "OPT3");

  private static final Pattern VARIABLE = Pattern.compile("[A-Za-z_][A-Za-z0-9_]*");

  @Spec CommandSpec spec;
  @Mixin GlobalOptions global;

  @Option(
      names = "--verb",
      paramLabel = "VERB",
      defaultValue = "RUN",
      description = "Which label it is: ${COMPLETION-CANDIDATES} (default: ${DEFAULT-VALUE}).")
  Verb verb;

  @Option(
      names = {"-n", "--name"},
      paramLabel = "NAME",
      description = "The app's name (default: the last part of the image's).")
  @Nullable String name;

  @Option(
      names = "--image",
      paramLabel = "IMAGE",
      defaultValue = "registry.example.com/app:1",
      converter = ReferenceConverter.class,
      description = "The image's reference (default: ${DEFAULT-VALUE}).")
  ImageReference image;

  @Option(
      names = "--env",
      paramLabel = "NAME=VALUE",
      converter = Assignment.Converter.class,
      description = {
        "A variable that a manifest would set. Repeatable.",
        "PWD, HOME, SUDO_UID, SUDO_GID and RUN_OPTS stand for those of a run elsewhere."
      })
  List<Assignment> environment = new ArrayList<>();

  @Option(
      names = "--option",
      paramLabel = "N=TEXT",
      converter = Assignment.Converter.class,
      description = "What $OPT1, $OPT2 or $OPT3 means. Repeatable.")
  List<Assignment> options = new ArrayList<>();

  @Parameters(
      index = "0",
      paramLabel = "TEXT",
      description = "The label's value; - reads it from standard input.")
  String text;

  @Parameters(index = "1..*", paramLabel = "ARG", description = "Words behind the label's own.")
  List<String> args = new ArrayList<>();

  /** {@code --verb}. */
  enum Verb {
    INSTALL(Purpose.INSTALL),
    RUN(Purpose.RUN),
    STOP(Purpose.STOP),
    UNINSTALL(Purpose.UNINSTALL);

    private final Purpose purpose;

    Verb(Purpose purpose) {
      this.purpose = purpose;
    }
  }

  @Override
  public Integer call() throws IOException {
    if (!AppNames.isName(name())) {
      throw new ParameterException(
          spec.commandLine(),
          name == null
              ? "the image's name '%s' cannot be an app's: give one with --name".formatted(name())
              : "--name is '%s', but must be 2 to 63 lower case letters, digits and . _ -"
                  .formatted(name));
    }
    for (var key : Assignment.map(environment).keySet()) {
      if (FIXED.contains(key) || !VARIABLE.matcher(key).matches()) {
        throw new ParameterException(
            spec.commandLine(),
            FIXED.contains(key)
                ? "--env is '%s=…', but that follows from --name, --image and --option"
                    .formatted(key)
                : "--env is '%s=…', but that is no variable's name".formatted(key));
      }
    }
    for (var key : Assignment.map(options).keySet()) {
      if (!List.of("1", "2", "3").contains(key)) {
        throw new ParameterException(
            spec.commandLine(), "--option is '%s=…', but must be 1=, 2= or 3=".formatted(key));
      }
    }
    var reading = LabelReading.of(request(text.equals("-") ? input() : text));
    var console = new Console(global);
    if (console.isText()) {
      console.print(LabelText.of(reading, console.style()));
    } else {
      console.print(LabelText.json(reading));
    }
    return reading.isValid() ? ExitStatus.OK : ExitStatus.INVALID;
  }

  private static String input() throws IOException {
    return new String(System.in.readNBytes(MOST), StandardCharsets.UTF_8).stripTrailing();
  }

  private String name() {
    var repository = image.repository();
    return name == null ? repository.substring(repository.lastIndexOf('/') + 1) : name;
  }

  private LabelRequest request(String value) {
    var caller = Invocation.caller(Attachment.DETACHED);
    var env = Assignment.map(environment);
    var values = new TreeMap<String, EnvValue>();
    env.forEach((key, plain) -> values.put(key, new EnvValue.Plain(plain)));
    CALLERS.forEach(values::remove);
    var app = name();
    return new LabelRequest(
        verb.purpose,
        new CommandText.Label(value),
        new CommandVariables(
            app,
            image.toString(),
            "/etc/" + app,
            "/var/log/" + app,
            "/var/lib/" + app,
            Assignment.map(options),
            env.get("RUN_OPTS"),
            env.getOrDefault("PWD", caller.pwd()),
            env.getOrDefault("HOME", caller.home()),
            env.getOrDefault("SUDO_UID", caller.sudoUid()),
            env.getOrDefault("SUDO_GID", caller.sudoGid()),
            values),
        args,
        List.of("docker"),
        app,
        false,
        Collections.emptySortedMap(),
        values,
        false);
  }
}
