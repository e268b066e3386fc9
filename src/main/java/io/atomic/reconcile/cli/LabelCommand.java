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
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.Callable;
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
          + " wrong with it. Needs no engine and changes nothing.",
      "Exits 78 if it could not be run."
    },
    footer = {
      "%nExample:",
      "  atomic-reconcile label --verb INSTALL 'docker run --rm -v /:/host IMAGE /install.sh'"
    })
@SuppressWarnings("NullAway.Init") // picocli fills the fields in
final class LabelCommand implements Callable<Integer> {
  /** Longer ones are refused by the expansion; no need to read more of them. */
  private static final int MOST = 4 * 1024 * 1024;

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
      defaultValue = "app",
      description = "The app's name (default: ${DEFAULT-VALUE}).")
  String name;

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
      description = "A variable that a manifest would set. Repeatable.")
  Map<String, String> env = new LinkedHashMap<>();

  @Option(
      names = "--option",
      paramLabel = "N=TEXT",
      description = "What $OPT1, $OPT2 or $OPT3 means. Repeatable.")
  Map<String, String> options = new LinkedHashMap<>();

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
    if (!AppNames.isName(name)) {
      throw new ParameterException(
          spec.commandLine(),
          "--name is '%s', but must be 2 to 63 lower case letters, digits and . _ -"
              .formatted(name));
    }
    for (var key : options.keySet()) {
      if (!List.of("1", "2", "3").contains(key)) {
        throw new ParameterException(
            spec.commandLine(), "--option is '%s=…', but must be 1=, 2= or 3=".formatted(key));
      }
    }
    var reading = LabelReading.of(request(text.equals("-") ? input() : text));
    var console = new Console(global);
    console.print(
        global.output.render(
            () -> LabelText.of(reading, console.style()), () -> LabelText.json(reading)));
    return reading.isValid() ? ExitStatus.OK : ExitStatus.INVALID;
  }

  private static String input() throws IOException {
    return new String(System.in.readNBytes(MOST), StandardCharsets.UTF_8).stripTrailing();
  }

  private LabelRequest request(String value) {
    var caller = Wiring.caller(Attachment.DETACHED);
    var values = new TreeMap<String, EnvValue>();
    env.forEach((key, plain) -> values.put(key, new EnvValue.Plain(plain)));
    return new LabelRequest(
        verb.purpose,
        new CommandText.Label(value),
        new CommandVariables(
            name,
            image.toString(),
            "/etc/" + name,
            "/var/log/" + name,
            "/var/lib/" + name,
            new TreeMap<>(options),
            null,
            caller.pwd(),
            caller.home(),
            caller.sudoUid(),
            caller.sudoGid(),
            values),
        args,
        List.of("docker"),
        name,
        false,
        Collections.emptySortedMap(),
        values);
  }
}
