package io.atomic.reconcile.it;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;

/** Invariant 2: a plan that was looked at is what is carried out, or nothing is. */
@OnEachEngine
class SavedPlanIT {
  @AutoClose private final TestHost host;

  SavedPlanIT(EngineKind engine) {
    host = TestHost.on(engine);
  }

  @Test
  void aPlanThatStillFitsIsCarriedOut() {
    host.has("web", TestImage.noting("1"));
    var file = saved();

    host.converges(file);

    host.container("web").isRunning();
    host.plansNothing();
  }

  @Test
  void aPlanIsRefusedWhenItsImageWasRebuilt() {
    host.has("web", TestImage.noting("1"));
    var file = saved();
    host.builds("web", TestImage.noting("2"));

    assertThat(host.fails(1, file).text()).contains("no longer fits");

    host.container("web").isAbsent();
    assertThat(host.notesOf("web")).isEmpty();
  }

  @Test
  void aPlanIsRefusedWhenThereIsMoreToDoNow() {
    host.has("web", TestImage.plain());
    var file = saved();
    host.has("other", TestImage.plain());

    assertThat(host.fails(1, file).text()).contains("no longer fits");

    host.container("web").isAbsent();
    host.container("other").isAbsent();
  }

  @Test
  void aFileThatIsNoPlanIsSaidToBeNone() {
    host.has("web", TestImage.plain());
    var file = TestHost.write(host.directory().resolve("plan.json"), "[]").toString();

    assertThat(host.applies(file).exitCode()).isNotZero();

    host.container("web").isAbsent();
  }

  private String saved() {
    var file = host.directory().resolve("plan.json");
    assertThat(host.plans("--out", file.toString()).exitCode()).isZero();
    return file.toString();
  }
}
