package io.atomic.reconcile.plan;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import io.atomic.reconcile.label.CommandText;
import io.atomic.reconcile.label.CommandVariables;
import io.atomic.reconcile.label.LabelRequest;
import io.atomic.reconcile.label.Prepared;
import io.atomic.reconcile.label.Preparer;
import io.atomic.reconcile.label.Purpose;
import io.atomic.reconcile.model.AppSpec.AppState;
import io.atomic.reconcile.model.Container;
import io.atomic.reconcile.model.Container.Status;
import io.atomic.reconcile.model.ContainerMake;
import io.atomic.reconcile.model.ContainerMake.Option;
import io.atomic.reconcile.model.EnvValue;
import io.atomic.reconcile.model.Image;
import io.atomic.reconcile.model.ImageReference;
import io.atomic.reconcile.model.Observed.EngineKind;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** A container made by somebody, as the app that would make it again. */
class ContainerImportTest {
  private static final ImageReference REFERENCE = ImageReference.parse("reg.io/web:1");
  private static final String ID = "sha256:" + "a".repeat(64);

  private final List<Option> options = new ArrayList<>();
  private final TreeMap<String, String> env = new TreeMap<>();
  private final TreeMap<String, String> labels = new TreeMap<>();
  private final TreeMap<String, String> imageLabels = new TreeMap<>();
  private List<String> words = List.of();
  private Status status = Status.RUNNING;

  private Imported imported(String app) {
    var container =
        new Container(
            "c".repeat(64), "web", ID, Instant.EPOCH, status, null, Collections.emptySortedMap());
    var image = new Image(ID, List.of("reg.io/web:1"), List.of(), imageLabels);
    return ContainerImport.of(
        app,
        new ContainerMake(
            container, "reg.io/web:1", options, env, labels, words, List.of("not told")),
        REFERENCE,
        image,
        EngineKind.DOCKER,
        "");
  }

  private Imported imported() {
    return imported("web");
  }

  private void made(String option, String value) {
    options.add(new Option(option, value));
  }

  /** The words of RUN with which a run would make it. */
  private static List<String> argv(Imported imported) {
    var app = imported.app();
    var variables =
        new CommandVariables(
            app.name(),
            REFERENCE.toString(),
            "/etc/web",
            "/var/log/web",
            "/var/lib/web",
            Collections.emptySortedMap(),
            null,
            "/",
            "/root",
            "0",
            "0",
            app.spec().env());
    var prepared =
        Preparer.prepare(
            new LabelRequest(
                Purpose.RUN,
                new CommandText.Words(requireNonNull(app.spec().run().command())),
                variables,
                List.of(),
                List.of("docker"),
                app.name(),
                false,
                Collections.emptySortedMap(),
                app.spec().env(),
                false));
    assertThat(prepared).isInstanceOf(Prepared.Ready.class);
    return ((Prepared.Ready) prepared).argv();
  }

  @Test
  void whatItsOtherLabelsNeedIsGrantedAsWell() {
    imageLabels.put("INSTALL", "docker run --rm --privileged -v /:/host IMAGE /install.sh");
    imageLabels.put("UNINSTALL", "docker run --rm -v ${CONFDIR}:/c IMAGE $UNKNOWN");

    var imported = imported();

    assertThat(imported.app().spec().grants()).containsExactly("mount:/", "privileged");
    assertThat(imported.remarks()).anyMatch(remark -> remark.contains("UNKNOWN"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "NAME",
        "IMAGE",
        "x=NAME",
        "$HOME",
        "${X}",
        "`date`",
        "\\$",
        "\\",
        "a b",
        "'",
        "$(rm)",
        "$OPT1",
        "a=IMAGE=NAME",
        "${_-x}"
      })
  void whateverAWordLooksLikeItIsPassedOnAsItWas(String word) {
    words = List.of("first", word);
    env.put("MODE", word);
    labels.put("note", word);
    made("hostname", "x" + word);

    assertThat(argv(imported()))
        .endsWith("reg.io/web:1", "first", word)
        .contains("--env=MODE=" + word, "--label=note=" + word, "--hostname=x" + word);
  }

  /** Whoever made the container has made the app's directories, too. */
  @Test
  void theGrantsAreWhatTheCommandNeeds() {
    made("volume", "/srv:/srv:ro");
    made("volume", "data:/data");
    made("volume", "/var/lib/web:/own");
    made("cap-add", "SYS_TIME");
    made("device", "/dev/kvm");
    made("network", "host");
    made("pid", "host");
    made("network", "container:db");
    made("sysctl", "a=b");

    assertThat(imported().app().spec().grants())
        .containsExactlyInAnyOrder(
            "mount:/srv:ro",
            "mount:/var/lib/web",
            "cap:SYS_TIME",
            "device:/dev/kvm",
            "host-network",
            "host-pid",
            "container:db",
            "option:--sysctl");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "PASSWORD",
        "DB_PASSWORD",
        "db_password",
        "MYSQL_ROOT_PASSWORD",
        "PGPASSWORD",
        "API_TOKEN",
        "SECRET",
        "AWS_SECRET_ACCESS_KEY",
        "SSH_KEY",
        "PASSPHRASE",
        "SECRET_1",
        "GITHUB_TOKEN_FILE2"
      })
  void aVariableThatLooksLikeASecretIsNotShown(String variable) {
    env.put(variable, "hunter2");
    env.put("MODE", "fast");

    var imported = imported();

    assertThat(imported.toString()).doesNotContain("hunter2");
    assertThat(imported.app().spec().env())
        .containsEntry(variable, new EnvValue.FromFile("/etc/atomic/secrets/web-" + variable));
    assertThat(imported.remarks()).anyMatch(remark -> remark.contains("web-" + variable));
    assertThat(argv(imported)).contains("--env=MODE=fast").doesNotContain("hunter2");
  }

  @Test
  void aPasswordInsideOfAnAddressIsNotShownEither() {
    env.put("DATABASE", "postgres://web:hunter2@db/web");

    assertThat(imported().toString()).doesNotContain("hunter2");
  }

  @ParameterizedTest
  @ValueSource(strings = {"MODE", "KEYBOARD", "MONKEYS", "AUTHOR", "PASSAGE"})
  void anOrdinaryVariableIsShown(String variable) {
    env.put(variable, "fast");

    assertThat(argv(imported())).contains("--env=" + variable + "=fast");
    assertThat(imported().app().spec().env()).isEmpty();
  }

  /** No manifest may set it, so there is no way to give it that would not show it. */
  @Test
  void aSecretOfAReservedNameIsLeftOutAndSaid() {
    env.put("DOCKER_TOKEN", "hunter2");
    env.put("MODE", "fast");

    assertThat(imported().toString()).doesNotContain("hunter2");
    assertThat(imported().remarks())
        .anyMatch(remark -> remark.startsWith("DOCKER_TOKEN is left out"));
  }

  @Test
  void labelsThatWeGaveItAreNotItsOwn() {
    labels.put("io.atomic.reconcile.app", "web");
    labels.put("tier", "web");

    assertThat(argv(imported()))
        .contains("--label=tier=web")
        .noneMatch(word -> word.contains("io.atomic.reconcile"));
  }

  @Test
  void whereTheImagesOwnRunWouldDoThereIsNoCommand() {
    imageLabels.put(
        "RUN",
        "docker run -d --name ${NAME} -v /srv:/srv -p 80:80/tcp -e HOME --cap-add CAP_CHOWN IMAGE go");
    made("publish", "80:80");
    made("cap-add", "CHOWN");
    made("volume", "/srv:/srv");
    env.put("HOME", "/root");
    words = List.of("go");

    var imported = imported();

    assertThat(imported.app().spec().run().command()).isNull();
    assertThat(imported.app().spec().grants()).containsExactly("cap:CHOWN", "mount:/srv");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "docker run -d --name NAME IMAGE",
        "docker run -d --name NAME -p 81:80 IMAGE",
        "docker run -d --name NAME -p 80:80 --privileged IMAGE",
        "docker run -d --name NAME -p 80:80 IMAGE more",
        "docker start NAME",
        "/bin/program",
        "docker run 'unclosed"
      })
  void whereTheImagesRunMakesAnotherContainerThereIsACommand(String label) {
    imageLabels.put("RUN", label);
    made("publish", "80:80");

    assertThat(imported().app().spec().run().command()).contains("--publish=80:80");
  }

  @Test
  void anImageWithoutRunNeedsNoCommandForAContainerWithoutOptions() {
    assertThat(imported().app().spec().run().command()).isNull();
    made("publish", "80:80");
    assertThat(imported().app().spec().run().command()).isNotNull();
  }

  /** It would be another container's: every one has a volume without a name of its own. */
  @Test
  void aVolumeWithoutANameIsKeptWhereThereIsACommandAnyway() {
    made("volume", "b".repeat(64) + ":/data");
    assertThat(imported().app().spec().run().command()).isNull();
    made("publish", "80:80");
    assertThat(argv(imported())).contains("--volume=" + "b".repeat(64) + ":/data");
  }

  @ParameterizedTest
  @CsvSource({
    "RUNNING,RUNNING",
    "RESTARTING,RUNNING",
    "PAUSED,RUNNING",
    "EXITED,STOPPED",
    "CREATED,STOPPED"
  })
  void itStaysInTheStateThatItIsIn(Status now, AppState declared) {
    status = now;

    assertThat(imported().app().spec().state()).isEqualTo(declared);
  }

  @Test
  void aContainerWhoseNameNoAppCanHaveIsToBeRenamed() {
    assertThat(imported("app-web").remarks()).anyMatch(remark -> remark.contains("rename"));
    assertThat(imported().remarks()).noneMatch(remark -> remark.contains("rename"));
  }

  @Test
  void whatNoOptionCanSayIsARemark() {
    assertThat(imported().remarks()).contains("not told");
  }

  @Test
  void theImageGoesByTheNameItWasMadeByWhileThatMeansIt() {
    var image = new Image(ID, List.of("reg.io/web:2"), List.of("reg.io/web@" + ID), imageLabels);
    var nameless =
        new Image(ID, List.of("<none>:<none>"), List.of("reg.io/web@" + ID), imageLabels);
    var kept = new Image(ID, List.of("localhost/atomic-reconcile/web:aaa"), List.of(), imageLabels);
    var both = new Image(ID, List.of("reg.io/web:1", "reg.io/web:2"), List.of(), imageLabels);

    assertThat(reference(both, "reg.io/web:2")).hasToString("reg.io/web:2");
    assertThat(reference(image, "reg.io/web:1")).hasToString("reg.io/web:2");
    assertThat(reference(nameless, "reg.io/web:1")).hasToString("reg.io/web@" + ID);
    assertThat(reference(nameless, "aaaaaaaa")).hasToString("reg.io/web@" + ID);
    assertThat(reference(kept, "reg.io/web:1")).isNull();
  }

  private static @Nullable ImageReference reference(Image image, String written) {
    return ContainerImport.reference(
        new ImageIndex(EngineKind.DOCKER, List.of(image)), image, written);
  }
}
