package io.atomic.reconcile.plan;

import static org.assertj.core.api.Assertions.assertThat;

import io.atomic.reconcile.model.ImageReference;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class OwnTagTest {
  @Test
  void theTagIsNamedAfterTheApp() {
    assertThat(OwnTag.repository("web-1.x_y")).isEqualTo("localhost/atomic-reconcile/web-1.x_y");
  }

  /** App names that no image can have. */
  @ParameterizedTest
  @ValueSource(strings = {"a..b", "a._b", "a___b", "a-", "a.", "a_", "a.-b"})
  void aNameThatNoImageCanHaveIsEscaped(String app) {
    var name = OwnTag.repository(app) + ":0123456789ab";

    assertThat(ImageReference.parse(name).toString()).isEqualTo(name);
    assertThat(OwnTag.isOf(app, name)).isTrue();
  }

  @Test
  void noTwoAppsShareATag() {
    var apps = List.of("a..b", "a-2e-2eb", "a.-b", "a-.b", "escaped", "a-b-", "a_b-");

    assertThat(apps.stream().map(OwnTag::repository)).doesNotHaveDuplicates();
  }
}
