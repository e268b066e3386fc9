package io.atomic.reconcile.policy;

import io.atomic.reconcile.label.MountUse;
import io.atomic.reconcile.model.Grant;
import io.atomic.reconcile.model.MountSource;
import io.atomic.reconcile.plan.Claims;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** What a command needs once it is known where its mounts lead. */
final class EffectiveNeeds {
  private static final String ENGINE_SOCKET = "engine-socket";

  private final MountFacts facts;

  /** By spelling, so that each is there once. */
  private final Map<String, Need> needs = new TreeMap<>();

  /**
   * One thing that a command needs.
   *
   * @param text as remedies spell it
   * @param note how the command came to need it, where that is not to be seen in it; else empty
   * @param grants any of which allows it; none = no grant can
   */
  record Need(String text, String note, List<Grant> grants) {
    static Need of(String text) {
      var grant = Grant.find(text);
      return new Need(text, "", grant == null ? List.of() : List.of(grant));
    }

    Need noted(String other) {
      return new Need(text, other, grants);
    }

    boolean isCoveredBy(List<Grant> given) {
      return given.stream().anyMatch(grant -> grants.stream().anyMatch(grant::covers));
    }
  }

  private EffectiveNeeds(MountFacts facts) {
    this.facts = facts;
  }

  /** As the text alone tells. */
  static List<Need> byText(Claims claims) {
    return claims.needs().stream().map(Need::of).toList();
  }

  static List<Need> of(Claims claims, MountFacts facts) {
    var effective = new EffectiveNeeds(facts);
    for (var need : claims.needs()) {
      // What a mount needs is decided by where it leads.
      if (!need.startsWith("mount:")) {
        effective.add(Need.of(need));
      }
    }
    claims.mounts().forEach(effective::add);
    return List.copyOf(effective.needs.values());
  }

  private void add(Need need) {
    needs.put(need.text(), need);
  }

  private void add(MountUse mount) {
    switch (mount) {
      case MountUse.OfPath path -> {
        if (!isTheApps(path)) {
          addPath(path.path(), path.readOnly(), path.path(), note(path.ownDirectory()));
          path.besides().forEach(grant -> add(Need.of(grant)));
        }
      }
      case MountUse.OfVolume(var name, var readOnly) -> {
        var volume = facts.volumes().get(name);
        if (volume != null && !volume.isPlain()) {
          if (volume.devices().isEmpty()) {
            add(Need.of("option:--volume:" + name).noted("no plain volume"));
          }
          volume.devices().forEach(device -> addPath(device, readOnly, "volume " + name, ""));
        }
      }
    }
  }

  private static String note(@Nullable String ownDirectory) {
    if (ownDirectory == null) {
      return "";
    }
    return SystemDirectories.isOne(ownDirectory)
        ? "which programs of the system read"
        : "which this program did not make";
  }

  /** Whether it leads into a directory of the app's own that is there for nobody else. */
  private boolean isTheApps(MountUse.OfPath path) {
    var directory = path.ownDirectory();
    if (directory == null || SystemDirectories.isOne(directory)) {
      return false;
    }
    var own = source(directory);
    var source = source(path.path());
    var made =
        switch (own.kind()) {
          case MISSING -> true;
          case LINK -> false;
          case OTHER -> facts.ours().contains(directory);
        };
    return made
        && !source.engineSocket()
        && !source.leadsTo().isEmpty()
        && source.leadsTo().stream()
            .allMatch(
                led -> own.leadsTo().stream().anyMatch(home -> Grant.Mount.isBelow(led, home)));
  }

  /**
   * Adds what a host path needs.
   *
   * @param shownAs what the command calls it
   * @param unless a note for where that is the path itself; empty = none
   */
  private void addPath(String path, boolean readOnly, String shownAs, String unless) {
    var source = source(path);
    if (source.engineSocket()) {
      add(Need.of(ENGINE_SOCKET).noted(shownAs));
      return;
    }
    if (source.leadsTo().isEmpty()) {
      add(new Need("mount:" + path, "nobody can tell where it leads", List.of()));
    }
    for (var led : source.leadsTo()) {
      var real = new Grant.Mount(led, readOnly);
      var either = new ArrayList<Grant>();
      either.add(real);
      var shown = real;
      if (!facts.hostRoot().isEmpty() && Grant.Mount.isBelow(led, facts.hostRoot())) {
        var below = led.substring(facts.hostRoot().length());
        shown = real.at(below.isEmpty() ? "/" : below);
        either.add(shown);
      }
      var spelled = shown.spelled();
      var note =
          !led.equals(shownAs)
              ? "that is where '%s' leads".formatted(shownAs)
              : spelled.equals(shown) ? unless : "for '%s'".formatted(shownAs);
      add(new Need(spelled.toString(), note, either));
    }
  }

  private MountSource source(String path) {
    return Objects.requireNonNull(facts.sources().get(path), path);
  }

  /** The grants, and those of mounts once more by where the system's own links lead. */
  static List<Grant> expanded(List<Grant> given, MountFacts facts) {
    var grants = new ArrayList<>(given);
    for (var grant : given) {
      if (grant instanceof Grant.Mount mount) {
        facts
            .systemLinks()
            .forEach((link, target) -> {
              if (Grant.Mount.isBelow(mount.path(), link)) {
                grants.add(mount.at(target + mount.path().substring(link.length())));
              }
            });
      }
    }
    return grants;
  }
}
