package io.atomic.reconcile.report;

import io.atomic.reconcile.cycle.Cycle.Proposal;
import io.atomic.reconcile.label.CommandText;
import io.atomic.reconcile.label.Finding;
import io.atomic.reconcile.label.ShellWords;
import io.atomic.reconcile.label.Variables;
import io.atomic.reconcile.model.Image;
import io.atomic.reconcile.model.Observed.EngineView;
import io.atomic.reconcile.model.Printable;
import io.atomic.reconcile.plan.BootConsent;
import io.atomic.reconcile.plan.Change;
import io.atomic.reconcile.plan.Comparison;
import io.atomic.reconcile.plan.Explanation;
import io.atomic.reconcile.plan.Explanation.ExplainedCommand;
import io.atomic.reconcile.plan.HostExplanation;
import io.atomic.reconcile.policy.AppGrants;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Everything about one app, or the host, for people: what {@code status} says, and why. */
public final class ExplainText {
  private final Style style;
  private final StringBuilder text = new StringBuilder();

  private ExplainText(Style style) {
    this.style = style;
  }

  public static String of(
      Proposal proposal, ResourceStatus status, Style style, PlanText.Detail detail) {
    return new ExplainText(style).render(proposal, status, detail);
  }

  private String render(Proposal proposal, ResourceStatus status, PlanText.Detail detail) {
    text.append(StatusText.of(status, style));
    var comparisons =
        switch (status) {
          case AppStatus app -> app(proposal, app);
          case HostStatus _ -> host(proposal);
        };
    if (!comparisons.isEmpty()) {
      text.append(style.strong("Compared")).append('\n');
      comparisons(comparisons, detail);
    }
    plan(proposal, status, detail);
    return text.toString();
  }

  /** What is special about apps, and what was compared of it. */
  private List<Comparison> app(Proposal proposal, AppStatus status) {
    var id = status.id();
    var explanation = Explanation.of(proposal.situation(), id.name());
    if (explanation != null) {
      var image = explanation.image();
      text.append(style.strong("On disk")).append('\n');
      line(
          image != null
              ? "image " + Image.shortId(image.id())
              : proposal.situation().observed().engine() instanceof EngineView.Reached
                  ? "the image is not on disk: what its labels say is known after fetch"
                  : "nobody knows: the engine was not reached");
      explanation.findings().forEach(this::finding);
      explanation.commands().forEach(this::command);
    }
    grants(proposal.grants().getOrDefault(id, AppGrants.NONE));
    var record = proposal.situation().recorded().apps().get(id.name());
    if (record != null) {
      text.append(style.strong("Made by us")).append('\n');
      line("containers: " + listed(record.containers()));
      line("directories: " + listed(record.directories()));
      line("images pulled: " + listed(record.pulled()));
    }
    return explanation == null ? List.of() : explanation.comparisons();
  }

  /** What is special about the host, and what of the deployment that boots next was compared. */
  private List<Comparison> host(Proposal proposal) {
    var declared = proposal.situation().desired().host();
    if (declared != null) {
      var policy = declared.resource().spec().reboot();
      text.append(style.strong("Reboot")).append('\n');
      line("strategy: " + Tree.word(policy.strategy()));
      if (policy.window() != null) {
        line("window: " + policy.window());
      }
      if (policy.gateFile() != null) {
        line("gate file: " + policy.gateFile());
      }
      var lock = policy.fleetLock();
      if (lock != null) {
        line("lock: of group %s at %s".formatted(lock.group(), lock.url()));
      }
      line("inhibitors and sessions: " + Tree.word(policy.inhibit()));
      line(
          switch (proposal.situation().boot()) {
            case BootConsent.Given _ when lock != null -> "now: yes, once its lock is given";
            case BootConsent.Given _ -> "now: yes";
            case BootConsent.Withheld(var reason, var why, _) ->
                "now: no (%s): %s".formatted(reason, why);
          });
    }
    return HostExplanation.of(proposal.situation());
  }

  /** In brief only what differs; the manifest has many fields that nobody has set. */
  private void comparisons(List<Comparison> comparisons, PlanText.Detail detail) {
    var shown =
        comparisons.stream()
            .filter(one -> detail == PlanText.Detail.WHOLE || !one.equal())
            .toList();
    shown.forEach(this::comparison);
    if (shown.size() < comparisons.size()) {
      var rest = comparisons.size() - shown.size();
      line(
          shown.isEmpty()
              ? "all %d fields are as they should be (-v shows them)".formatted(rest)
              : "%d more are as they should be (-v shows them)".formatted(rest));
    }
  }

  private void comparison(Comparison one) {
    var group = "%-8s ".formatted(Tree.word(one.group()));
    line(
        one.equal()
            ? style.faint("= %s%s: %s".formatted(group, one.field(), shown(one.after())))
            : style.changed("≠")
                + " %s%s: %s → %s"
                    .formatted(group, one.field(), shown(one.before()), shown(one.after())));
  }

  private static String shown(@Nullable String value) {
    return value == null ? "nothing" : value.isEmpty() ? "''" : oneLine(value);
  }

  private void command(ExplainedCommand command) {
    text.append(style.strong(command.purpose().label())).append(style.faint(source(command)));
    text.append('\n');
    switch (command.text()) {
      case CommandText.Label(var label) -> line("says   " + oneLine(label));
      case CommandText.Words(var words) -> line("says   " + ShellWords.join(words));
      case null -> {}
    }
    if (command.argv() != null) {
      line("runs   " + ShellWords.join(command.argv()));
    }
    if (!command.variables().isEmpty()) {
      line(
          "with   "
              + command.variables().entrySet().stream()
                  .map(ExplainText::variable)
                  .collect(Collectors.joining(" ")));
    }
    var reading = command.reading();
    if (reading != null) {
      if (!reading.grants().isEmpty()) {
        line("needs  " + style.changed(listed(reading.grants())));
      }
      reading.findings().forEach(this::finding);
    }
  }

  private static String source(ExplainedCommand command) {
    return switch (command.source()) {
      case IMAGE -> "  by the image's label";
      case MANIFEST -> "  by the manifest's command";
      case RECORD -> "  as recorded when it was installed";
      case DEFAULT -> "  the image has none: the engine runs it";
      case NOBODY -> "  none: the step drops out";
      case KNOWN_AFTER_FETCH -> "  known after fetch";
    };
  }

  private static String variable(Map.Entry<String, Variables.Value> variable) {
    return switch (variable.getValue()) {
      case Variables.Value.Plain(var value) -> variable.getKey() + "=" + ShellWords.quote(value);
      case Variables.Value.Secret _ -> variable.getKey() + "=(secret)";
      case Variables.Value.Unset _ -> variable.getKey() + " (not set)";
    };
  }

  private void grants(AppGrants grants) {
    text.append(style.strong("Grants")).append('\n');
    line("given: " + listed(grants.granted()));
    if (!grants.missing().isEmpty()) {
      line(style.bad("missing: ") + listed(grants.missing()));
    }
    if (grants.message() != null) {
      line(oneLine(grants.message()));
    }
  }

  private void plan(Proposal proposal, ResourceStatus status, PlanText.Detail detail) {
    text.append(style.strong("Next run")).append('\n');
    var plan = proposal.plan();
    var change = plan.changes().get(status.id());
    if (change == null) {
      line("nothing is planned for it");
      return;
    }
    text.append(PlanText.of(status.id(), change, plan.stepsOf(status.id()), style, detail));
    if (change instanceof Change.Keep && change.differences().isEmpty()) {
      line("nothing to do");
    }
  }

  private void finding(Finding finding) {
    line(style.changed(Explained.line(finding)));
  }

  private void line(String content) {
    text.append("  ").append(Printable.line(content)).append('\n');
  }

  private static String listed(Collection<String> values) {
    return values.isEmpty() ? "none" : oneLine(String.join(", ", values));
  }

  private static String oneLine(String value) {
    return value.strip().replaceAll("\\s+", " ");
  }
}
