package io.atomic.reconcile.cli;

import io.atomic.reconcile.cycle.Cycle;
import io.atomic.reconcile.cycle.Cycle.Look;
import io.atomic.reconcile.cycle.Cycle.Proposal;
import io.atomic.reconcile.cycle.EffectException;
import io.atomic.reconcile.cycle.Targets;
import io.atomic.reconcile.model.Durations;
import io.atomic.reconcile.policy.MassDeletion;
import io.atomic.reconcile.report.AppStatus;
import io.atomic.reconcile.report.ExitStatus;
import io.atomic.reconcile.report.HostStatus;
import io.atomic.reconcile.report.PlanText;
import io.atomic.reconcile.report.StatusJson;
import io.atomic.reconcile.report.StatusTable;
import io.atomic.reconcile.report.StatusText;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.Callable;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;
import tools.jackson.databind.JsonNode;

/** {@code status}: how the host and the apps are. */
@Command(
    name = "status",
    mixinStandardHelpOptions = true,
    description = {
      "Show how the host and the apps are and whether they are what the manifests say; changes"
          + " nothing.",
      "The host is asked for as 'host' or Host/NAME, where no app is called that."
    },
    exitCodeListHeading = ExitMeaning.HEADING,
    exitCodeList = {
      " 0:nothing is held, or somebody has watched long enough",
      " 1:an app or the host is held, or the next run would be refused",
      ExitMeaning.USAGE_OR_RESOURCE,
      ExitMeaning.ENGINE_UNKNOWN,
      ExitMeaning.PERMISSION,
      ExitMeaning.INVALID_MANIFEST
    },
    footerHeading = "%nExamples:%n",
    footer = {
      "  ${COMMAND-FULL-NAME}",
      "  ${COMMAND-FULL-NAME} web",
      "  ${COMMAND-FULL-NAME} host",
      "  ${COMMAND-FULL-NAME} --watch=5s",
      "  ${COMMAND-FULL-NAME} -l tier=front -o json"
    })
@SuppressWarnings("NullAway.Init") // picocli fills the fields in
final class StatusCommand implements Callable<Integer> {
  private static final Duration LEAST_INTERVAL = Duration.ofMillis(100);

  @Spec CommandSpec spec;
  @Mixin GlobalOptions global;
  @Mixin SelectionOptions selection;

  @Parameters(
      paramLabel = "APP",
      arity = "0..1",
      description = "Show everything about one app, or about the host.")
  @Nullable String name;

  @Option(
      names = "--watch",
      paramLabel = "INTERVAL",
      arity = "0..1",
      fallbackValue = "2s",
      converter = DurationConverter.class,
      description =
          "Look again every INTERVAL (2s; 100ms at least), until it is interrupted: in place on a"
              + " terminal, elsewhere a new table with every change.")
  @Nullable Duration watch;

  @Override
  public Integer call() {
    if (watch != null) {
      return watched(watch);
    }
    return VerbRun.look(global, targets(), this::cycle, this::show);
  }

  private Targets targets() {
    return selection.targets(name == null ? List.of() : List.of(name));
  }

  private Cycle cycle(Wiring wiring, Console console) throws EffectException {
    return wiring.looking(new MassDeletion(false, null), console.progress());
  }

  private int watched(Duration interval) {
    if (interval.compareTo(LEAST_INTERVAL) < 0) {
      throw new ParameterException(
          spec.commandLine(),
          "--watch needs an interval of at least %s: looks cost something"
              .formatted(Durations.text(LEAST_INTERVAL)));
    }
    return VerbRun.of(
        global,
        "watch this host",
        (wiring, console, _) -> {
          new StatusWatch(interval)
              .show(() -> seen(wiring, console), Objects.requireNonNull(System.out));
          return ExitStatus.OK;
        });
  }

  /** Hangs up after each look: the next one may be hours away, and somebody watches for weeks. */
  private String seen(Wiring wiring, Console console) throws EffectException, InterruptedException {
    try (var now = wiring.anew()) {
      return switch (cycle(now, console).look(targets())) {
        case Look.UnknownApp(var message) -> throw EffectException.unknownApp(message);
        case Look.Seen(var proposal) -> console.rendered(text(console, proposal), json(proposal));
      };
    }
  }

  private static Supplier<JsonNode> json(Proposal proposal) {
    return () -> StatusJson.of(proposal, HostStatus.of(proposal), AppStatus.all(proposal));
  }

  private Supplier<String> text(Console console, Proposal proposal) {
    return () -> {
      var host = HostStatus.of(proposal);
      var apps = AppStatus.all(proposal);
      if (name == null) {
        return StatusTable.of(host, apps, console.style()) + PlanText.nextOpening(proposal.plan());
      }
      var text = new StringBuilder();
      if (host != null) {
        text.append(StatusText.of(host, console.style()));
      }
      apps.forEach(one -> text.append(StatusText.of(one, console.style())));
      return text.toString();
    };
  }

  private int show(Console console, Proposal proposal) {
    console.show(console.rendered(text(console, proposal), json(proposal)));
    console.problems(proposal.situation().desired().problems());
    return ExitStatus.of(proposal, false);
  }
}
