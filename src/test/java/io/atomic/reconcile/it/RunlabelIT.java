package io.atomic.reconcile.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.assertj.core.api.SoftAssertions;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.json.JsonMapper;

/**
 * Side by side with {@code podman container runlabel --display}, for labels that it reads right. It
 * shows words without quotes, so that these are compared without quotes as well.
 */
class RunlabelIT {
  private static final List<String> TEXTS =
      List.of(
          "podman run -d --name NAME IMAGE",
          "docker run -d --name NAME IMAGE",
          "/usr/bin/podman run -d --name NAME IMAGE",
          "/usr/bin/docker run --rm --privileged -v /:/host -e NAME=NAME -e IMAGE=IMAGE IMAGE /x",
          "podman run -d --name ${NAME} -e NAME=${NAME} -e IMAGE=${IMAGE} ${IMAGE}",
          "podman run -ti --rm --net=host --name $NAME $IMAGE sh",
          "podman run --name=${NAME} -e X=\"a b\" IMAGE sh -c 'date'",
          "podman run ${OPT1} --name NAME ${OPT2} IMAGE ${OPT3}",
          "podman   run\t--name  NAME IMAGE",
          "podman run --name NAME-x IMAGE echo a,b",
          "podman rm -f NAME",
          "podman stop -t 3 ${NAME}");

  @AutoClose private final TestHost host = TestHost.on(EngineKind.PODMAN);

  private String runlabel(String name, String label, String image, String... words) {
    var configuration = TestServers.podmanConfiguration();
    var argv = new ArrayList<>(List.of("podman", "container", "runlabel", "--display"));
    argv.addAll(List.of("--name", name, "--opt1", "-p 80:80", "--opt3", "go", label, image));
    argv.addAll(List.of(words));
    var shown =
        Command.start(
                argv,
                Map.of(
                    "CONTAINERS_CONF", configuration.resolve("containers.conf").toString(),
                    "CONTAINERS_STORAGE_CONF", configuration.resolve("storage.conf").toString(),
                    "CONTAINERS_REGISTRIES_CONF",
                        configuration.resolve("registries.conf").toString()),
                "")
            .await();
    assertThat(shown.exitCode()).as("%s %s", argv, shown).isZero();
    return shown.out().strip().replaceFirst("^command: ", "");
  }

  @Test
  void labelShowsTheWordsThatItShows() {
    var labels = new TreeMap<String, String>();
    for (var i = 0; i < TEXTS.size(); i++) {
      labels.put("ROW" + i, TEXTS.get(i));
    }
    var image = TestImage.plain();
    for (var label : labels.entrySet()) {
      image = image.with(label.getKey(), label.getValue());
    }
    host.builds("web", image);
    var reference = host.named("localhost/{web}:1");

    var softly = new SoftAssertions();
    labels.forEach((label, text) ->
        softly
            .assertThat(label(text, reference))
            .as(text)
            .isEqualTo(runlabel("web", label, reference, "more", "words")));
    softly.assertAll();
  }

  private static String label(String text, String image) {
    var shown =
        Program.run(
            List.of(
                "label",
                text,
                "--name=web",
                "--image=" + image,
                "--option=1=-p 80:80",
                "--option=3=go",
                "-o",
                "json",
                "more",
                "words"));
    assertThat(shown.exitCode()).as("%s", shown).isZero();
    return JsonMapper.shared().readTree(shown.out()).path("argv").values().stream()
        .map(word -> word.asString())
        .collect(Collectors.joining(" "))
        .replaceFirst("^docker ", "podman ");
  }

  @Test
  void theVerbsShowTheSameCommandsButForWhatTheyAdd() {
    host.builds(
        "web",
        TestImage.plain()
            .with("INSTALL", "podman run --rm -e NAME=NAME -e IMAGE=IMAGE IMAGE true")
            .with("RUN", "podman run -d --net=host ${OPT1} --name ${NAME} $IMAGE sleep 1000")
            .with("STOP", "podman stop -t 0 NAME")
            .with("UNINSTALL", "podman rm -f ${NAME}"));
    var name = host.nameOf("web");
    var reference = host.named("localhost/{web}:1");

    displays("install", "INSTALL", name, reference);
    displays("run", "RUN", name, reference);
    for (var verb : List.of("install", "run")) {
      var ran = host.byHand(verb, "--opt1=-p 80:80", "--grant=host-network", reference);
      assertThat(ran.exitCode()).as("%s", ran).isZero();
    }
    displays("stop", "STOP", name, reference);
    displays("uninstall", "UNINSTALL", name, reference);
  }

  private void displays(String verb, String label, String name, String reference) {
    var words = new ArrayList<>(List.of("--display"));
    if (verb.equals("run") || verb.equals("install")) {
      words.addAll(List.of("--opt1=-p 80:80", "--opt3=go", "--grant=host-network"));
    }
    words.add(reference);
    var shown = host.byHand(verb, words.toArray(String[]::new));
    assertThat(shown.exitCode()).as("%s", shown).isZero();
    assertThat(shown.out().strip().replace("'", ""))
        .as(verb)
        .isEqualTo(withWhatWeAdd(runlabel(name, label, reference), name, verb));
  }

  /** Where the engine listens, a name for what else would get a random one, and no pulling. */
  private String withWhatWeAdd(String theirs, String name, String verb) {
    var named = theirs.contains("--name") ? "" : "--name %s.%s ".formatted(name, verb);
    return theirs
        .replaceFirst("^podman run", "podman run %s--pull=never".formatted(named))
        .replaceFirst("^podman", String.join(" ", host.engine().commandLine()));
  }
}
