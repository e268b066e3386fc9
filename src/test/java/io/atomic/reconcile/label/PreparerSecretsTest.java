package io.atomic.reconcile.label;

import static org.assertj.core.api.Assertions.assertThat;

import io.atomic.reconcile.label.Prepared.Ready;
import io.atomic.reconcile.label.Prepared.Refused;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Secrets never reach an argument list. */
class PreparerSecretsTest {

  private static Ready ready(Requests request) {
    var prepared = Preparer.prepare(request.build());
    assertThat(prepared).isInstanceOf(Ready.class);
    return (Ready) prepared;
  }

  private static LabelProblem refused(Requests request) {
    var prepared = Preparer.prepare(request.build());
    assertThat(prepared).isInstanceOf(Refused.class);
    return ((Refused) prepared).problems().getFirst();
  }

  @ParameterizedTest
  @CsvSource({
    "-e X=${PW}, -e X",
    "--env=X=${PW}, --env=X",
    "--env \"X=$PW\", --env X",
    "-eX=$PW, -eX"
  })
  void aSecretForAContainerGoesThroughTheEnvironment(String given, String left) {
    var ready =
        ready(
            Requests.of(Purpose.RUN, "docker run -d --name NAME " + given + " IMAGE")
                .withSecret("PW"));

    assertThat(ShellWords.join(ready.argv()))
        .isEqualTo("docker run --pull=never -e PW -d --name web " + left + " reg.io/web:1");
    assertThat(ready.environment()).containsEntry("X", Requests.secret("PW"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "docker run -e URL=http://u:${PW}@h IMAGE",
        "docker run IMAGE --password=${PW}",
        "docker run -l p=${PW} IMAGE",
        "docker run ${PW}",
        "docker run -d${PW} IMAGE",
        "docker run --name${PW} IMAGE",
        "docker ${PW} x",
        "docker container ${PW}",
        "docker run -e LD_PRELOAD=${PW} IMAGE",
        "docker run -e PATH=${PW} IMAGE",
        "docker stop ${PW}",
        "echo ${PW}"
      })
  void aSecretAnywhereElseIsRefused(String label) {
    assertThat(Preparer.prepare(Requests.of(Purpose.RUN, label).withSecret("PW").build()))
        .isInstanceOf(Refused.class);
  }

  @Test
  void aRefusedSecretIsNamed() {
    assertThat(
            refused(Requests.of(Purpose.RUN, "docker run IMAGE $PW").withSecret("PW")).toString())
        .isEqualTo(
            "tried to put secret 'PW' into an argument of label RUN, but every user of the host can"
                + " read arguments; a container gets it with '-e PW=${PW}' and nothing else in that"
                + " word");
  }
}
