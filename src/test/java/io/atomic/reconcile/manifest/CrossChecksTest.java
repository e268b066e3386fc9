package io.atomic.reconcile.manifest;

import static io.atomic.reconcile.manifest.Written.app;
import static org.assertj.core.api.Assertions.assertThat;

import io.atomic.reconcile.model.ResourceId;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CrossChecksTest {
  private static final String A = "etc/atomic.d/a.yaml";
  private static final String B = "etc/atomic.d/b.yaml";

  @TempDir Path root;
  private Written written;

  @BeforeEach
  void start() {
    written = new Written(root);
  }

  @Test
  void duplicatesNameBothPlacesAndAreBothInvalid() throws Exception {
    written.etc("a.yaml", app("web"), app("other")).etc("b.yaml", app("web"));

    assertThat(written.problems())
        .containsExactly(
            A + ":2:1: App/web is also declared at " + B + ":2:1",
            B + ":2:1: App/web is also declared at " + A + ":2:1");
    assertThat(written.read().apps()).containsOnlyKeys("other");
    assertThat(written.read().invalid()).containsExactly(ResourceId.app("web"));
  }

  @Test
  void duplicateOfInvalidDocumentIsInvalidAsWell() throws Exception {
    written.etc("a.yaml", app("web")).etc("b.yaml", app("web", "state: dead"));
    assertThat(written.read().apps()).isEmpty();
    assertThat(written.problems()).hasSize(3);
  }

  @Test
  void thereIsOneHost() throws Exception {
    var host = "apiVersion: atomic/v1\nkind: Host\nmetadata: {name: %s}\nspec: {}\n";
    written.etc("a.yaml", host.formatted("one"));
    assertThat(written.read().host()).isNotNull();

    written.etc("b.yaml", host.formatted("two"));
    assertThat(written.read().host()).isNull();
    assertThat(written.read().invalid())
        .containsExactly(ResourceId.host("one"), ResourceId.host("two"));
    assertThat(written.problems())
        .containsExactly(
            A + ":1:1: there can be one Host, but Host/two is declared at " + B + ":1:1",
            B + ":1:1: there can be one Host, but Host/one is declared at " + A + ":1:1");
  }

  @Test
  void unknownDependencySuggestsTheNearest() throws Exception {
    written.etc("a.yaml", app("web", "dependsOn: [databse, cache]"), app("database"));
    assertThat(written.problems())
        .containsExactly(
            A
                + ":8:15: App/web depends on 'databse', which no manifest declares; did you mean"
                + " 'database'?",
            A + ":8:24: App/web depends on 'cache', which no manifest declares");
    assertThat(written.read().apps()).containsOnlyKeys("database");
    assertThat(written.read().invalid()).containsExactly(ResourceId.app("web"));
  }

  @Test
  void unknownDependencyMayBeInFileThatCannotBeRead() throws Exception {
    written.etc("a.yaml", app("web", "dependsOn: [cache]")).etc("b.yaml", "[");
    assertThat(written.problems())
        .contains(
            A
                + ":8:15: App/web depends on 'cache', which no manifest declares; it may be in a"
                + " manifest that cannot be read");
  }

  @Test
  void dependencyOnInvalidAppIsValid() throws Exception {
    written.etc("a.yaml", app("web", "dependsOn: [db]"), app("db", "state: dead"));
    assertThat(written.read().apps()).containsOnlyKeys("web");
    assertThat(written.read().problems()).hasSize(1);
  }

  @Test
  void nothingDependsOnItself() throws Exception {
    written.etc("a.yaml", app("web", "dependsOn: [web]"));
    assertThat(written.problems()).containsExactly(A + ":8:15: App/web depends on itself");
  }

  @Test
  void cycleIsShownAndItsMembersAreInvalid() throws Exception {
    written.etc(
        "a.yaml",
        app("aa", "dependsOn: [bb]"),
        app("bb", "dependsOn: [cc]"),
        app("cc", "dependsOn: [aa, dd]"),
        app("dd"),
        app("ee", "dependsOn: [aa]"));

    assertThat(written.problems())
        .hasSize(3)
        .allSatisfy(problem ->
            assertThat(problem).endsWith("dependsOn goes in a circle: aa -> bb -> cc -> aa"));
    assertThat(written.read().apps()).containsOnlyKeys("dd", "ee");
  }

  @Test
  void containerNamesOfOurMakingAreClaimed() throws Exception {
    written.etc("a.yaml", app("web"), app("web.previous"), app("web.other"));

    assertThat(written.problems())
        .containsExactly(
            A
                + ":2:1: the container name 'web.previous' is claimed by App/web.previous at "
                + A
                + ":9:1 as well",
            A
                + ":9:1: the container name 'web.previous' is claimed by App/web at "
                + A
                + ":2:1 as well");
    assertThat(written.read().apps()).containsOnlyKeys("web.other");
  }
}
