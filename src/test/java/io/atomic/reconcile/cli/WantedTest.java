package io.atomic.reconcile.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.json.JsonMapper;

/** What is wrong with what people want, every verb finds, and tells in the same words. */
class WantedTest {
  private static final String WINDOW =
      "update.window is 'nightly', a window that the settings do not have";
  private static final String VARIABLE = "NOPE";

  @TempDir Path root = Path.of("");

  @BeforeEach
  void makeManifests() throws IOException {
    Files.createDirectories(root.resolve("etc/atomic"));
    var manifests = Files.createDirectories(root.resolve("etc/atomic.d"));
    Files.writeString(
        manifests.resolve("apps.yaml"),
        """
        apiVersion: atomic/v1
        kind: App
        metadata: {name: late}
        spec: {image: quay.io/a/b:1, update: {window: nightly}}
        ---
        apiVersion: atomic/v1
        kind: App
        metadata: {name: unset}
        spec: {image: quay.io/a/b:1, run: {command: [docker, run, '${NOPE}']}}
        """);
  }

  private void settings(String text) throws IOException {
    Files.writeString(root.resolve("etc/atomic/reconcile.yaml"), text);
  }

  private Said said(String... words) {
    var all = new ArrayList<>(List.of(words));
    all.add("--root=" + root);
    all.add("--state-dir=" + root.resolve("state"));
    all.add("--engine=" + root.resolve("none.sock"));
    return Said.to(all);
  }

  /** The problems of the manifests that the doctor finds. */
  private List<String> diagnosed() {
    return said("doctor", "-o", "json")
        .json()
        .path("diagnoses")
        .valueStream()
        .filter(diagnosis -> diagnosis.path("subject").stringValue().equals("manifests"))
        .filter(diagnosis -> diagnosis.path("level").stringValue().equals("problem"))
        .map(diagnosis -> diagnosis.path("message").stringValue())
        .toList();
  }

  @Test
  void theDoctorFindsWhatValidateFinds() {
    assertThat(said("validate"))
        .satisfies(said -> assertThat(said.exitStatus()).isEqualTo(78))
        .satisfies(said -> assertThat(said.err()).contains(WINDOW, VARIABLE));

    assertThat(diagnosed())
        .hasSize(2)
        .anySatisfy(problem -> assertThat(problem).contains(WINDOW))
        .anySatisfy(problem -> assertThat(problem).contains(VARIABLE));
  }

  @Test
  void whichWindowsWrongSettingsHaveTheDoctorDoesNotKnow() throws IOException {
    settings("windoes: {nightly: {start: '02:00', length: 3h}}\n");

    assertThat(diagnosed())
        .singleElement()
        .satisfies(problem -> assertThat(problem).contains(VARIABLE));
  }

  @Test
  void whatDoesNotComeToARunIsLoggedWithoutTheIdOfOne() throws IOException {
    settings("windoes: {}\n");

    var said = said("apply", "--log-format=json");

    assertThat(said.exitStatus()).isEqualTo(78);
    assertThat(said.err().lines().map(JsonMapper.shared()::readTree).toList())
        .isNotEmpty()
        .allSatisfy(line -> assertThat(line.has("run")).as("%s", line).isFalse());
  }
}
