package io.atomic.reconcile.plan;

import io.atomic.reconcile.label.CommandText;
import io.atomic.reconcile.label.ImageLabels;
import io.atomic.reconcile.label.Prepared;
import io.atomic.reconcile.label.Purpose;
import io.atomic.reconcile.model.App;
import io.atomic.reconcile.model.AppRecord;
import io.atomic.reconcile.model.AppSpec.AppState;
import io.atomic.reconcile.model.Fingerprint;
import io.atomic.reconcile.model.Image;
import io.atomic.reconcile.model.Installation;
import io.atomic.reconcile.model.ProvenVersion;
import io.atomic.reconcile.plan.Target.Commands;
import java.util.Collections;
import java.util.List;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Brings a manifest together with the image that its reference resolves to now. */
final class TargetResolver {
  private final Situation situation;
  private final ImageIndex images;

  TargetResolver(Situation situation, ImageIndex images) {
    this.situation = situation;
    this.images = images;
  }

  /** The target of a declared app, of the version that is on disk. */
  Target resolve(App app, @Nullable String place, @Nullable AppRecord record) {
    var image = images.find(app.spec().image());
    var installation = record == null ? null : record.installation();
    if (image == null
        && installation != null
        && installation.reference().equals(app.spec().image().toString())) {
      // The name is gone from the engine, not the image: nothing has changed for the app.
      image = images.byId(installation.imageId());
      if (image == null) {
        return remembered(app, place, installation, record);
      }
    }
    return target(app, place, image);
  }

  /** The target of a declared app, of the version that it is to take now. */
  Target resolveWanted(App app, @Nullable String place, @Nullable AppRecord record) {
    return offer(app, record) instanceof Offer.Due(var meaning)
        ? unfetched(app, place, meaning.digest())
        : resolve(app, place, record);
  }

  /** What the app's registry has to offer. */
  Offer offer(App app, @Nullable AppRecord record) {
    return Offer.to(
        app.spec(),
        record,
        onDisk(app, record),
        situation.observed().sightings().get(app.name()),
        situation.windows().ofUpdate(app.spec().update().window()),
        situation.observed().at());
  }

  private @Nullable Image onDisk(App app, @Nullable AppRecord record) {
    var named = images.find(app.spec().image());
    return named != null || record == null || record.installation() == null
        ? named
        : images.byId(record.installation().imageId());
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
        ? remembered(app, record.place(), installation, record)
        : target(app, record.place(), image);
  }

  /** The target of an app that is to be a version again that proved itself. */
  Target resolveProven(ProvenVersion version, @Nullable String place, AppRecord record) {
    var image = images.byId(version.imageId());
    var target =
        image == null
            ? remembered(version.manifest(), place, version.installation(), record)
            : target(version.manifest(), place, image);
    // What secrets and watched files hold by now is what it went back from, perhaps.
    return target.withContents(version.contents());
  }

  /**
   * An image that was removed from disk changes nothing for the app: its record says what it is.
   */
  private Target remembered(
      App app, @Nullable String place, Installation installation, @Nullable AppRecord record) {
    var labels = new TreeMap<String, String>();
    put(labels, Purpose.INSTALL, installation.labels().install());
    put(labels, Purpose.RUN, installation.labels().run());
    put(labels, Purpose.STOP, installation.labels().stop());
    put(labels, Purpose.UNINSTALL, installation.labels().uninstall());
    var image = new Image(installation.imageId(), List.of(), List.of(), labels);
    var contents = Inputs.contents(app, situation.observed().host());
    var runOpts = RunOptsFile.Outcome.of(RunOptsFile.recorded(record));
    return withImage(app, place, image, contents, true, runOpts);
  }

  private static void put(
      SortedMap<String, String> labels, Purpose purpose, @Nullable String text) {
    if (text != null) {
      labels.put(purpose.label(), text);
    }
  }

  private Target target(App app, @Nullable String place, @Nullable Image image) {
    if (image == null) {
      return unfetched(app, place, null);
    }
    var contents = Inputs.contents(app, situation.observed().host());
    return withImage(app, place, image, contents, false, RunOptsFile.read(app, image, situation));
  }

  private Target unfetched(App app, @Nullable String place, @Nullable String digest) {
    return new Target(
        app,
        place,
        null,
        null,
        null,
        Inputs.contents(app, situation.observed().host()),
        null,
        List.of(app.spec().image().toString()),
        digest,
        null,
        List.of());
  }

  private Target withImage(
      App app,
      @Nullable String place,
      Image image,
      SortedMap<String, String> contents,
      boolean toBeFetched,
      RunOptsFile.Outcome runOpts) {
    var labels = ImageLabels.of(image.labels());
    var texts = labels.texts();
    var spec = app.spec();
    var commands =
        commands(app, toBeFetched ? spec.image().toString() : imageWord(app, image), runOpts);
    var findings = new CommandFindings(app, commands, labels.warnings());

    // First to learn which variables they use, then with the labels that follow from them.
    var none = Collections.<String, String>emptySortedMap();
    var used =
        variables(commands.prepare(Purpose.INSTALL, texts.install(), spec.install(), none, false));
    var install = Inputs.install(app, image.id(), texts.install(), used);
    var purpose = spec.state() == AppState.COMPLETED ? Purpose.COMPLETE : purposeOfRun();
    var source =
        AppCommands.has(texts.run(), spec.run())
            ? AppCommands.source(texts.run(), spec.run())
            : CommandText.defaultRun(purpose);
    var usesRunOpts =
        variables(commands.prepare(purpose, source, spec.run(), none, false))
            .contains(Inputs.RUN_OPTS);
    var run = Inputs.run(app, texts.run(), install, usesRunOpts ? runOpts.text() : null);

    var marks = marks(app, Purpose.INSTALL, image, install, run);
    var installCommand = findings.install(texts.install(), marks, false);
    var besides = findings.install(texts.install(), marks, true);
    if (usesRunOpts) {
      findings.refuse(runOpts.refusal());
    }
    var runCommand =
        findings.known(
            purpose,
            commands.prepare(
                purpose, source, spec.run(), marks(app, Purpose.RUN, image, install, run), false));
    findings.checkSecrets(situation.observed().host());
    var stop = findings.undo(Purpose.STOP, texts.stop());
    var uninstall = findings.undo(Purpose.UNINSTALL, texts.uninstall());
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
        null,
        findings.refusal,
        findings.warnings);
  }

  private AppCommands commands(App app, String imageWord, RunOptsFile.Outcome runOpts) {
    return new AppCommands(
        situation.surroundings(),
        situation.engineCommand(),
        app.name(),
        imageWord,
        app.spec().env(),
        app.spec().grants(),
        runOpts);
  }

  private static SortedSet<String> variables(@Nullable Prepared prepared) {
    return prepared instanceof Prepared.Ready ready
        ? ready.variables()
        : Collections.emptySortedSet();
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
}
