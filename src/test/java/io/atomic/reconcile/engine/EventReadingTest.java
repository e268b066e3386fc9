package io.atomic.reconcile.engine;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.github.dockerjava.api.model.Event;
import com.github.dockerjava.core.DefaultDockerClientConfig;
import io.atomic.reconcile.cycle.EngineEvents;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;

/**
 * What engines have really told while a container with our label was created, started, paused, let
 * go on, given other limits, renamed, killed and removed, and an image was given a name and lost
 * it.
 */
class EventReadingTest {
  private static final ObjectMapper JSON =
      DefaultDockerClientConfig.createDefaultConfigBuilder().build().getObjectMapper();

  @Test
  void ofDocker() throws IOException {
    assertThat(told("docker"))
        .containsExactly(
            "STARTED 21712f5f [web] of web",
            "PAUSED 21712f5f [web] of web",
            "UNPAUSED 21712f5f [web] of web",
            "UPDATED 21712f5f [web] of web",
            "RENAMED 21712f5f [aside, web] of web",
            "DIED 21712f5f [aside] of web",
            "REMOVED 21712f5f [aside] of web",
            "TAGGED 61b37e02 [localhost/web:1, sha256:61b37e02]",
            "TAGGED 61b37e02 [sha256:61b37e02]");
  }

  @Test
  void ofPodman() throws IOException {
    assertThat(told("podman"))
        .containsExactly(
            "TAGGED  [localhost/atomic-test/busybox:1]",
            "STARTED 26bb6bc2 [web] of web",
            "PAUSED 26bb6bc2 [web] of web",
            "UNPAUSED 26bb6bc2 [web] of web",
            "RENAMED 26bb6bc2 [aside] of web",
            "DIED 26bb6bc2 [aside] of web",
            "REMOVED 26bb6bc2 [aside] of web",
            "TAGGED 697f446d [697f446d, localhost/web:1]",
            "TAGGED 697f446d [697f446d, localhost/web:1]",
            "TAGGED 697f446d [697f446d, localhost/web:1]");
  }

  @Test
  void whatIsReadIsWhatTheEngineIsAskedFor() throws IOException {
    for (var engine : List.of("docker", "podman")) {
      for (var event : events(engine)) {
        assertThat(EventReading.read(event) != null)
            .as("%s", event)
            .isEqualTo(EventReading.ACTIONS.contains(event.getAction()));
      }
    }
  }

  @Test
  void somebodyElsesContainerHasNoApp() throws IOException {
    var read =
        EventReading.read(
            event(
                """
                {"Type":"container","Action":"die","Actor":{"ID":"c1","Attributes":{"name":"somebody"}}}
                """));

    assertThat(text(Objects.requireNonNull(read))).isEqualTo("DIED c1 [somebody]");
  }

  @Test
  void whatSaysLessThanItShouldIsNoError() throws IOException {
    assertThat(EventReading.read(event("{}"))).isNull();
    assertThat(EventReading.read(event("{\"Type\":\"container\",\"Action\":\"die\"}"))).isNull();
    var bare = EventReading.read(event("{\"Type\":\"container\",\"Action\":\"die\",\"Actor\":{}}"));
    assertThat(text(Objects.requireNonNull(bare))).isEqualTo("DIED  []");
  }

  private static List<String> told(String engine) throws IOException {
    return events(engine).stream()
        .map(EventReading::read)
        .filter(Objects::nonNull)
        .map(EventReadingTest::text)
        .toList();
  }

  private static List<Event> events(String engine) throws IOException {
    var events = new ArrayList<Event>();
    for (var line : Files.readAllLines(Path.of("src/test/resources/events", engine + ".jsonl"))) {
      events.add(event(line));
    }
    return events;
  }

  private static Event event(String json) throws IOException {
    return JSON.readValue(json, Event.class);
  }

  /** IDs as short as people write them. */
  private static String text(EngineEvents.Event event) {
    var text = "%s %s %s".formatted(event.happening(), event.id(), event.names());
    return (event.app() == null ? text : text + " of " + event.app())
        .replaceAll("([0-9a-f]{8})[0-9a-f]{56}", "$1")
        .replaceFirst(" sha256:", " ");
  }
}
