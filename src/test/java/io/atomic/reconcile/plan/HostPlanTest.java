package io.atomic.reconcile.plan;

import static org.assertj.core.api.Assertions.assertThat;

import io.atomic.reconcile.model.Recorded;
import io.atomic.reconcile.plan.Change.Reason;
import io.atomic.reconcile.policy.MassDeletion;
import java.io.IOException;
import java.util.Arrays;
import java.util.Collections;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Every case below {@code hosts}: the plan for the host is the one in its {@code plan.txt}. */
class HostPlanTest {
  private static final boolean UPDATE = Boolean.getBoolean("golden.update");

  /** Reasons that have to do with the host alone. */
  private static final Set<Reason> OF_HOSTS =
      Collections.unmodifiableSet(
          EnumSet.of(
              Reason.NO_HOST_TOOL,
              Reason.HOST_UNREADABLE,
              Reason.NOT_SUPPORTED,
              Reason.NOT_BOOTED,
              Reason.REBOOT_REQUIRED,
              Reason.BOOT_NOT_COMPLETE,
              Reason.BOOT_FAILED,
              Reason.FINALIZATION_FAILED,
              Reason.OTHER_CONTENT,
              Reason.TOOL_REFUSED,
              Reason.FOREIGN_DEPLOYMENT,
              Reason.UPDATE_DRIVER,
              Reason.RIVAL_UPDATER));

  static Set<Reason> reasonsOfApps() {
    return EnumSet.complementOf(EnumSet.copyOf(OF_HOSTS));
  }

  static List<Case> cases() throws IOException {
    return HostStory.all().stream().map(Case::new).toList();
  }

  @ParameterizedTest
  @MethodSource("cases")
  void theCaseIsPlannedAsItsFileSays(Case example) throws Exception {
    var situation = HostStory.situation(example.directory());
    var plan = Planner.plan(situation);

    example.expect("plan.txt", Case.text(situation, plan, new MassDeletion(true, null)), UPDATE);
    assertThat(Planner.plan(situation)).isEqualTo(plan);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"finalization-failed", "rolled-back", "tool-refused", "boot-did-not-take"})
  void whatFailedIsTriedAgainOnceItIsForgotten(String example) throws Exception {
    var situation = HostStory.situation(HostStory.named(example));
    assertThat(Planner.plan(situation).steps()).isEmpty();

    var forgotten = Objects.requireNonNull(HostBoots.noted(situation)).withoutFailures();

    assertThat(Planner.plan(situation.with(Recorded.NOTHING.withHost(forgotten))).steps())
        .extracting(Step::id)
        .contains("Host/rebase");
  }

  @Test
  void everyActionAndReasonOfHostsHasACase() throws Exception {
    Set<Class<?>> seen = new HashSet<>();
    var reasons = EnumSet.noneOf(Reason.class);
    for (var example : cases()) {
      var plan = Planner.plan(HostStory.situation(example.directory()));
      plan.steps().forEach(step -> seen.add(step.action().getClass()));
      for (var change : plan.changes().values()) {
        seen.add(change.getClass());
        if (change instanceof Change.Held held) {
          reasons.add(held.reason());
        }
      }
    }
    assertThat(seen)
        .containsAll(Arrays.asList(HostAction.class.getPermittedSubclasses()))
        .contains(Change.ConvergeHost.class);
    assertThat(reasons).containsAll(OF_HOSTS);
  }
}
