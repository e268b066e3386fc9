package io.atomic.reconcile.plan;

import io.atomic.reconcile.label.Prepared;
import io.atomic.reconcile.label.Purpose;
import io.atomic.reconcile.model.App;
import io.atomic.reconcile.model.CommandSpec;
import io.atomic.reconcile.model.HostFacts;
import io.atomic.reconcile.model.ImageReference;
import io.atomic.reconcile.plan.Target.Refusal;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** What comes to light while an app's commands are prepared. */
final class CommandFindings {
  private final App app;
  private final AppCommands commands;
  final List<String> warnings;
  private final TreeSet<String> others = new TreeSet<>();
  @Nullable Refusal refusal;

  CommandFindings(App app, AppCommands commands, List<String> warnings) {
    this.app = app;
    this.commands = commands;
    this.warnings = new ArrayList<>(warnings);
  }

  /** Of several refusals the first is told. */
  void refuse(@Nullable Refusal other) {
    if (refusal == null) {
      refusal = other;
    }
  }

  PlannedCommand.@Nullable Known install(
      @Nullable String label, SortedMap<String, String> marks, boolean nameTaken) {
    return known(
        Purpose.INSTALL,
        commands.prepare(Purpose.INSTALL, label, app.spec().install(), marks, nameTaken));
  }

  PlannedCommand.@Nullable Known known(Purpose purpose, @Nullable Prepared prepared) {
    return switch (prepared) {
      case null -> null;
      case Prepared.Refused refused -> {
        refuse(AppCommands.refusal(refused));
        yield null;
      }
      case Prepared.Ready ready -> {
        others.addAll(ready.images());
        ready.warnings().stream().filter(w -> !warnings.contains(w)).forEach(warnings::add);
        yield planned(purpose, ready);
      }
    };
  }

  /** STOP and UNINSTALL come later: what is wrong with them is said now, and stops nothing. */
  PlannedCommand.@Nullable Known undo(Purpose purpose, @Nullable String label) {
    var none = Collections.<String, String>emptySortedMap();
    return switch (commands.prepare(purpose, label, specOf(purpose), none, false)) {
      case null -> null;
      case Prepared.Refused refused -> {
        warnings.add(AppCommands.refusal(refused).message());
        yield null;
      }
      case Prepared.Ready ready -> planned(purpose, ready);
    };
  }

  private PlannedCommand.Known planned(Purpose purpose, Prepared.Ready ready) {
    return commands.planned(purpose, ready, specOf(purpose));
  }

  private CommandSpec specOf(Purpose purpose) {
    return switch (purpose) {
      case INSTALL -> app.spec().install();
      case RUN, COMPLETE, ATTACHED, TERMINAL -> app.spec().run();
      case STOP -> app.spec().stop();
      case UNINSTALL -> app.spec().uninstall();
    };
  }

  void checkSecrets(HostFacts host) {
    for (var entry : app.spec().env().entrySet()) {
      var value = entry.getValue();
      if (refusal == null
          && value.isSecret()
          && !host.secrets().containsKey(HostFacts.secretKey(value))) {
        refusal =
            new Refusal(
                "tried to read %s for env %s, but it is not there or not readable"
                    .formatted(HostFacts.secretKey(value), entry.getKey()),
                "put it in place, owned by root and mode 0600");
      }
    }
  }

  List<String> missing(ImageIndex index, boolean ownToo) {
    var missing = new ArrayList<String>();
    if (ownToo) {
      missing.add(app.spec().image().toString());
    }
    for (var other : others) {
      if (!isOnDisk(index, other)) {
        missing.add(other);
      }
    }
    return missing;
  }

  private boolean isOnDisk(ImageIndex index, String reference) {
    if (index.byId(reference) != null) {
      return true;
    }
    try {
      return index.find(ImageReference.parse(reference)) != null;
    } catch (IllegalArgumentException _) {
      // Not a reference (an ID, perhaps shortened): the engine will say what it thinks of it.
      return true;
    }
  }
}
