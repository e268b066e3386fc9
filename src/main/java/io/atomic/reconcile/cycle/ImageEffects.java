package io.atomic.reconcile.cycle;

import io.atomic.reconcile.cycle.Effects.Context;
import io.atomic.reconcile.cycle.StepResult.Outcome;
import io.atomic.reconcile.model.AppRecord;
import io.atomic.reconcile.model.ImageReference;
import io.atomic.reconcile.plan.AppAction;
import java.util.List;
import java.util.Objects;
import java.util.function.Consumer;

/** Images come, by the leave of settings and disk, and those that nothing needs go. */
final class ImageEffects {
  private final Engine engine;
  private final Gatekeeper gatekeeper;
  private final DiskCheck disk;
  private final Ledger ledger;

  ImageEffects(Engine engine, Gatekeeper gatekeeper, DiskCheck disk, Ledger ledger) {
    this.engine = engine;
    this.gatekeeper = gatekeeper;
    this.disk = disk;
    this.ledger = ledger;
  }

  Outcome fetch(AppAction.Fetch fetch, Context context)
      throws EffectException, InterruptedException {
    for (var reference : fetch.references()) {
      gatekeeper.admit(reference);
      var before = engine.imageId(reference);
      var after = pull(reference, fetch, context);
      if (!after.equals(before)) {
        ledger.update(
            AppRecord.of(fetch.manifest(), fetch.place()), record -> record.withPulled(after));
      }
    }
    return new Outcome.Done(null);
  }

  /** By digest where it is known which version is meant, lest the tag has moved on since. */
  private String pull(String reference, AppAction.Fetch fetch, Context context)
      throws EffectException, InterruptedException {
    Consumer<String> progress = line -> context.doing().accept(reference + ": " + line);
    var image = fetch.manifest().spec().image();
    var digest = fetch.digest();
    if (digest == null || !reference.equals(image.toString())) {
      return pull(reference, progress);
    }
    var pinned = image.withDigest(digest).toString();
    // Another app of the same image may have fetched it a moment ago.
    var present = engine.imageId(pinned);
    var id = present == null ? pull(pinned, progress) : present;
    engine.tag(id, image.name(), Objects.requireNonNull(image.effectiveTag()));
    ledger.update(
        fetch.app(),
        record ->
            record.sighting() == null
                ? record
                : record.withSighting(record.sighting().fetchedAs(digest, id)));
    return id;
  }

  private String pull(String reference, Consumer<String> progress)
      throws EffectException, InterruptedException {
    try (var _ = disk.promise(ImageReference.parse(reference))) {
      return engine.pull(reference, progress);
    } catch (IllegalArgumentException e) {
      throw new EffectException(
          "tried to pull '%s', but %s".formatted(reference, e.getMessage()), null, e);
    }
  }

  Outcome remove(AppAction.RemoveImage remove) throws EffectException, InterruptedException {
    var names = remove.references().isEmpty() ? List.of(remove.imageId()) : remove.references();
    for (var name : names) {
      if (!engine.untag(name)) {
        // By something that no list shows: whoever has it has it, and we would try for ever.
        ledger.update(remove.app(), record -> record.withoutPulled(remove.imageId()));
        return new Outcome.DroppedOut("'%s' is in use".formatted(name));
      }
    }
    ledger.update(remove.app(), record -> record.withoutImage(remove.imageId()));
    return new Outcome.Done(null);
  }
}
