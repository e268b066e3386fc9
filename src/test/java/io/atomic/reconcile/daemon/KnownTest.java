package io.atomic.reconcile.daemon;

import static io.atomic.reconcile.daemon.ScopeTest.app;
import static io.atomic.reconcile.daemon.ScopeTest.declared;
import static io.atomic.reconcile.daemon.ScopeTest.recorded;
import static org.assertj.core.api.Assertions.assertThat;

import io.atomic.reconcile.cycle.EngineEvents.Event;
import io.atomic.reconcile.cycle.EngineEvents.Happening;
import io.atomic.reconcile.model.App;
import io.atomic.reconcile.model.Declared;
import io.atomic.reconcile.model.Desired;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Whom something concerns that happened. */
class KnownTest {
  private final Known known = new Known(declared("db", "web"), recorded("web", "old"));

  @Test
  void ourLabelSaysWhoseContainerItIs() {
    assertThat(known.touchedBy(container(Happening.DIED, "c1", "web", "anything")))
        .containsExactly("web");
    assertThat(known.touchedBy(container(Happening.DIED, "c1", "other", "anything"))).isEmpty();
  }

  @Test
  void aNameThatAnAppNeedsIsThatAppsBusiness() {
    assertThat(known.touchedBy(container(Happening.REMOVED, "c1", null, "db")))
        .as("somebody else's container was in the way")
        .containsExactly("db");
    assertThat(known.touchedBy(container(Happening.RENAMED, "c1", null, "old", "new")))
        .containsExactly("old");
  }

  @Test
  void whatIsNobodysBusinessTouchesNobody() {
    assertThat(known.touchedBy(container(Happening.DIED, "c1", null, "somebody"))).isEmpty();
    assertThat(known.touchedBy(image("quay.io/other:1"))).isEmpty();
  }

  @Test
  void aTagThatMovedIsTheBusinessOfThoseThatNameIt() {
    assertThat(known.touchedBy(image("localhost/web:1"))).containsExactly("web");
    assertThat(known.touchedBy(image("localhost/web:2"))).isEmpty();
    assertThat(known.touchedBy(image("web:1"))).as("docker leaves localhost out").isNotEmpty();

    var short_ = new Known(of(Map.of("web", app("web", "httpd"))), recorded());
    assertThat(short_.touchedBy(image("docker.io/library/httpd:latest")))
        .as("podman says where a name without registry comes from")
        .containsExactly("web");
  }

  private static Desired of(Map<String, App> apps) {
    var declared = new TreeMap<String, Declared<App>>();
    apps.forEach((name, app) -> declared.put(name, new Declared<>(app, null)));
    return new Desired(
        declared,
        null,
        Collections.emptySortedSet(),
        true,
        new Desired.Source.Manifests(),
        List.of());
  }

  private static Event container(
      Happening happening, String id, @Nullable String app, String... names) {
    return new Event(happening, id, new TreeSet<>(Set.of(names)), app);
  }

  private static Event image(String name) {
    return new Event(Happening.TAGGED, "sha256:1", new TreeSet<>(Set.of(name)), null);
  }
}
