package io.atomic.reconcile.cycle;

import static org.assertj.core.api.Assertions.assertThat;

import io.atomic.reconcile.cycle.Diagnosis.Level;
import io.atomic.reconcile.cycle.Diagnosis.Subject;
import io.atomic.reconcile.cycle.HostVitals.Disk;
import io.atomic.reconcile.cycle.HostVitals.Unit;
import io.atomic.reconcile.cycle.StateVitals.Seen;
import io.atomic.reconcile.model.App;
import io.atomic.reconcile.model.AppRecord;
import io.atomic.reconcile.model.AppSpec;
import io.atomic.reconcile.model.BootState;
import io.atomic.reconcile.model.Container;
import io.atomic.reconcile.model.Declared;
import io.atomic.reconcile.model.Desired;
import io.atomic.reconcile.model.Host;
import io.atomic.reconcile.model.Image;
import io.atomic.reconcile.model.ImageReference;
import io.atomic.reconcile.model.LastOutcome;
import io.atomic.reconcile.model.Observed.EngineKind;
import io.atomic.reconcile.model.Observed.EngineView;
import io.atomic.reconcile.model.OsView;
import io.atomic.reconcile.model.Place;
import io.atomic.reconcile.model.Problem;
import io.atomic.reconcile.model.RebootObstacles;
import io.atomic.reconcile.model.RebootObstacles.Inhibitor;
import io.atomic.reconcile.model.RebootObstacles.Session;
import io.atomic.reconcile.model.Recorded;
import io.atomic.reconcile.model.ResourceId;
import io.atomic.reconcile.plan.HostStory;
import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What is said of a host that is not as it should be, and what mends it. */
class DoctorTest {
  private static final long RESERVE = 200L << 20;

  private static final Instant NOON = Instant.parse("2026-11-01T12:00:00Z");
  private static final long GIB = 1L << 30;
  private static final String STATE = "/var/lib/atomic";

  /** A host on which all is well, to be spoiled. */
  private static final class Patient {
    private List<Problem> settings = List.of();
    private List<Problem> manifests = List.of();
    private Recorded recorded =
        Recorded.NOTHING.with(
            AppRecord.of(new App("web", new TreeMap<>(), spec()), "web.yaml:1")
                .withOutcome(new LastOutcome("r1", NOON, true, null)));
    private String mode = "700";
    private boolean ours = true;
    private Told<List<Journal.Unfinished>> journal = new Told.Known<>(List.of());
    private String holder = "";
    private String commandMissing = "";
    private Instant now = NOON.plusSeconds(60);
    private boolean synchronised = true;
    private Disk disk = new Disk(List.of("/var"), 50 * GIB, 100 * GIB, 900, 1000);
    private @Nullable Declared<Host> host;
    private OsView os = new OsView.NotAsked();
    private BootState boot = BootState.COMPLETE;
    private Told<RebootObstacles> obstacles = new Told.Known<>(RebootObstacles.NONE);
    private Unit autoUpdate = new Unit(false, false);
    private final TreeMap<String, String> quadlets = new TreeMap<>();
    private final TreeMap<String, String> labels = new TreeMap<>();
    private final List<Container> others = new ArrayList<>();
    private final List<Image> images = new ArrayList<>();

    private static AppSpec spec() {
      return AppSpec.of(ImageReference.parse("quay.io/a/web:1"));
    }

    Patient label(String name, String value) {
      labels.put(name, value);
      return this;
    }

    /** Another container that runs. */
    Patient runs(String name, String image) {
      images.add(new Image("sha256:" + name, List.of(image), List.of(), new TreeMap<>()));
      others.add(container(name, new TreeMap<>()));
      return this;
    }

    private static Container container(String name, SortedMap<String, String> labels) {
      return new Container(
          name + "-id", name, "sha256:" + name, NOON, Container.Status.RUNNING, null, labels);
    }

    private Told<EngineVitals.Seen> engine() {
      var containers = new ArrayList<>(others);
      containers.add(container("web", labels));
      return new Told.Known<>(
          new EngineVitals.Seen(
              "/run/docker.sock",
              "29.1",
              "/var/lib/docker",
              new EngineView.Reached(EngineKind.DOCKER, containers, images),
              List.of("docker"),
              commandMissing.isEmpty() ? null : commandMissing));
    }

    private Desired desired() {
      return new Desired(
          new TreeMap<>(), host, new TreeSet<>(), true, new Desired.Source.Manifests(), manifests);
    }

    /** A host that is declared, as one of the golden cases of plans tells it. */
    Patient host(String example) throws IOException {
      var situation = HostStory.situation(HostStory.named(example));
      host = situation.desired().host();
      os = situation.observed().os();
      return this;
    }

    private Seen state() {
      return new Seen.Directory(
          STATE,
          mode,
          "root",
          ours,
          new Told.Known<>(recorded),
          journal,
          holder.isEmpty() ? null : holder);
    }

    Symptoms symptoms() {
      return symptoms(state(), engine());
    }

    Symptoms symptoms(Seen state, Told<EngineVitals.Seen> engine) {
      return new Symptoms(
          settings,
          desired(),
          state,
          engine,
          now,
          synchronised,
          new Told.Known<>(List.of(disk)),
          os,
          boot,
          obstacles,
          autoUpdate,
          quadlets);
    }
  }

  private final Patient patient = new Patient();

  private static Diagnosis of(Subject subject, Symptoms symptoms) {
    var diagnoses = Doctor.diagnose(symptoms, RESERVE);
    return Stream.concat(
            diagnoses.stream().filter(diagnosis -> diagnosis.level() != Level.OK),
            diagnoses.stream())
        .filter(diagnosis -> diagnosis.subject() == subject)
        .findFirst()
        .orElseThrow();
  }

  private void says(Subject subject, Level level, String found, String remedy) {
    var diagnosis = of(subject, patient.symptoms());
    assertThat(diagnosis.level()).as("%s", diagnosis).isEqualTo(level);
    assertThat(diagnosis.found()).contains(found);
    assertThat(String.valueOf(diagnosis.remedy())).contains(remedy);
  }

  @Test
  void aHostOnWhichAllIsWellIsToldSubjectBySubject() {
    var diagnoses = Doctor.diagnose(patient.symptoms(), RESERVE);

    assertThat(diagnoses).extracting(Diagnosis::subject).containsExactly(Subject.values());
    assertThat(diagnoses).allMatch(diagnosis -> diagnosis.level() == Level.OK);
    assertThat(diagnoses).allMatch(diagnosis -> diagnosis.remedy() == null);
  }

  @Test
  void whatIsWrongWithSettingsAndManifestsIsSaidWithItsPlace() {
    patient.settings = List.of(Problem.error(new Place("reconcile.yaml", 3, 1), "no such key"));
    patient.manifests =
        List.of(
            Problem.warning(Place.of("/etc/atomic.d"), "others can write it")
                .withRemedy("chmod go-w /etc/atomic.d"));

    says(Subject.SETTINGS, Level.PROBLEM, "reconcile.yaml:3:1: no such key", "null");
    says(Subject.MANIFESTS, Level.WARNING, "/etc/atomic.d: others can write it", "chmod go-w");
  }

  @ParameterizedTest
  @ValueSource(strings = {"755", "770", "2700"})
  void aStateDirectoryThatOthersMayLookIntoIsAProblem(String mode) {
    patient.mode = mode;
    says(Subject.STATE, Level.PROBLEM, "has mode " + mode, "chmod 700 " + STATE);
  }

  @Test
  void aStateDirectoryOfSomebodyElseIsAProblem() {
    patient.ours = false;
    says(Subject.STATE, Level.PROBLEM, "belongs to 'root'", "run it as 'root'");
  }

  @Test
  void aStateDirectoryThatIsNotThereIsMadeByTheFirstRun() {
    var symptoms = patient.symptoms(new Seen.Missing(STATE), patient.engine());
    assertThat(of(Subject.STATE, symptoms).level()).isEqualTo(Level.OK);
  }

  @Test
  void aDamagedRecordIsAProblemWithTheLineThatMendsIt() {
    var symptoms =
        patient.symptoms(
            new Seen.Directory(
                STATE,
                "700",
                "root",
                true,
                new Told.Unknown<>("tried to read it, but it is not JSON", "cp -p a b"),
                new Told.Unknown<>("tried to read the journal, but line 3 is damaged", "rm it"),
                null),
            patient.engine());

    assertThat(of(Subject.STATE, symptoms))
        .isEqualTo(
            Diagnosis.problem(Subject.STATE, "tried to read it, but it is not JSON", "cp -p a b"));
    assertThat(of(Subject.JOURNAL, symptoms).remedy()).isEqualTo("rm it");
  }

  private static Told<List<Journal.Unfinished>> cutOffAt(String step) {
    return new Told.Known<>(
        List.of(
            new Journal.Unfinished(
                new Journal.Intent(
                    "r1", 1, NOON, step, ResourceId.app("web"), "run", "", new TreeMap<>()),
                null)));
  }

  @Test
  void aRunThatWasCutOffIsRepairedByTheNextOne() {
    patient.journal = cutOffAt("web/run");
    says(Subject.JOURNAL, Level.WARNING, "cut off at 'web/run'", "atomic-reconcile apply");
  }

  @Test
  void aRunThatIsAtWorkIsNotTakenForOneThatWasCutOff() {
    patient.journal = cutOffAt("web/run");
    patient.holder = "'atomic-reconcile' (process 7)";

    assertThat(of(Subject.JOURNAL, patient.symptoms()).level()).isEqualTo(Level.OK);
    says(Subject.LOCK, Level.WARNING, "(process 7) holds it", "null");
  }

  @Test
  void anEngineThatIsDownIsAProblemOnlyWhereThereAreApps() {
    Told<EngineVitals.Seen> down = new Told.Unknown<>("it is not there", "start docker");

    var diagnosis = of(Subject.ENGINE, patient.symptoms(patient.state(), down));
    assertThat(diagnosis)
        .isEqualTo(Diagnosis.problem(Subject.ENGINE, "it is not there", "start docker"));

    patient.recorded = Recorded.NOTHING;
    assertThat(of(Subject.ENGINE, patient.symptoms(patient.state(), down)).level())
        .isEqualTo(Level.WARNING);
  }

  @Test
  void aCommandLineThatIsNotThereIsAProblem() {
    patient.commandMissing = "it was not found in PATH '/bin'";
    says(Subject.COMMAND, Level.PROBLEM, "'docker', which label commands call, but", "install");
  }

  @Test
  void aClockBeforeTheNewestRecordIsAProblem() {
    patient.now = NOON.minusSeconds(1);
    says(Subject.CLOCK, Level.PROBLEM, "2026-11-01T11:59:59Z", "timedatectl set-ntp true");
  }

  @Test
  void aClockThatFollowsNobodyIsAWarning() {
    patient.synchronised = false;
    says(Subject.CLOCK, Level.WARNING, "no time server", "timedatectl set-ntp true");
  }

  @ParameterizedTest
  @CsvSource({
    "200, 1000, 900, 1000, OK",
    "199, 1000, 900, 1000, PROBLEM",
    "1000, 100000, 900, 1000, WARNING",
    "5000, 100000, 900, 1000, OK",
    "5000, 10000, 9, 1000, PROBLEM",
    "5000, 10000, 49, 1000, WARNING",
    "5000, 10000, 0, 0, OK"
  })
  void aDiskIsFullInBytesOrInInodes(
      long freeMiB, long mib, long freeInodes, long inodes, Level level) {
    patient.disk = new Disk(List.of("/var"), freeMiB << 20, mib << 20, freeInodes, inodes);
    assertThat(of(Subject.DISK, patient.symptoms()).level()).isEqualTo(level);
  }

  @Test
  void whatFreesADiskDependsOnWhatLiesThere() {
    patient.disk = new Disk(List.of("/var"), GIB, 100 * GIB, 0, 0);
    says(Subject.DISK, Level.WARNING, "'/var': 1024 MiB free (1 %)", "journalctl --vacuum");
    patient.disk = new Disk(List.of("/var/lib/docker", "/var"), GIB, 100 * GIB, 0, 0);
    says(Subject.DISK, Level.WARNING, "", "docker image prune --force");
  }

  @ParameterizedTest
  @CsvSource({
    "COMPLETE, OK, it has proved itself",
    "NOT_USED, OK, nothing to prove",
    "PENDING, WARNING, not proved itself yet",
    "FAILED, PROBLEM, has failed"
  })
  void aBootThatCannotProveItselfIsAProblem(BootState boot, Level level, String found) {
    patient.boot = boot;
    says(Subject.BOOT, level, found, level == Level.OK ? "null" : "systemctl");
  }

  @Test
  void whoBlocksAShutdownIsNamedWithTheReason() {
    patient.obstacles =
        new Told.Known<>(
            new RebootObstacles(List.of(new Inhibitor("Backup", "it is half done", 7)), List.of()));
    says(
        Subject.REBOOT,
        Level.WARNING,
        "'Backup' (process 7) blocks a shutdown: it is half done",
        "null");
  }

  @Test
  void whoIsLoggedInIsNamedButNothingOdd() {
    patient.obstacles =
        new Told.Known<>(
            new RebootObstacles(
                List.of(), List.of(new Session("3", "ann", "pts/1", "198.51.100.7"))));
    says(
        Subject.REBOOT,
        Level.OK,
        "'ann' is logged in on pts/1 from 198.51.100.7, and would be disturbed",
        "null");
  }

  @Test
  void whereLogindDoesNotAnswerThatIsSaid() {
    patient.obstacles = new Told.Unknown<>("tried to ask logind, but it is not there", "start it");
    says(Subject.REBOOT, Level.WARNING, "tried to ask logind", "start it");
  }

  @ParameterizedTest
  @ValueSource(strings = {"registry", "local"})
  void podmanUpdatesWhatBearsItsLabelWhileItsTimerIsOn(String policy) {
    patient.label("io.containers.autoupdate", policy);
    assertThat(of(Subject.RIVALS, patient.symptoms()).level()).isEqualTo(Level.OK);

    patient.autoUpdate = new Unit(true, false);
    says(
        Subject.RIVALS,
        Level.PROBLEM,
        "'web' bears the label 'io.containers.autoupdate'",
        "systemctl disable --now podman-auto-update.timer");
  }

  @Test
  void whoeverUpdatesTheHostAsWellIsAProblem() throws Exception {
    patient.host("driven-by-zincati");
    says(
        Subject.RIVALS, Level.PROBLEM, "drives the updates of the host", "systemctl disable --now");
    patient.host("rival-timer");
    says(
        Subject.RIVALS,
        Level.PROBLEM,
        "rpm-ostreed-automatic.timer is on, and",
        "systemctl disable --now rpm-ostreed-automatic.timer");
    patient.host("driven-by-zincati-bypassed");
    says(Subject.RIVALS, Level.OK, "nobody else updates the apps or the host", "null");
  }

  @Test
  void aHostWhoseDeploymentsNobodyKeepsIsAProblem() throws Exception {
    says(Subject.HOST, Level.OK, "no manifest declares it", "null");
    patient.host("converged");
    says(Subject.HOST, Level.OK, "rpm-ostree keeps its deployments, and '42.1' is booted", "null");
    patient.host("no-tool");
    says(
        Subject.HOST, Level.PROBLEM, "neither rpm-ostree nor bootc is on PATH", "install its tool");
    patient.host("unreadable");
    says(Subject.HOST, Level.PROBLEM, "but it did not answer", "null");
    patient.host("not-booted");
    says(Subject.HOST, Level.PROBLEM, "none of its deployments is booted", "null");
  }

  @Test
  void podmanLeavesAloneWhatSaysSo() {
    patient.label("io.containers.autoupdate", "disabled").autoUpdate = new Unit(true, true);
    assertThat(of(Subject.RIVALS, patient.symptoms()).level()).isEqualTo(Level.OK);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "docker.io/containrrr/watchtower:latest",
        "localhost/t1-watchtower:1",
        "ghcr.io/nicholas-fedor/watchtower:1.2",
        "docker.io/getwud/wud:8",
        "pyouroboros/ouroboros:1"
      })
  void aContainerThatUpdatesOthersIsAProblem(String image) {
    patient.runs("tower", image);
    says(
        Subject.RIVALS,
        Level.PROBLEM,
        "container 'tower' updates containers, 'web' among them",
        "docker stop tower");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"docker.io/crazymax/diun:4", "quay.io/a/watchtowers-of-europe:1", "a/cloud:1"})
  void whatOnlySoundsSimilarIsNone(String image) {
    patient.runs("tower", image);
    assertThat(of(Subject.RIVALS, patient.symptoms()).level()).isEqualTo(Level.OK);
  }

  @Test
  void aWatchtowerThatLeavesOursAloneIsOnlyNamed() {
    patient
        .runs("tower", "containrrr/watchtower:1")
        .label("com.centurylinklabs.watchtower.enable", "false");
    says(Subject.RIVALS, Level.WARNING, "though none of an app", "docker stop tower");
  }

  @Test
  void whatInvitesAWatchtowerIsNamedBeforeOneComes() {
    patient.label("com.centurylinklabs.watchtower.enable", "true");
    says(Subject.RIVALS, Level.WARNING, "'web' bears the label", "say false");
  }

  @Test
  void aServiceThatPodmanMakesOfTheSameContainerIsAProblem() {
    patient.quadlets.put("/etc/containers/systemd/db.container", "systemd-db");
    assertThat(of(Subject.RIVALS, patient.symptoms()).level()).isEqualTo(Level.OK);

    patient.quadlets.put("/etc/containers/systemd/w.container", "web");
    says(
        Subject.RIVALS,
        Level.PROBLEM,
        "'/etc/containers/systemd/w.container' makes a service of container 'web'",
        "systemctl daemon-reload");
  }
}
