package io.atomic.reconcile.cli;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Wrong usage is refused before anything begins. */
class UsageTest {
  @ParameterizedTest
  @ValueSource(strings = {"0", "-1", "65", "many"})
  void parallelismThatNoRunCouldHaveIsWrongUsage(String apps) {
    assertThat(Main.run("plan", "--parallelism=" + apps)).isEqualTo(64);
  }
}
