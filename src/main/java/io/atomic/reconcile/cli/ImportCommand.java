package io.atomic.reconcile.cli;

import io.atomic.reconcile.cycle.EffectException;
import io.atomic.reconcile.model.Observed.EngineView;
import io.atomic.reconcile.plan.Imported;
import io.atomic.reconcile.report.ExitStatus;
import io.atomic.reconcile.report.Format;
import io.atomic.reconcile.state.InstallJson;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code import}: writes manifests of what is there already. */
@Command(
    name = "import",
    mixinStandardHelpOptions = true,
    description = {
      "Print a manifest for each CONTAINER, whoever made it; dropped into a manifest directory, it"
          + " takes the container over as it is.",
      "It names the image, a command that would make an equal container where the image's own would"
          + " not, and the grants that it needs. What looks like a secret is not shown."
          + " Podman does not tell ulimits, sysctls and --init of a container: add them to the"
          + " command if it was made with some.",
      "Nothing is changed, neither the container nor the record.",
      "With --from-atomic: write a manifest for each app that Project Atomic's own tool has"
          + " installed, and record it as installed, so that neither INSTALL nor RUN is repeated."
    },
    exitCodeListHeading = ExitMeaning.HEADING,
    exitCodeList = {
      " 0:the manifests were printed or written",
      " 1:a container could not be imported, or a file is there already",
      ExitMeaning.USAGE,
      ExitMeaning.ENGINE,
      "75:with --from-atomic: another run holds the lock: try again",
      "77:with --from-atomic: not permitted",
      ExitMeaning.SETTINGS
    },
    footerHeading = "%nExamples:%n",
    footer = {
      "  ${COMMAND-FULL-NAME} old-database --write /etc/atomic.d",
      "  ${COMMAND-FULL-NAME} --from-atomic --dry-run"
    })
@SuppressWarnings("NullAway.Init") // picocli fills the fields in
final class ImportCommand implements Callable<Integer> {
  @Spec CommandSpec spec;

  @Mixin GlobalOptions global;

  @Parameters(
      paramLabel = "CONTAINER",
      arity = "0..*",
      description = "The container's exact name, or the beginning of its ID.")
  List<String> containers = new ArrayList<>();

  @Option(
      names = "--write",
      paramLabel = "DIR",
      description =
          "Write each manifest to DIR/NAME.yaml, which must not be there yet; with --from-atomic"
              + " the directory of manifests is the default.")
  @Nullable Path directory;

  @Option(
      names = "--from-atomic",
      paramLabel = "FILE",
      arity = "0..1",
      fallbackValue = "",
      description =
          "Take over what the atomic tool recorded in FILE (default: /var/lib/atomic/install.json)."
              + " [ATOMIC_INSTALL_JSON]")
  @Nullable String fromAtomic;

  @Option(
      names = {"-n", "--dry-run"},
      description = "With --from-atomic: print the manifests, and neither write nor record them.")
  boolean dryRun;

  @Override
  public Integer call() {
    if (global.output == Format.JSON) {
      throw new ParameterException(
          spec.commandLine(), "manifests are YAML: import cannot print them as JSON");
    }
    if (containers.isEmpty() == (fromAtomic == null)) {
      throw new ParameterException(
          spec.commandLine(), "say which CONTAINER to import, or --from-atomic");
    }
    if (dryRun && fromAtomic == null) {
      throw new ParameterException(
          spec.commandLine(), "--dry-run goes with --from-atomic: import itself changes nothing");
    }
    var console = new Console(global);
    var loaded = Sources.settings(global);
    console.problems(loaded.problems());
    if (loaded.hasErrors()) {
      return ExitStatus.INVALID;
    }
    var interruption = Interruption.ofThisThread(console, global.timeout);
    try (interruption) {
      var wiring = new Wiring(global, loaded.settings());
      return switch (wiring.engine().view()) {
        case EngineView.Reached engine -> {
          var found =
              new ImportedContainers(engine, wiring.engine().inspections(), wiring.host().prefix());
          if (fromAtomic != null) {
            yield new AtomicTakeover(global, console, wiring, interruption)
                .of(InstallJson.read(record(fromAtomic)), engine, found, directory, dryRun);
          }
          new ImportedManifests(console, directory).put(imported(found));
          yield ExitStatus.OK;
        }
        case EngineView.Unreachable(var message, var remedy) -> {
          console.problem(new EffectException(message, remedy, null));
          yield ExitStatus.UNAVAILABLE;
        }
        case EngineView.NotAsked _ -> throw new IllegalStateException("it was asked");
      };
    } catch (EffectException e) {
      console.problem(e);
      return ExitStatus.of(e);
    } catch (InterruptedException _) {
      console.error("tried to import, but %s".formatted(interruption.reason()));
      return ExitStatus.FAILED;
    }
  }

  /** Where the atomic tool keeps its record, by its own rules. */
  private Path record(String named) {
    if (!named.isEmpty()) {
      return Path.of(named);
    }
    var file = System.getenv("ATOMIC_INSTALL_JSON");
    return file == null || file.isBlank()
        ? global.rootOrDefault().resolve("var/lib/atomic/install.json")
        : Path.of(file);
  }

  private List<Imported> imported(ImportedContainers found)
      throws EffectException, InterruptedException {
    var imported = new ArrayList<Imported>();
    for (var container : containers) {
      imported.add(found.imported(container));
    }
    return imported;
  }
}
