package io.atomic.reconcile.it;

import static io.atomic.reconcile.it.Patience.patiently;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;

/** Two runs never change the host at the same time. */
@OnEachEngine
class TwoRunsAtOnceIT {
  private static final String SLOW_INSTALL =
      "docker run --rm -v ${DATADIR}:/data IMAGE /bin/sh -c 'sleep 4; echo install >>/data/notes'";

  @AutoClose private final TestHost host;

  TwoRunsAtOnceIT(EngineKind engine) {
    host = TestHost.on(engine);
    host.has("web", TestImage.plain().with("INSTALL", SLOW_INSTALL));
  }

  @Test
  void theSecondWaitsForTheFirstAndFindsNothingToDo() {
    var first = host.starts("apply");
    awaitWork();

    var second = host.converges("--lock-timeout", "60s");

    assertThat(first.await().exitCode()).isZero();
    assertThat(second.out()).contains("Plan: nothing to do");
    assertThat(host.notesOf("web")).containsExactly("install");
    host.plansNothing();
  }

  @Test
  void theSecondGivesUpAfterItsLockTimeoutAndSaysWhoHoldsTheLock() {
    var first = host.starts("apply");
    awaitWork();

    var second = host.fails(75, "--lock-timeout", "200ms");

    assertThat(second.err()).contains(String.valueOf(first.pid())).contains("--lock-timeout");
    assertThat(first.await().exitCode()).isZero();
  }

  @Test
  void readingVerbsWaitForNobody() {
    var first = host.starts("apply");
    awaitWork();

    assertThat(host.plans().exitCode()).isZero();
    assertThat(first.isAlive()).isTrue();
    assertThat(first.await().exitCode()).isZero();
  }

  private void awaitWork() {
    patiently().until(() -> Files.exists(host.stateDirectory().resolve("journal.jsonl")));
  }
}
