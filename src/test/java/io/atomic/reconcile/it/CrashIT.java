package io.atomic.reconcile.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Invariant 8: after SIGKILL at any instant one run converges, with no orphan and no second copy.
 * The instants are spread over the journal's entries, each with a delay that a seed decides.
 */
@OnEachEngine
class CrashIT {
  private static final long SEED = 20261101;

  @AutoClose private final TestHost host;

  CrashIT(EngineKind engine) {
    host = TestHost.on(engine);
  }

  /**
   * When the run is killed.
   *
   * @param entries of the journal that are on disk by then
   */
  record Moment(int entries, Duration later) {
    @Override
    public String toString() {
      return "%d ms after entry %d".formatted(later.toMillis(), entries);
    }
  }

  static java.util.stream.Stream<Moment> tenMomentsOfAnInstall() {
    // begin, child and end of INSTALL, then of RUN.
    return moments(10, 6);
  }

  static java.util.stream.Stream<Moment> tenMomentsOfAReplacement() {
    // STOP, UNINSTALL, RemoveContainer, INSTALL, RUN.
    return moments(10, 14);
  }

  static java.util.stream.Stream<Moment> sixMomentsOfARemovalWithItsData() {
    // NoteVolumes, Stop, RemoveContainer, RemoveImage, PurgeData, Forget.
    return moments(6, 12);
  }

  private static java.util.stream.Stream<Moment> moments(int count, int entries) {
    var random = new Random(SEED);
    return IntStream.range(0, count)
        .mapToObj(i ->
            new Moment(
                1 + i * entries / count,
                random.nextBoolean() ? Duration.ZERO : Duration.ofMillis(random.nextInt(400))));
  }

  @ParameterizedTest
  @MethodSource("tenMomentsOfAnInstall")
  void anInstallThatIsKilledIsEndedByTheNextRun(Moment moment) {
    host.has("web", TestImage.noting("1"));

    killedAt(moment);

    convergesOnVersion("1");
    assertThat(host.notesOf("web")).contains("install 1");
  }

  @ParameterizedTest
  @MethodSource("tenMomentsOfAReplacement")
  void aReplacementThatIsKilledIsEndedByTheNextRun(Moment moment) {
    host.has("web", TestImage.noting("1"));
    host.converges();
    host.builds("web", TestImage.noting("2"));

    killedAt(moment);

    convergesOnVersion("2");
    assertThat(host.notesOf("web"))
        .contains("uninstall 1", "install 2")
        .doesNotContain("uninstall 2");
  }

  /** By then the container that tells of its volume is gone. */
  @ParameterizedTest
  @MethodSource("sixMomentsOfARemovalWithItsData")
  void aRemovalWithItsDataThatIsKilledIsEndedByTheNextRun(Moment moment) {
    var volume = host.nameOf("volume");
    host.builds(
        "web",
        TestImage.plain()
            .with(
                "RUN",
                "docker run -d --name NAME -v ${DATADIR}:/data -v %s:/volume IMAGE"
                    .formatted(volume)));
    host.app("web");
    host.converges();
    host.engine().does("exec", host.nameOf("web"), "/bin/sh", "-c", "echo data >/data/file");
    host.app("web", "image: localhost/{web}:1\nstate: absent\npurgeData: true");

    killedAt(moment, "--purge-data");
    host.converges("--purge-data");

    host.container("web").isAbsent();
    assertThat(host.root().resolve("var/lib").resolve(host.nameOf("web"))).doesNotExist();
    assertThat(host.engine().tries("volume", "inspect", volume).exitCode()).isNotZero();
    assertThat(host.isRecorded("web")).isFalse();
    host.plansNothing();
  }

  private void killedAt(Moment moment, String... options) {
    var words = new ArrayList<>(List.of("apply"));
    words.addAll(List.of(options));
    var run = host.starts(words.toArray(String[]::new));
    Awaitility.await()
        .pollInterval(Duration.ofMillis(2))
        .pollDelay(Duration.ZERO)
        .atMost(Duration.ofSeconds(60))
        .until(() -> !run.isAlive() || entries() >= moment.entries());
    var until = System.nanoTime() + moment.later().toNanos();
    Awaitility.await()
        .pollInterval(Duration.ofMillis(1))
        .pollDelay(Duration.ZERO)
        .until(() -> System.nanoTime() >= until);
    run.kill();
    run.await();
  }

  /** None once the run has ended by itself: then its journal was rotated. */
  private int entries() {
    var journal = host.stateDirectory().resolve("journal.jsonl");
    return Files.exists(journal) ? TestHost.lines(journal).size() : 0;
  }

  private void convergesOnVersion(String version) {
    host.converges();
    host.container("web").runsImage(host.engine().imageId(host.named("localhost/{web}:1")));
    assertThat(host.engine().lists("ps", "-aq", "--filter", "name=" + host.nameOf("web")))
        .as("containers of version %s", version)
        .hasSize(1);
    host.plansNothing();
  }
}
