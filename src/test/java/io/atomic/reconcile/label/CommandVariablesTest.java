package io.atomic.reconcile.label;

import static org.assertj.core.api.Assertions.assertThat;

import io.atomic.reconcile.label.Variables.Value;
import io.atomic.reconcile.model.EnvValue;
import org.junit.jupiter.api.Test;

/** The variables that label commands may use. */
class CommandVariablesTest {
  private static Variables variables(Requests requests) {
    return requests.build().variables();
  }

  @Test
  void builtInOnesComeFirstAndAreNeverShadowed() {
    var variables =
        variables(
            Requests.of(Purpose.RUN, "x")
                .with("NAME", "other")
                .with("OPT1", "other")
                .with("MODE", "fast"));

    assertThat(variables.lookup("NAME")).isEqualTo(new Value.Plain("web"));
    assertThat(variables.lookup("OPT1")).isEqualTo(new Value.Unset());
    assertThat(variables.lookup("MODE")).isEqualTo(new Value.Plain("fast"));
  }

  @Test
  void aSecretIsKnownByNameOnly() {
    assertThat(variables(Requests.of(Purpose.RUN, "x").withSecret("PW")).lookup("PW"))
        .isEqualTo(new Value.Secret("PW"));
  }

  @Test
  void nothingOfOurOwnEnvironmentIsSeen() {
    assertThat(variables(Requests.of(Purpose.RUN, "x")).lookup("PATH"))
        .isEqualTo(new Value.Unset());
  }

  @Test
  void theChildSeesWhatTheTextSees() {
    var variables =
        (CommandVariables)
            variables(
                Requests.of(Purpose.RUN, "x")
                    .with("NAME", "other")
                    .with("MODE", "fast")
                    .withOption("2", "b"));

    assertThat(variables.environment())
        .containsEntry("NAME", new EnvValue.Plain("web"))
        .containsEntry("OPT2", new EnvValue.Plain("b"))
        .containsEntry("MODE", new EnvValue.Plain("fast"))
        .doesNotContainKeys("OPT1", "RUN_OPTS");
  }
}
