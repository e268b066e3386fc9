package io.atomic.reconcile.cycle;

import io.atomic.reconcile.model.Desired;
import io.atomic.reconcile.model.HostRecord;
import io.atomic.reconcile.model.HostRecord.Ours;
import io.atomic.reconcile.model.HostSpec;
import io.atomic.reconcile.model.ImageReference;
import io.atomic.reconcile.model.Observed;
import io.atomic.reconcile.model.OsReference;
import io.atomic.reconcile.model.OsView;
import io.atomic.reconcile.model.Recorded;
import io.atomic.reconcile.model.Sighting;
import io.atomic.reconcile.plan.BootConsent;
import io.atomic.reconcile.plan.HostBoots;
import io.atomic.reconcile.plan.HostTip;
import io.atomic.reconcile.plan.Selection;
import io.atomic.reconcile.plan.Situation;
import java.time.Clock;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * Looks at the host's deployments and at what its reference means, where a manifest declares it.
 */
final class HostLook {
  private static final BootConsent NO_HOST =
      new BootConsent.Withheld("NotDeclared", "no manifest declares a host", null);

  private final Cycle.Ports ports;
  private final RebootGate gate;
  private final Clock clock;

  HostLook(Cycle.Ports ports, RebootGate gate, Clock clock) {
    this.ports = ports;
    this.gate = gate;
    this.clock = clock;
  }

  /** Also where only some apps are selected: they may wait for the host. */
  Observed at(Observed observed, Desired desired, Recorded recorded, Selection selection)
      throws InterruptedException {
    var spec = spec(desired, recorded);
    if (spec == null) {
      return observed;
    }
    var record = recorded.host();
    var known = record == null ? null : record.tip();
    var os = ports.os().view(spec, Ours.of(recorded.host()));
    return observed
        .withOs(os)
        .withTip(
            switch (ports.updates()) {
              case IGNORED -> null;
              case RECORDED -> HostTip.isWanted(spec) ? known : null;
              case ASKED ->
                  isSelected(desired, selection) && HostTip.isWanted(spec)
                      ? asked(spec, known, os)
                      : known;
            });
  }

  private static boolean isSelected(Desired desired, Selection selection) {
    var declared = desired.host();
    return declared == null ? selection.everything() : selection.names(declared.resource().id());
  }

  /** Of a host whose manifest is gone it still has to be known whether a lock can be given back. */
  private static @Nullable HostSpec spec(Desired desired, Recorded recorded) {
    var declared = desired.host();
    if (declared != null) {
      return declared.resource().spec();
    }
    var record = recorded.host();
    return record == null ? null : record.manifest().spec();
  }

  BootConsent consent(Desired desired, Recorded recorded, Observed observed)
      throws InterruptedException {
    var declared = desired.host();
    return declared == null || !(observed.os() instanceof OsView.Seen)
        ? NO_HOST
        : gate.consent(declared.resource().spec().reboot(), recorded.host());
  }

  private @Nullable Sighting asked(HostSpec spec, @Nullable Sighting before, OsView os)
      throws InterruptedException {
    var reference = Objects.requireNonNull(spec.ref());
    var now = clock.instant();
    return switch (OsReference.parse(reference)) {
      case OsReference.Commit _ -> null;
      case OsReference.Branch branch ->
          switch (tip(branch, os)) {
            case Told.Known(var checksum) ->
                Sighting.answered(
                    before, reference, checksum, new TreeSet<>(Set.of(checksum)), null, now);
            case Told.Unknown(var why, var remedy) ->
                Sighting.unanswered(before, reference, why, remedy, now);
          };
      case OsReference.Image image ->
          switch (ports.osRegistries().ask(ImageReference.parse(image.location()))) {
            case Registries.Answer.Means(var digest, var digests, var created) ->
                Sighting.answered(before, reference, digest, digests, created, now);
            case Registries.Answer.Unknown(var why, var remedy) ->
                Sighting.unanswered(before, reference, why, remedy, now);
          };
    };
  }

  /**
   * What a branch means: by its repository, or, where only the tool has access to that, by what it
   * has found out last (rpm-ostreed-automatic(8) with the policy {@code check}).
   */
  private Told<String> tip(OsReference.Branch branch, OsView os) throws InterruptedException {
    var followed = os instanceof OsView.Seen seen && seen.next() != null ? seen.next() : null;
    var actual =
        branch.remote() == null
                && followed != null
                && followed.reference() instanceof OsReference.Branch other
                && other.ref().equals(branch.ref())
            ? other
            : branch;
    var answer = ports.os().tip(actual);
    if (answer instanceof Told.Unknown && os instanceof OsView.Seen seen) {
      var cached = seen.cached();
      if (cached != null
          && cached.checksum() != null
          && cached.origin().equals(actual.toString())) {
        return new Told.Known<>(cached.checksum());
      }
    }
    return answer;
  }

  /** Writes down what the last boot and the registry have shown. */
  static void note(Ledger ledger, Situation situation) throws EffectException {
    var declared = situation.desired().host();
    if (declared == null) {
      return;
    }
    var tip = situation.observed().tip();
    if (tip != null) {
      ledger.updateHost(
          HostRecord.of(declared.resource(), declared.placeText()), record -> record.withTip(tip));
    }
    var shown = HostBoots.noted(situation);
    if (shown != null) {
      ledger.updateHost(record -> shown.withTip(record.tip()));
    }
  }
}
