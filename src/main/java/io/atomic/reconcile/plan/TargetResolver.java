package io.atomic.reconcile.plan;

import io.atomic.reconcile.label.ImageLabels;
import io.atomic.reconcile.label.Prepared;
import io.atomic.reconcile.label.Purpose;
import io.atomic.reconcile.model.App;
import io.atomic.reconcile.model.AppRecord;
import io.atomic.reconcile.model.AppSpec.AppState;
import io.atomic.reconcile.model.CommandSpec;
import io.atomic.reconcile.model.Fingerprint;
import io.atomic.reconcile.model.HostFacts;
import io.atomic.reconcile.model.Image;
import io.atomic.reconcile.model.ImageReference;
import io.atomic.reconcile.model.Installation;
import io.atomic.reconcile.plan.Target.Commands;
import io.atomic.reconcile.plan.Target.Refusal;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** Brings a manifest together with the image that its reference resolves to now. */
final class TargetResolver {
  private final Situation situation;
  private final ImageIndex images;
  private final CommandFactory factory;

  TargetResolver(Situation situation, ImageIndex images) {
    this.situation = situation;
    this.images = images;
    this.factory = new CommandFactory(situation);
  }

  /** The target of a declared app. */
  Target resolve(App app, @Nullable String place, @Nullable AppRecord record) {
    var image = images.find(app.spec().image());
    var installation = record == null ? null : record.installation();
    if (image == null
        && installation != null
        && installation.reference().equals(app.spec().image().toString())) {
      // The name is gone from the engine, not the image: nothing has changed for the app.
      image = images.byId(installation.imageId());
      if (image == null) {
        return remembered(app, place, installation);
      }
    }
    return target(app, place, image);
  }

  /** The target of an app that is to stay as it was recorded. */
  Target resolveRecorded(AppRecord record) {
    var app = record.manifest();
    var installation = record.installation();
    if (installation == null) {
      return target(app, record.place(), images.find(app.spec().image()));
    }
    var image = images.byId(installation.imageId());
    return image == null
        ? remembered(app, record.place(), installation)
        : target(app, record.place(), image);
  }

  /**
   * An image that was removed from disk changes nothing for the app: its record says what it is.
   */
  private Target remembered(App app, @Nullable String place, Installation installation) {
    var labels = new TreeMap<String, String>();
    put(labels, Purpose.INSTALL, installation.labels().install());
    put(labels, Purpose.RUN, installation.labels().run());
    put(labels, Purpose.STOP, installation.labels().stop());
    put(labels, Purpose.UNINSTALL, installation.labels().uninstall());
    var image = new Image(installation.imageId(), List.of(), List.of(), labels);
    return withImage(app, place, image, Inputs.contents(app, situation.observed().host()), true);
  }

  private static void put(
      SortedMap<String, String> labels, Purpose purpose, @Nullable String text) {
    if (text != null) {
      labels.put(purpose.label(), text);
    }
  }

  private Target target(App app, @Nullable String place, @Nullable Image image) {
    var contents = Inputs.contents(app, situation.observed().host());
    if (image == null) {
      return new Target(
          app,
          place,
          null,
          null,
          null,
          contents,
          null,
          List.of(app.spec().image().toString()),
          null,
          List.of());
    }
    return withImage(app, place, image, contents, false);
  }

  private Target withImage(
      App app,
      @Nullable String place,
      Image image,
      SortedMap<String, String> contents,
      boolean toBeFetched) {
    var labels = ImageLabels.of(image.labels());
    var texts = labels.texts();
    var imageWord = toBeFetched ? app.spec().image().toString() : imageWord(app, image);
    var request = factory.forApp(app, imageWord);
    var findings = new Findings(app, imageWord, labels.warnings());

    // First to learn which variables INSTALL uses, then with the labels that follow from them.
    var sketch = request.install(texts.install(), Collections.emptySortedMap(), false);
    var used =
        sketch instanceof Prepared.Ready ready
            ? ready.variables()
            : Collections.<String>emptySortedSet();
    var install = Inputs.install(app, image.id(), texts.install(), used);
    var run = Inputs.run(app, texts.run(), install);

    var marks = marks(app, Purpose.INSTALL, image, install, run);
    var installCommand =
        findings.known(Purpose.INSTALL, request.install(texts.install(), marks, false));
    var besides = findings.known(Purpose.INSTALL, request.install(texts.install(), marks, true));
    var purpose = app.spec().state() == AppState.COMPLETED ? Purpose.COMPLETE : purposeOfRun();
    var runCommand =
        findings.known(
            purpose,
            request.run(purpose, texts.run(), marks(app, Purpose.RUN, image, install, run)));
    findings.checkSecrets(situation.observed().host());
    var stop = findings.undo(Purpose.STOP, request, texts.stop());
    var uninstall = findings.undo(Purpose.UNINSTALL, request, texts.uninstall());
    return new Target(
        app,
        place,
        image,
        install,
        run,
        contents,
        runCommand == null
            ? null
            : new Commands(installCommand, besides, runCommand, stop, uninstall, texts),
        findings.missing(images, toBeFetched),
        findings.refusal,
        findings.warnings);
  }

  private Purpose purposeOfRun() {
    return switch (situation.surroundings().caller().attachment()) {
      case DETACHED -> Purpose.RUN;
      case ATTACHED -> Purpose.ATTACHED;
      case TERMINAL -> Purpose.TERMINAL;
    };
  }

  private static SortedMap<String, String> marks(
      App app, Purpose purpose, Image image, Fingerprint install, Fingerprint run) {
    return ContainerLabels.of(app.name(), purpose.field(), image.id(), install, run);
  }

  /** IMAGE: as written, while that means this image; else its ID. */
  private String imageWord(App app, Image image) {
    var found = images.find(app.spec().image());
    return found != null && found.id().equals(image.id())
        ? app.spec().image().toString()
        : image.id();
  }

  /** What comes to light while an app's commands are prepared. */
  private final class Findings {
    private final App app;
    private final String image;
    private final List<String> warnings;
    private final TreeSet<String> others = new TreeSet<>();
    private @Nullable Refusal refusal;

    Findings(App app, String image, List<String> warnings) {
      this.app = app;
      this.image = image;
      this.warnings = new ArrayList<>(warnings);
    }

    PlannedCommand.@Nullable Known known(Purpose purpose, @Nullable Prepared prepared) {
      return switch (prepared) {
        case null -> null;
        case Prepared.Refused refused -> {
          if (refusal == null) {
            refusal = CommandFactory.refusal(refused);
          }
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
    PlannedCommand.@Nullable Known undo(
        Purpose purpose, CommandFactory.ForApp request, @Nullable String label) {
      return switch (request.undo(purpose, label, specOf(purpose))) {
        case null -> null;
        case Prepared.Refused refused -> {
          warnings.add(CommandFactory.refusal(refused).message());
          yield null;
        }
        case Prepared.Ready ready -> planned(purpose, ready);
      };
    }

    private PlannedCommand.Known planned(Purpose purpose, Prepared.Ready ready) {
      var spec = app.spec();
      return factory.planned(
          purpose, ready, app.name(), image, specOf(purpose), spec.env(), spec.grants());
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
}
