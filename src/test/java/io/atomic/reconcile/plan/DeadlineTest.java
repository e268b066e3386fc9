package io.atomic.reconcile.plan;

import static org.assertj.core.api.Assertions.assertThat;

import io.atomic.reconcile.model.Health;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** How long a step may take, as far as manifests and plans say. */
class DeadlineTest {
  @TempDir Path scratch;

  @Test
  void ofALabelCommandItIsThatOfTheCommand() throws Exception {
    var commands = new ArrayList<Duration>();
    for (var example : Case.all()) {
      var directory = Files.createDirectory(scratch.resolve(example.directory().getFileName()));
      for (var step : Planner.plan(example.situation(directory)).steps()) {
        if (step.action().command() instanceof PlannedCommand.Known known) {
          assertThat(step.action().deadline()).as("%s", step).isEqualTo(known.timeout());
          commands.add(known.timeout());
        }
      }
    }
    assertThat(commands).hasSizeGreaterThan(20);
  }

  @Test
  void ofALookItIsTheLongerOneThatTheManifestGives() {
    assertThat(look(Duration.ofHours(3), Duration.ofMinutes(5)).deadline())
        .as("a timeout that is shorter than what must pass anyway is none")
        .isEqualTo(Duration.ofHours(3));
    assertThat(look(null, Duration.ofMinutes(5)).deadline()).isEqualTo(Duration.ofMinutes(5));
    assertThat(look(null, null).deadline()).as("the settings say").isNull();
  }

  @Test
  void ofAChangeOfTheHostItIsThatOfItsTool() throws Exception {
    var changes = new ArrayList<Duration>();
    for (var directory : HostStory.all()) {
      for (var step : Planner.plan(HostStory.situation(directory)).steps()) {
        if (step.action() instanceof HostAction.Stage
            || step.action() instanceof HostAction.Unstage) {
          changes.add(step.action().deadline());
        }
      }
    }
    assertThat(changes).isNotEmpty().containsOnly(Duration.ofHours(6));
  }

  private static AppAction.CheckHealth look(
      @Nullable Duration running, @Nullable Duration timeout) {
    return new AppAction.CheckHealth(
        "web", new Health(running, null, null, List.of(), null, timeout, null), null);
  }
}
