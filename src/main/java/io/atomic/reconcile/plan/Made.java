package io.atomic.reconcile.plan;

import io.atomic.reconcile.model.Installation;
import io.atomic.reconcile.model.Installation.Phase;
import io.atomic.reconcile.model.Launch;
import io.atomic.reconcile.plan.Change.Converge;
import io.atomic.reconcile.plan.Change.Need;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * What there is to record once the steps of a change have succeeded; null while known after fetch.
 */
final class Made {
  private final Converge change;
  private final Target target;
  private final Situation situation;

  Made(Converge change, Situation situation) {
    this.change = change;
    this.target = change.target();
    this.situation = situation;
  }

  /** Times and phases are filled in when it is recorded: a plan knows no clock. */
  @Nullable Installation installation() {
    var image = target.image();
    var commands = target.commands();
    var inputs = target.install();
    if (image == null || commands == null || inputs == null) {
      return null;
    }
    var spec = target.app().spec();
    return new Installation(
        Phase.INSTALLED,
        spec.image().toString(),
        image.id(),
        commands.labels(),
        spec.stop(),
        spec.uninstall(),
        spec.env(),
        spec.grants(),
        inputs,
        target.contentsOf(inputs),
        Instant.EPOCH,
        new Installation.Resolution(
            Offer.digestOf(image, spec.image()), situation.observed().at()));
  }

  @Nullable Installation installationIfChanged() {
    var installed =
        change.standing().record() == null ? null : change.standing().record().installation();
    return installed != null && !change.needs(Need.REPLACE) ? null : installation();
  }

  @Nullable Launch launch() {
    var image = target.image();
    var inputs = target.run();
    return image == null || inputs == null
        ? null
        : new Launch(
            image.id(),
            null,
            inputs,
            target.contentsOf(inputs),
            Instant.EPOCH,
            situation.observed().host().bootId(),
            null);
  }
}
