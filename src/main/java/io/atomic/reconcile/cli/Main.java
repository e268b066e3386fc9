package io.atomic.reconcile.cli;

import io.atomic.reconcile.report.ExitStatus;
import io.atomic.reconcile.report.Style;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.Set;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code atomic-reconcile}. */
@Command(
    name = "atomic-reconcile",
    mixinStandardHelpOptions = true,
    versionProvider = Version.class,
    description = "Keeps this host as its manifests say.",
    subcommands = {
      ApplyCommand.class,
      PlanCommand.class,
      ValidateCommand.class,
      StatusCommand.class,
      HistoryCommand.class,
      DriftCommand.class,
      ExplainCommand.class,
      DoctorCommand.class,
      DaemonCommand.class,
      TriggerCommand.class,
      GraphCommand.class,
      ReportCommand.class,
      LabelCommand.class,
      InstallCommand.class,
      RunCommand.class,
      StopCommand.class,
      UninstallCommand.class,
      UpdateCommand.class,
      InfoCommand.class,
      ImageVersionCommand.class,
      HostCommand.class,
      AdoptCommand.class,
      ForgetCommand.class,
      SuspendCommand.class,
      ResumeCommand.class,
      RetryCommand.class,
      RollbackCommand.class,
      ImportCommand.class
    },
    exitCodeListHeading = ExitMeaning.HEADING,
    exitCodeList = {
      " 0:converged, changed or not",
      " 1:a resource failed, was refused, or is held",
      ExitMeaning.CHANGES,
      ExitMeaning.FAILURES,
      ExitMeaning.BOTH,
      ExitMeaning.USAGE,
      ExitMeaning.ENGINE,
      ExitMeaning.LOCKED,
      ExitMeaning.PERMISSION,
      ExitMeaning.MANIFESTS
    },
    footerHeading = "%nExamples:%n",
    footer = {
      "  atomic-reconcile plan",
      "  atomic-reconcile --once",
      "  atomic-reconcile apply --help"
    })
@SuppressWarnings("NullAway.Init") // picocli fills the fields in
public final class Main implements Callable<Integer> {
  /** Verbs whose later words, options included, are for what they run. */
  private static final Set<String> PASSING_ON = Set.of("install", "run", "host");

  @Option(names = "--once", description = "One run: the same as the verb apply.")
  boolean once;

  @Mixin ApplyOptions options;

  @Spec CommandSpec spec;

  public static void main(String[] args) {
    var called = System.getProperty("atomic.called", "");
    System.exit(run(called.equals(Atomic.NAME) ? new Atomic() : new Main(), args));
  }

  static int run(String... args) {
    return run(new Main(), args);
  }

  static int run(Object root, String... args) {
    return commandLine(root).execute(args);
  }

  static CommandLine commandLine(Object root) {
    var commandLine = new CommandLine(root);
    headings(commandLine);
    commandLine
        .getSubcommands()
        .forEach((name, verb) -> {
          verb.setStopAtPositional(PASSING_ON.contains(name));
          headings(verb);
        });
    return commandLine
        .setCaseInsensitiveEnumValuesAllowed(true)
        .setUsageHelpAutoWidth(true)
        .setExpandAtFiles(false)
        .setParameterExceptionHandler(Main::wrongUsage)
        .setExecutionExceptionHandler(Main::bug);
  }

  @Override
  public Integer call() {
    if (!once) {
      throw new ParameterException(
          spec.commandLine(), "say --once for one run, or a verb such as plan or status");
    }
    return new ApplyRun(options).call();
  }

  /** As manual pages have them, of which each verb's help is a short one. */
  private static void headings(CommandLine verb) {
    verb.getCommandSpec()
        .usageMessage()
        .descriptionHeading("%n")
        .parameterListHeading("%nArguments:%n")
        .optionListHeading("%nOptions:%n")
        .commandListHeading("%nVerbs:%n");
  }

  /** One line and a pointer: nobody wants a page of help for a typing mistake. */
  private static int wrongUsage(ParameterException e, String[] args) {
    var text = new StringWriter();
    var lines = new PrintWriter(text);
    lines.println(e.getMessage());
    CommandLine.UnmatchedArgumentException.printSuggestions(e, lines);
    lines.printf("try '%s --help'", e.getCommandLine().getCommandSpec().qualifiedName());
    lines.flush();
    says(e.getCommandLine(), text.toString());
    return ExitStatus.USAGE;
  }

  private static int bug(Exception e, CommandLine commandLine, CommandLine.ParseResult parsed) {
    says(commandLine, "this is a bug of atomic-reconcile: " + e + "\n" + Console.trace(e));
    return ExitStatus.SOFTWARE;
  }

  /** Tells an error in the style that was asked for, as far as the command line was read. */
  private static void says(CommandLine verb, String error) {
    var option = verb.getCommandSpec().findOption("--log-format");
    var choice = option == null ? null : (LogStyle.@Nullable Choice) option.getValue();
    verb.getErr().print(LogStyle.of(choice).error(Style.PLAIN.printed(error.strip())));
    verb.getErr().flush();
  }
}
