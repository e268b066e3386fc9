package io.atomic.reconcile.it;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;

/** Images that come from a registry, or do not. */
@OnEachEngine
class RegistryIT {
  @AutoClose private final TestHost host;

  RegistryIT(EngineKind engine) {
    host = TestHost.on(engine);
  }

  @Test
  void anImageThatWePulledGoesWithTheApp() {
    var reference = host.publishes("web", "1", TestImage.noting("1"));
    host.app("web", "image: " + reference);

    assertThat(host.plans().out()).contains("• fetch " + reference, "(known after fetch)");
    assertThat(host.engine().hasImage(reference)).as("a plan fetches nothing").isFalse();
    host.converges();

    host.container("web").isRunning();
    assertThat(host.notesOf("web")).containsExactly("install 1", "run 1");
    host.plansNothing();

    host.app("web", "image: " + reference + "\nstate: absent\n");
    host.converges();
    assertThat(host.engine().hasImage(reference)).isFalse();
    assertThat(host.notesOf("web")).endsWith("stop 1", "uninstall 1");
    host.plansNothing();
  }

  @Test
  void anotherTagOfTheSameImageIsFetchedAndRecordedAndRestartsNothing() {
    host.builds("web", TestImage.plain());
    var local = host.named("localhost/{web}:1");
    var first = host.engine().pushes(local, host.named("{web}:1"));
    var second = host.engine().pushes(local, host.named("{web}:2"));
    host.engine().does("rmi", second);
    host.app("web", "image: " + first);
    host.converges();
    var web = host.container("web");
    host.app("web", "image: " + second);

    host.converges();

    host.container("web").isUntouchedSince(web);
    host.plansNothing();
  }

  /** Invariant 7: what one app fetches in a second round is no business of another's. */
  @Test
  void anImageThatALabelNamesIsFetchedAsWellAndDisturbsNoOtherApp() {
    var tool = host.publishes("tool", "1", TestImage.plain());
    var web =
        host.publishes(
            "web", "1", TestImage.plain().with("INSTALL", "docker run --rm " + tool + " true"));
    var other =
        host.publishes(
            "other", "1", TestImage.plain().with("INSTALL", "docker run --rm IMAGE true"));
    host.app("web", "image: " + web);
    host.app("other", "image: " + other);

    host.converges();

    host.container("web").isRunning();
    host.container("other").isRunning();
    host.plansNothing();
  }

  /** Invariant 4. */
  @Test
  void aNameThatAUserGaveToAnImageOfOursStays() {
    var reference = host.publishes("web", "1", TestImage.plain());
    host.app("web", "image: " + reference);
    host.converges();
    var kept = host.named("localhost/{kept}:1");
    host.engine().does("tag", reference, kept);
    host.app("web", "image: " + reference + "\nstate: absent\n");

    host.converges();

    assertThat(host.engine().hasImage(reference)).isFalse();
    assertThat(host.engine().hasImage(kept)).isTrue();
  }

  @Test
  void anImageThatWasThereBeforeUsStays() {
    var reference = host.publishes("web", "1", TestImage.plain());
    host.engine().does("pull", reference);
    host.app("web", "image: " + reference);
    host.converges();
    host.app("web", "image: " + reference + "\nstate: absent\n");

    host.converges();

    assertThat(host.engine().hasImage(reference)).isTrue();
  }

  /** Invariants 3 and 7. */
  @Test
  void anImageThatNobodyHasBlocksItsDependantsAndStopsNothing() {
    var missing = TestServers.registry() + "/{db}:none";
    host.has("db", TestImage.noting("1"));
    host.has("bystander", TestImage.plain());
    host.converges();
    var db = host.container("db");
    host.app("db", "image: " + missing);
    host.builds("web", TestImage.plain());
    host.app("web", "image: localhost/{web}:1\ndependsOn: ['{db}']\n");
    host.has("other", TestImage.plain());
    host.app("bystander", "image: localhost/{bystander}:1\nrun: {args: [sleep, '100000']}\n");

    var result = host.fails(1);

    assertThat(result.text()).contains(host.named("App/{db} failed"), "tried to pull");
    host.container("db").isUntouchedSince(db);
    assertThat(host.notesOf("db")).containsExactly("install 1", "run 1");
    host.container("web").isAbsent();
    host.container("other").isRunning();
    host.container("bystander").isRunning();
    assertThat(host.recorded("bystander").path("manifest").toString()).contains("100000");
  }

  @Test
  void withPullNeverAMissingImageIsSaidBeforeAnythingMoves() {
    host.has("web", TestImage.noting("1"));
    host.converges();
    var before = host.container("web");
    host.app("web", "image: localhost/{web}:2\npull: never\n");

    assertThat(host.fails(1).text()).contains("held (ImageMissing)", "pull: never");

    host.container("web").isUntouchedSince(before);
  }
}
