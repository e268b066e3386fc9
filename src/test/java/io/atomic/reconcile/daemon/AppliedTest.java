package io.atomic.reconcile.daemon;

import static io.atomic.reconcile.daemon.ScopeTest.declared;
import static org.assertj.core.api.Assertions.assertThat;

import io.atomic.reconcile.plan.Selection;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Of manifests that changed only those matter that say something else. */
class AppliedTest {
  private final Applied applied = new Applied();

  @Test
  void whatSaysTheSameIsNoDifference() {
    applied.ran(declared("db", "web"), Selection.ALL);

    assertThat(applied.differencesTo(declared("db", "web"))).isEmpty();
    assertThat(applied.differencesTo(declared("web"))).containsExactly("db");
    assertThat(applied.differencesTo(declared("db", "more", "web"))).containsExactly("more");
  }

  @Test
  void aRunForSomeIsNotAboutTheOthers() {
    applied.ran(declared("db", "web"), Selection.ALL);
    applied.ran(declared("db", "more", "web"), Selection.among(List.of("web")));
    assertThat(applied.differencesTo(declared("db", "more", "web"))).containsExactly("more");

    applied.ran(declared("more", "web"), Selection.among(List.of("more")));
    assertThat(applied.differencesTo(declared("more", "web"))).containsExactly("db");
    applied.ran(declared("more", "web"), Selection.among(List.of("db")));
    assertThat(applied.differencesTo(declared("more", "web"))).isEmpty();
  }

  @Test
  void beforeTheFirstRunEverythingIsNew() {
    assertThat(applied.differencesTo(declared("web"))).containsExactly("web");
  }
}
