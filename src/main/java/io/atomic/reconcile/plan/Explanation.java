package io.atomic.reconcile.plan;

import io.atomic.reconcile.label.CommandText;
import io.atomic.reconcile.label.Finding;
import io.atomic.reconcile.label.ImageLabels;
import io.atomic.reconcile.label.LabelReading;
import io.atomic.reconcile.label.LabelRequest;
import io.atomic.reconcile.label.Prepared;
import io.atomic.reconcile.label.Preparer;
import io.atomic.reconcile.label.Purpose;
import io.atomic.reconcile.label.Variables;
import io.atomic.reconcile.model.App;
import io.atomic.reconcile.model.AppRecord;
import io.atomic.reconcile.model.AppSpec.AppState;
import io.atomic.reconcile.model.CommandSpec;
import io.atomic.reconcile.model.Image;
import io.atomic.reconcile.model.ImageReference;
import io.atomic.reconcile.model.Installation;
import io.atomic.reconcile.model.Installation.LabelTexts;
import io.atomic.reconcile.model.Observed.EngineView;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Where the label commands of one app come from and what they become on this host, and what decides
 * whether any of them is run.
 *
 * @param image that the app's reference means now; null = it is not on disk, or no engine answers
 * @param commands INSTALL, RUN, STOP, UNINSTALL, in this order
 * @param findings what is odd about the image's labels as such
 * @param comparisons every field that was compared; none = nothing is recorded yet, or no manifest
 *     declares the app
 */
public record Explanation(
    @Nullable Image image,
    List<ExplainedCommand> commands,
    List<Finding> findings,
    List<Comparison> comparisons) {
  public Explanation {
    comparisons = List.copyOf(comparisons);
    commands = List.copyOf(commands);
    findings = List.copyOf(findings);
  }

  /** Who says what is run. */
  public enum Source {
    /** The label of the image on disk. */
    IMAGE,
    /** {@code command} in the manifest. */
    MANIFEST,
    /** What was recorded at installation: an installed app is undone as its own image says. */
    RECORD,
    /** Nobody, so the engine is told to run the image. */
    DEFAULT,
    /** Nobody: the step drops out. */
    NOBODY,
    /** The image, which is not on disk. */
    KNOWN_AFTER_FETCH
  }

  /**
   * One label command.
   *
   * @param text null = there is none, or it is not known
   * @param reading of the text; null as the text is
   * @param argv as it is run, without the labels by which we recognise containers; null = it cannot
   *     be run, or is not known
   * @param variables that the text names, with what they stand for
   */
  public record ExplainedCommand(
      Purpose purpose,
      Source source,
      @Nullable CommandText text,
      @Nullable LabelReading reading,
      @Nullable List<String> argv,
      SortedMap<String, Variables.Value> variables) {
    public ExplainedCommand {
      argv = argv == null ? null : List.copyOf(argv);
      variables = Collections.unmodifiableSortedMap(new TreeMap<>(variables));
    }
  }

  /** Of an app that is declared or recorded; null = it is neither. */
  public static @Nullable Explanation of(Situation situation, String name) {
    var declared = situation.desired().apps().get(name);
    var record = situation.recorded().apps().get(name);
    if (declared != null) {
      var app = declared.resource();
      return new Explainer(situation, app, record).explain(Comparing.of(situation, app, record));
    }
    return record == null
        ? null
        : new Explainer(situation, record.manifest(), record).explain(List.of());
  }

  private static final class Explainer {
    private final App app;
    private final RecordedCommands recordedCommands;
    private final @Nullable Installation installation;
    private final @Nullable Image image;
    private final AppCommands ownCommands;

    Explainer(Situation situation, App app, @Nullable AppRecord record) {
      this.app = app;
      this.recordedCommands = new RecordedCommands(situation);
      this.installation = record == null ? null : record.installation();
      var reference = app.spec().image();
      Image found = null;
      var named = false;
      if (situation.observed().engine() instanceof EngineView.Reached(var kind, _, var all)) {
        var index = new ImageIndex(kind, all);
        found = index.find(reference);
        named = found != null;
        if (found == null && installation != null && isInstalled(reference)) {
          found = index.byId(installation.imageId());
        }
      }
      this.image = found;
      this.ownCommands =
          new AppCommands(
              situation.surroundings(),
              situation.engineCommand(),
              app.name(),
              found == null || named ? reference.toString() : found.id(),
              app.spec().env(),
              app.spec().grants(),
              found == null
                  ? RunOptsFile.Outcome.of(RunOptsFile.recorded(record))
                  : RunOptsFile.read(app, found, situation));
    }

    private boolean isInstalled(ImageReference reference) {
      return installation != null && installation.reference().equals(reference.toString());
    }

    Explanation explain(List<Comparison> comparisons) {
      var texts = texts();
      var commands = new ArrayList<ExplainedCommand>();
      var run = app.spec().state() == AppState.COMPLETED ? Purpose.COMPLETE : Purpose.RUN;
      commands.add(of(Purpose.INSTALL, texts, app.spec().install()));
      commands.add(of(run, texts, app.spec().run()));
      commands.add(undo(Purpose.STOP, texts));
      commands.add(undo(Purpose.UNINSTALL, texts));
      return new Explanation(
          image,
          commands,
          image == null ? List.of() : ImageLabels.of(image.labels()).findings(),
          comparisons);
    }

    /** The labels, as far as anybody knows them; null = nobody does. */
    private @Nullable LabelTexts texts() {
      if (image != null) {
        return ImageLabels.of(image.labels()).texts();
      }
      return installation != null && isInstalled(app.spec().image()) ? installation.labels() : null;
    }

    private ExplainedCommand of(Purpose purpose, @Nullable LabelTexts texts, CommandSpec spec) {
      var label = texts == null ? null : label(purpose, texts);
      if (AppCommands.has(label, spec)) {
        return command(
            purpose,
            spec.command() != null ? Source.MANIFEST : image == null ? Source.RECORD : Source.IMAGE,
            AppCommands.source(label, spec),
            spec,
            ownCommands);
      }
      if (texts == null) {
        return unknown(purpose, Source.KNOWN_AFTER_FETCH);
      }
      return purpose == Purpose.RUN || purpose == Purpose.COMPLETE
          ? command(purpose, Source.DEFAULT, CommandText.defaultRun(purpose), spec, ownCommands)
          : unknown(purpose, Source.NOBODY);
    }

    /** STOP and UNINSTALL are those of what is installed. */
    private ExplainedCommand undo(Purpose purpose, @Nullable LabelTexts texts) {
      var stops = purpose == Purpose.STOP;
      if (installation == null) {
        return of(purpose, texts, stops ? app.spec().stop() : app.spec().uninstall());
      }
      var spec = stops ? installation.stop() : installation.uninstall();
      var label = label(purpose, installation.labels());
      return AppCommands.has(label, spec)
          ? command(
              purpose,
              Source.RECORD,
              AppCommands.source(label, spec),
              spec,
              recordedCommands.commands(installation, app.name()))
          : unknown(purpose, Source.NOBODY);
    }

    private static @Nullable String label(Purpose purpose, LabelTexts texts) {
      return switch (purpose) {
        case INSTALL -> texts.install();
        case RUN, COMPLETE, ATTACHED, TERMINAL -> texts.run();
        case STOP -> texts.stop();
        case UNINSTALL -> texts.uninstall();
      };
    }

    private ExplainedCommand command(
        Purpose purpose, Source source, CommandText text, CommandSpec spec, AppCommands commands) {
      var request = commands.request(purpose, text, spec, Collections.emptySortedMap(), false);
      var reading = LabelReading.of(request);
      return new ExplainedCommand(
          purpose,
          source,
          text,
          reading,
          Preparer.prepare(request) instanceof Prepared.Ready ready ? ready.argv() : null,
          values(request, reading));
    }

    private static SortedMap<String, Variables.Value> values(
        LabelRequest request, LabelReading reading) {
      var values = new TreeMap<String, Variables.Value>();
      for (var variable : reading.variables()) {
        values.put(variable, request.variables().lookup(variable));
      }
      return values;
    }

    private static ExplainedCommand unknown(Purpose purpose, Source source) {
      return new ExplainedCommand(purpose, source, null, null, null, Collections.emptySortedMap());
    }
  }
}
