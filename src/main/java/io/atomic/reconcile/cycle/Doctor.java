package io.atomic.reconcile.cycle;

import io.atomic.reconcile.cycle.Diagnosis.Subject;
import io.atomic.reconcile.cycle.HostVitals.Disk;
import io.atomic.reconcile.cycle.Journal.Unfinished;
import io.atomic.reconcile.cycle.StateVitals.Seen;
import io.atomic.reconcile.model.AppRecord;
import io.atomic.reconcile.model.Desired;
import io.atomic.reconcile.model.Problem;
import io.atomic.reconcile.model.Recorded;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Judges symptoms: which of them make runs fail, and what mends them. Looks at nothing itself. */
public final class Doctor {
  private static final String PRIVATE = "700";

  /** Below it one should look what fills the disk. */
  private static final int LEAST_PERCENT = 5;

  private final Symptoms symptoms;
  private final long reserve;
  private final List<Diagnosis> diagnoses = new ArrayList<>();

  private Doctor(Symptoms symptoms, long reserve) {
    this.symptoms = symptoms;
    this.reserve = reserve;
  }

  /**
   * One or more of every subject, in order of subjects.
   *
   * @param reserve bytes below which nothing is fetched
   */
  public static List<Diagnosis> diagnose(Symptoms symptoms, long reserve) {
    var doctor = new Doctor(symptoms, reserve);
    doctor.settings();
    doctor.manifests();
    doctor.state();
    doctor.engine();
    doctor.clock();
    doctor.disks();
    doctor.diagnoses.addAll(new RebootReadiness(symptoms).diagnose());
    doctor.diagnoses.addAll(new RivalUpdaters(symptoms).diagnose());
    return List.copyOf(doctor.diagnoses);
  }

  private void settings() {
    problems(Subject.SETTINGS, symptoms.settings());
    if (symptoms.settings().isEmpty()) {
      diagnoses.add(Diagnosis.ok(Subject.SETTINGS, "they are valid"));
    }
  }

  private void manifests() {
    var desired = symptoms.desired();
    problems(Subject.MANIFESTS, desired.problems());
    if (desired.problems().stream()
        .anyMatch(problem -> problem.severity() != Problem.Severity.NOTICE)) {
      return;
    }
    diagnoses.add(
        switch (desired.source()) {
          case Desired.Source.Empty(var directories) ->
              Diagnosis.warning(
                  Subject.MANIFESTS,
                  "there is not one in '%s'".formatted(String.join("', '", directories)),
                  "put one there, or name another directory with --manifest-dir");
          case Desired.Source.Manifests _, Desired.Source.Unreadable _ ->
              Diagnosis.ok(
                  Subject.MANIFESTS,
                  "they are valid, and declare %s".formatted(counted(desired.apps().size())));
        });
  }

  private static String counted(int apps) {
    return apps == 1 ? "one app" : apps + " apps";
  }

  private void problems(Subject subject, List<Problem> problems) {
    for (var problem : problems) {
      var place = problem.place() == null ? "" : problem.place() + ": ";
      var found = place + problem.message();
      switch (problem.severity()) {
        case ERROR -> diagnoses.add(Diagnosis.problem(subject, found, problem.remedy()));
        case WARNING -> diagnoses.add(Diagnosis.warning(subject, found, problem.remedy()));
        case NOTICE -> {}
      }
    }
  }

  private void state() {
    switch (symptoms.state()) {
      case Seen.Missing(var path) ->
          diagnoses.add(
              Diagnosis.ok(Subject.STATE, "'%s' will be made by the first run".formatted(path)));
      case Seen.Unusable(_, var message, var remedy) ->
          diagnoses.add(Diagnosis.problem(Subject.STATE, message, remedy));
      case Seen.Directory directory -> {
        access(directory);
        switch (directory.recorded()) {
          case Told.Known<Recorded>(var recorded) ->
              diagnoses.add(
                  Diagnosis.ok(
                      Subject.STATE,
                      "'%s' records %s"
                          .formatted(directory.path(), counted(recorded.apps().size()))));
          case Told.Unknown<Recorded>(var message, var remedy) ->
              diagnoses.add(Diagnosis.problem(Subject.STATE, message, remedy));
        }
        journal(directory.unfinished(), directory.holder());
        lock(directory);
      }
    }
  }

  private void access(Seen.Directory directory) {
    if (!directory.ours()) {
      diagnoses.add(
          Diagnosis.problem(
              Subject.STATE,
              "'%s' belongs to '%s', and not to who runs this"
                  .formatted(directory.path(), directory.owner()),
              "run it as '%s', or chown -R root: %s"
                  .formatted(directory.owner(), directory.path())));
    }
    if (!directory.mode().equals(PRIVATE)) {
      diagnoses.add(
          Diagnosis.problem(
              Subject.STATE,
              "'%s' has mode %s, but what apps are given is nobody else's business"
                  .formatted(directory.path(), directory.mode()),
              "chmod 700 %s".formatted(directory.path())));
    }
  }

  private void journal(Told<List<Unfinished>> journal, @Nullable String holder) {
    diagnoses.add(
        switch (journal) {
          case Told.Unknown<List<Unfinished>>(var message, var remedy) ->
              Diagnosis.problem(Subject.JOURNAL, message, remedy);
          case Told.Known<List<Unfinished>>(var unfinished) when unfinished.isEmpty() ->
              Diagnosis.ok(Subject.JOURNAL, "the last run came to its end");
          case Told.Known<List<Unfinished>>(var unfinished) -> {
            var steps =
                unfinished.stream()
                    .map(one -> one.intent().step())
                    .collect(Collectors.joining("', '", "'", "'"));
            yield holder != null
                ? Diagnosis.ok(Subject.JOURNAL, "a run is at %s".formatted(steps))
                : Diagnosis.warning(
                    Subject.JOURNAL,
                    "a run was cut off at %s; the next one repairs it".formatted(steps),
                    "atomic-reconcile apply");
          }
        });
  }

  private void lock(Seen.Directory directory) {
    diagnoses.add(
        directory.holder() == null
            ? Diagnosis.ok(Subject.LOCK, "nobody holds it")
            : Diagnosis.warning(
                Subject.LOCK, "%s holds it: a run waits".formatted(directory.holder()), null));
  }

  private void engine() {
    switch (symptoms.engine()) {
      case Told.Known<EngineVitals.Seen>(var seen) -> {
        diagnoses.add(
            Diagnosis.ok(
                Subject.ENGINE,
                "%s %s answers at '%s'"
                    .formatted(
                        seen.view().kind().name().toLowerCase(Locale.ROOT),
                        seen.version(),
                        seen.socket())));
        command(seen);
      }
      case Told.Unknown<EngineVitals.Seen>(var message, var remedy) ->
          diagnoses.add(
              symptoms.apps().isEmpty()
                  ? Diagnosis.warning(
                      Subject.ENGINE, message + " (no app is declared that needs one)", remedy)
                  : Diagnosis.problem(Subject.ENGINE, message, remedy));
    }
  }

  private void command(EngineVitals.Seen seen) {
    var program = seen.command().getFirst();
    diagnoses.add(
        seen.commandMissing() == null
            ? Diagnosis.ok(
                Subject.COMMAND,
                "label commands call '%s'".formatted(String.join(" ", seen.command())))
            : Diagnosis.problem(
                Subject.COMMAND,
                "tried to find '%s', which label commands call, but %s"
                    .formatted(program, seen.commandMissing()),
                "install '%s', or name another program as engine.command in the settings"
                    .formatted(program)));
  }

  private void clock() {
    var newest =
        symptoms.recorded().apps().values().stream()
            .flatMap(Doctor::times)
            .max(Instant::compareTo)
            .orElse(null);
    if (newest != null && symptoms.now().isBefore(newest)) {
      diagnoses.add(
          Diagnosis.problem(
              Subject.CLOCK,
              "it says %s, but something was recorded at %s: what waits or expires does so at the"
                      .formatted(symptoms.now(), newest)
                  + " wrong time",
              "timedatectl set-ntp true"));
    } else if (symptoms.synchronised() == null) {
      diagnoses.add(
          Diagnosis.warning(
              Subject.CLOCK,
              "nobody on this host tells whether it is right",
              "systemctl enable --now chronyd"));
    } else if (!symptoms.synchronised()) {
      diagnoses.add(
          Diagnosis.warning(
              Subject.CLOCK, "it follows no time server", "timedatectl set-ntp true"));
    } else {
      diagnoses.add(Diagnosis.ok(Subject.CLOCK, "it follows a time server"));
    }
  }

  /** Every moment of the past that is recorded of an app. */
  private static Stream<Instant> times(AppRecord record) {
    var installation = record.installation();
    var launch = record.launch();
    var outcome = record.outcome();
    var suspension = record.suspension();
    return Stream.concat(
        Stream.of(
                installation == null ? null : installation.at(),
                launch == null ? null : launch.at(),
                outcome == null ? null : outcome.at(),
                suspension == null ? null : suspension.since())
            .filter(Objects::nonNull),
        Stream.concat(
            record.proven().stream().map(version -> version.at()),
            record.bad().stream().map(version -> version.at())));
  }

  private void disks() {
    switch (symptoms.disks()) {
      case Told.Unknown<List<Disk>>(var message, var remedy) ->
          diagnoses.add(Diagnosis.warning(Subject.DISK, message, remedy));
      case Told.Known<List<Disk>>(var disks) -> disks.forEach(this::disk);
    }
  }

  private void disk(Disk disk) {
    var where = "'" + String.join("', '", disk.directories()) + "'";
    var bytes = percent(disk.freeBytes(), disk.bytes());
    var inodes = disk.inodes() == 0 ? 100 : percent(disk.freeInodes(), disk.inodes());
    var found =
        "%s: %s free (%d %%)%s"
            .formatted(
                where,
                size(disk.freeBytes()),
                bytes,
                disk.inodes() == 0
                    ? ""
                    : ", %d inodes (%d %%)".formatted(disk.freeInodes(), inodes));
    diagnoses.add(
        disk.freeBytes() < reserve || inodes == 0
            ? Diagnosis.problem(Subject.DISK, found, remedy(disk))
            : bytes < LEAST_PERCENT || inodes < LEAST_PERCENT
                ? Diagnosis.warning(Subject.DISK, found, remedy(disk))
                : Diagnosis.ok(Subject.DISK, found));
  }

  /** What no app needs goes first: images that have no name, and old lines of logs. */
  private String remedy(Disk disk) {
    return symptoms.engine() instanceof Told.Known<EngineVitals.Seen>(var seen)
            && seen.directory() != null
            && disk.directories().contains(seen.directory())
        ? String.join(" ", seen.command()) + " image prune --force"
        : "journalctl --vacuum-size=200M";
  }

  private static int percent(long part, long whole) {
    return whole == 0 ? 0 : (int) (100.0 * part / whole);
  }

  private static String size(long bytes) {
    return bytes >= 10L << 30 ? "%d GiB".formatted(bytes >> 30) : "%d MiB".formatted(bytes >> 20);
  }
}
