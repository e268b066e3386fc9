package io.atomic.reconcile.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.atomic.reconcile.cycle.Targets.Choice;
import io.atomic.reconcile.manifest.Manifests;
import io.atomic.reconcile.model.Recorded;
import io.atomic.reconcile.plan.Selection;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SelectionOptionsTest {
  private static final String APP =
      """
      ---
      apiVersion: atomic/v1
      kind: App
      metadata: {name: %s}
      spec: {image: quay.io/a/b:1}
      """;
  private static final String HOST =
      """
      ---
      apiVersion: atomic/v1
      kind: Host
      metadata: {name: silverblue}
      spec: {ref: "fedora:fedora/43/x86_64/silverblue"}
      """;

  @TempDir Path directory = Path.of("");

  private Choice chosen(String manifests, String... names) throws IOException {
    Files.writeString(directory.resolve("all.yaml"), manifests);
    return new SelectionOptions()
        .targets(List.of(names))
        .among(Manifests.in(directory), Recorded.NOTHING);
  }

  private static Choice of(String... names) {
    return new Choice.Of(Selection.of(List.of(names)));
  }

  @Test
  void withoutANameEverythingIsMeant() throws IOException {
    assertThat(chosen(HOST)).isEqualTo(new Choice.Of(Selection.ALL));
  }

  @Test
  void theHostIsNamedByItsKindOrByKindAndName() throws IOException {
    assertThat(chosen(HOST, "host")).isEqualTo(of("Host/silverblue"));
    assertThat(chosen(HOST, "Host/silverblue")).isEqualTo(of("Host/silverblue"));
  }

  @Test
  void anAppOfThatNameComesFirst() throws IOException {
    var both = APP.formatted("host") + HOST;
    assertThat(chosen(both, "host")).isEqualTo(of("host"));
    assertThat(chosen(both, "host", "Host/silverblue")).isEqualTo(of("Host/silverblue", "host"));
  }

  @Test
  void aNameThatMeansNothingIsRefused() throws IOException {
    assertThat(chosen(HOST, "Host/coreos"))
        .isEqualTo(
            new Choice.Unknown("there is no 'Host/coreos': no such host is declared or recorded"));
    assertThat(chosen(HOST, "silverblue")).isInstanceOf(Choice.Unknown.class);
    assertThat(chosen(APP.formatted("web"), "host"))
        .isEqualTo(
            new Choice.Unknown("there is no app 'host': it is neither declared nor recorded"));
  }
}
