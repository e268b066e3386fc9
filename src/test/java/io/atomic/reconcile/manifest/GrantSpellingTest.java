package io.atomic.reconcile.manifest;

import static org.assertj.core.api.Assertions.assertThat;

import io.atomic.reconcile.model.Grant;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Who writes what is no grant is told which one was meant. */
class GrantSpellingTest {

  @ParameterizedTest
  @CsvSource(
      delimiter = '>',
      quoteCharacter = '~',
      value = {
        "priviledged       > did you mean 'privileged'?",
        "host-netwrok      > did you mean 'host-network'?",
        "cap:sys_time      > did you mean 'cap:SYS_TIME'?",
        "cap:CAP_SYS_TIME  > did you mean 'cap:SYS_TIME'?",
        "caps:SYS_TIME     > did you mean 'cap:SYS_TIME'?",
        "mount:srv         > did you mean 'mount:/srv'?",
        "mounts:/srv       > did you mean 'mount:/srv'?",
        "mount:/srv/../etc > such a grant looks like 'mount:/srv'",
        "mount             > such a grant looks like 'mount:/srv'",
        "mount:/etc:rw     > behind its path a mount has nothing or ':ro'; did you mean 'mount:/etc'?",
        "mount:srv:/x:z,ro > behind its path a mount has nothing or ':ro'; did you mean 'mount:/srv:ro'?",
        "option:sysctl     > did you mean 'option:--sysctl'?",
        "option:-v         > did you mean 'option:--v'?",
        "device:           > such a grant looks like 'device:/dev/fuse'",
        "container:a b     > such a grant looks like 'container:db'"
      })
  void theNearestIsNamed(String written, String remedy) {
    assertThat(Grant.find(written.strip())).isNull();
    assertThat(GrantSpelling.remedy(written.strip())).isEqualTo(remedy.strip());
  }

  @Test
  void whatIsNearNothingGetsTheWholeList() {
    assertThat(GrantSpelling.remedy("everything"))
        .startsWith("known are privileged, shell, engine-socket");
  }

  @Test
  void itIsRefusedAtItsPlace(@TempDir Path directory) throws IOException {
    Files.writeString(
        directory.resolve("web.yaml"),
        """
        apiVersion: atomic/v1
        kind: App
        metadata: {name: web}
        spec:
          image: quay.io/a/b:1
          grants: [privileged, "cap:sys_time"]
        """);

    assertThat(Manifests.in(directory).problems())
        .singleElement()
        .asString()
        .endsWith(
            ":6:24: spec.grants[1] is 'cap:sys_time', which is no grant; did you mean"
                + " 'cap:SYS_TIME'?");
  }
}
