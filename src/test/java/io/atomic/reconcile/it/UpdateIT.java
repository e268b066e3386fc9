package io.atomic.reconcile.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Tags that move in a registry: noticed without a pull, and taken as the manifest says. */
@OnEachEngine
class UpdateIT {
  @AutoClose private final TestHost host;
  private final TestRegistry registry;

  UpdateIT(EngineKind engine) {
    host = TestHost.on(engine);
    registry = new TestRegistry(host.nameOf("web"));
  }

  /** The tag means the first of them. */
  private void publishTwoVersions() {
    host.publishes("web", "first", TestImage.plain().with("version", "1"));
    host.publishes("web", "second", TestImage.plain().with("version", "2"));
    registry.moves("1", "first");
  }

  private String app(String update) {
    var reference = TestServers.registry() + "/" + host.nameOf("web") + ":1";
    host.app("web", "image: %s\nupdate: %s\nhealth: {running: 2s}\n".formatted(reference, update));
    return reference;
  }

  private JsonNode condition() {
    var status = JsonMapper.shared().readTree(host.runs("status", "{web}", "-o", "json").out());
    for (var condition : status.path("apps").path(0).path("conditions")) {
      if (condition.path("type").asString().equals("UpdateAvailable")) {
        return condition;
      }
    }
    throw new AssertionError("nothing is said of updates: " + status);
  }

  @Test
  void anUpdateIsTakenAndTheNextRunIsQuiet() {
    publishTwoVersions();
    app("{policy: auto}");
    host.converges();
    var first = host.container("web");
    host.converges();
    host.plansNothing();
    assertThat(condition().path("status").asString()).isEqualTo("False");

    var digest = registry.moves("1", "second");

    assertThat(host.plans().out())
        .as("without a pull")
        .contains(digest, "its tag has moved", "(known after fetch)");
    host.container("web").isUntouchedSince(first);
    var run = JsonMapper.shared().readTree(host.converges("-o", "json").out());
    var second = host.container("web").isRunning();
    assertThat(second.imageId()).isNotEqualTo(first.imageId());
    var image = run.path("changes").path(0).path("image");
    assertThat(image.path("digest").asString()).isEqualTo(digest);
    assertThat(image.path("id").asString()).isEqualTo(second.imageId());
    assertThat(image.path("resolvedAt").asString()).isNotEmpty();
    host.plansNothing();
    host.converges();
    host.container("web").isUntouchedSince(second);
  }

  @Test
  void anIndexThatHasTheSameImageChangesNothing() {
    host.publishes("web", "first", TestImage.plain());
    registry.moves("1", "first");
    app("{policy: auto}");
    host.converges();
    var web = host.container("web");

    registry.movesToIndex("1", "first");
    host.converges();

    host.container("web").isUntouchedSince(web);
    host.plansNothing();
  }

  @Test
  void anIndexIsTakenAsAnImageIs() {
    publishTwoVersions();
    app("{policy: auto}");
    host.converges();
    var first = host.container("web");

    registry.movesToIndex("1", "second");
    host.converges();

    assertThat(host.container("web").isRunning().imageId()).isNotEqualTo(first.imageId());
    host.plansNothing();
  }

  @Test
  void aVersionThatFailsIsNotTakenAgainAndAFixedOneIsTakenAtOnce() {
    host.publishes("web", "good", TestImage.plain().with("version", "1"));
    host.publishes("web", "bad", TestImage.of("echo cannot bind; exit 3"));
    host.publishes("web", "fixed", TestImage.plain().with("version", "3"));
    registry.moves("1", "good");
    app("{policy: auto}");
    host.converges();
    var good = host.container("web");

    registry.moves("1", "bad");
    assertThat(host.fails(1).out()).contains("exit code 3", "cannot bind", "rolled back");
    assertThat(host.container("web").isRunning().id()).isEqualTo(good.id());
    assertThat(host.fails(1).out()).contains("RolledBack", "is not tried again");

    registry.moves("1", "fixed");
    host.converges();
    assertThat(host.container("web").isRunning().imageId()).isNotEqualTo(good.imageId());
    host.plansNothing();
  }

  @Test
  void whoWantsToBeToldIsTold() {
    publishTwoVersions();
    app("{policy: notify}");
    host.converges();
    var first = host.container("web");
    var digest = registry.moves("1", "second");

    var run = host.converges();

    assertThat(run.text()).contains("an update is available", digest, "update --force");
    host.container("web").isUntouchedSince(first);
    assertThat(condition().path("status").asString()).isEqualTo("True");
    assertThat(condition().path("reason").asString()).isEqualTo("TagMoved");
    host.plansNothing();

    assertThat(host.byHand("update", "--force", "{web}").exitCode()).isZero();
    assertThat(host.container("web").isRunning().imageId()).isNotEqualTo(first.imageId());
    host.converges();
    assertThat(condition().path("status").asString()).isEqualTo("False");
  }

  @Test
  void whoDoesNotWantToKnowIsNotTold() {
    publishTwoVersions();
    app("{policy: never}");
    host.converges();
    var first = host.container("web");
    registry.moves("1", "second");

    assertThat(host.converges().text()).doesNotContain("update");
    assertThat(host.runs("status", "{web}", "-o", "json").out()).doesNotContain("UpdateAvailable");

    host.plansNothing();
    host.container("web").isUntouchedSince(first);
  }

  @Test
  void whatIsTooYoungWaits() {
    publishTwoVersions();
    app("{policy: auto, minAge: 72h}");
    host.converges();
    var first = host.container("web");
    registry.moves("1", "second");

    assertThat(host.converges().text()).contains("is old enough on");
    host.container("web").isUntouchedSince(first);
    assertThat(condition().path("reason").asString()).isEqualTo("TooYoung");

    app("{policy: auto}");
    host.converges();
    assertThat(host.container("web").isRunning().imageId()).isNotEqualTo(first.imageId());
  }

  @Test
  void aRegistryThatIsDownFailsNothing() {
    host.builds("web", TestImage.plain());
    var reference = "127.0.0.1:9/" + host.nameOf("web") + ":1";
    host.engine().does("tag", host.named("localhost/{web}:1"), reference);
    host.app("web", "image: %s\nupdate: {policy: auto}\n".formatted(reference));
    host.converges();
    var web = host.container("web");

    assertThat(host.converges().text()).contains("whether there is an update is not known");

    host.container("web").isUntouchedSince(web);
    assertThat(condition().path("status").asString()).isEqualTo("Unknown");
    assertThat(condition().path("reason").asString()).isEqualTo("RegistrySilent");
    var since = condition().path("since").asString();
    host.converges();
    assertThat(condition().path("since").asString()).as("the first time in a row").isEqualTo(since);
  }

  /** Invariant 1. */
  @Test
  void aPlanAsksAndWritesNothing() throws Exception {
    publishTwoVersions();
    var reference = app("{policy: notify}");
    host.converges();
    registry.moves("1", "second");
    var state = Files.readString(stateFile());
    var image = host.engine().imageId(reference);

    assertThat(host.plans().out()).contains("an update is available");

    assertThat(Files.readString(stateFile())).isEqualTo(state);
    assertThat(host.engine().imageId(reference)).isEqualTo(image);
  }

  private Path stateFile() {
    return host.stateDirectory().resolve("state.json");
  }
}
