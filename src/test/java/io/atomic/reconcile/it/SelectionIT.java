package io.atomic.reconcile.it;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;

/** A run about some apps only. */
@OnEachEngine
class SelectionIT {
  @AutoClose private final TestHost host;

  SelectionIT(EngineKind engine) {
    host = TestHost.on(engine);
  }

  @Test
  void aNamedAppBringsWhatItDependsOnAndRemovesNothing() {
    host.has("old", TestImage.plain());
    host.has("db", TestImage.plain());
    host.has("other", TestImage.plain());
    host.builds("web", TestImage.plain());
    host.converges("{old}");
    host.app("web", "image: localhost/{web}:1\ndependsOn: ['{db}']\n");
    host.deleteManifest("old");

    host.converges("{web}");

    host.container("web").isRunning();
    host.container("db").isRunning();
    host.container("old").isRunning();
    host.container("other").isAbsent();
  }

  @Test
  void aNameThatNobodyHasIsWrongUsage() {
    host.has("web", TestImage.plain());

    assertThat(host.fails(64, "nobody").err()).contains("'nobody'");

    host.container("web").isAbsent();
  }

  @Test
  void aLabelSelects() {
    host.builds("web", TestImage.plain());
    host.manifest(
        "web.yaml",
        """
        apiVersion: atomic/v1
        kind: App
        metadata: {name: '{web}', labels: {tier: front}}
        spec: {image: 'localhost/{web}:1'}
        """);
    host.has("other", TestImage.plain());

    host.converges("-l", "tier=front");

    host.container("web").isRunning();
    host.container("other").isAbsent();
  }
}
