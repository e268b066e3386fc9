package io.atomic.reconcile.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;

/** What somebody says of an app's versions counts in every run until they say otherwise. */
@OnEachEngine
class VersionVerbsIT {
  @AutoClose private final TestHost host;

  VersionVerbsIT(EngineKind engine) {
    host = TestHost.on(engine);
  }

  private Command.Result does(String... words) {
    var result = host.runs(words);
    assertThat(result.exitCode()).as("%s", result).isZero();
    return result;
  }

  @Test
  void aSuspendedAppIsLeftAloneUntilItIsResumed() {
    host.has("web", TestImage.plain());
    host.converges();
    does("suspend", "{web}", "--reason", "moving house", "--for", "1h");
    host.engine().ends(List.of(host.nameOf("web")));

    var run = host.converges();

    host.container("web").isAbsent();
    assertThat(host.plans().out()).contains("Suspended", "moving house");
    assertThat(run.out()).doesNotContain("done");
    does("resume", "{web}");
    host.converges();
    host.container("web").isRunning();
  }

  @Test
  void whatSomebodyWentBackFromIsHeldUntilTheySayRetry() {
    var first = host.builds("web", TestImage.plain().with("version", "1"));
    host.app("web");
    host.converges();
    var second = host.builds("web", TestImage.plain().with("version", "2"));
    host.converges();

    does("rollback", "{web}");

    assertThat(host.container("web").isRunning().imageId()).isEqualTo(first);
    var held = host.converges();
    assertThat(held.out()).contains("RolledBack", "somebody went back");
    assertThat(host.container("web").isRunning().imageId()).isEqualTo(first);

    does("retry", "{web}");
    host.converges();
    assertThat(host.container("web").isRunning().imageId()).isEqualTo(second);
    host.plansNothing();
  }

  @Test
  void whatFailedIsTriedAgainWhenSomebodySaysSo() {
    host.has("web", TestImage.plain());
    host.converges();
    host.builds("web", TestImage.of("exit 1"));
    host.fails(1);
    assertThat(host.recorded("web").path("bad").size()).isEqualTo(1);

    does("retry", "{web}");

    assertThat(host.recorded("web").path("bad").size()).isZero();
    assertThat(host.fails(1).out()).contains("exit code 1");
  }

  @Test
  void whereThereIsNoWayBackNothingIsHeld() {
    var first = host.builds("web", TestImage.plain().with("version", "1"));
    host.app("web");
    host.converges();
    var none = host.runs("rollback", "{web}");
    assertThat(none.exitCode()).as("%s", none).isEqualTo(1);
    assertThat(none.err()).contains("there is no version 1 back", "history");
    host.builds("web", TestImage.plain().with("version", "2"));
    host.converges();
    var web = host.container("web");
    host.engine().does("rmi", "-f", first);

    var lost = host.runs("rollback", "{web}");

    assertThat(lost.exitCode()).as("%s", lost).isEqualTo(1);
    assertThat(lost.err()).contains("is not on disk any more");
    host.converges();
    host.container("web").isUntouchedSince(web);
    host.plansNothing();
  }

  @Test
  void anAppThatNobodyRecordedIsSaidToBeUnknown() {
    for (var verb : new String[] {"retry", "resume", "suspend", "rollback"}) {
      var result = host.runs(verb, "{none}");
      assertThat(result.exitCode()).as("%s", result).isEqualTo(64);
      assertThat(result.err()).contains("there is no app '%s'".formatted(host.nameOf("none")));
    }
  }
}
