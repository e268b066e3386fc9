package io.atomic.reconcile.it;

import static java.util.stream.Collectors.partitioningBy;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;

/**
 * How often a run that has nothing to do bothers the engine: a fixed number of calls, and an
 * inspection for each app whose drift is looked for.
 */
@OnEachEngine
class EngineCallsIT {
  private static final Pattern INSPECTION = Pattern.compile("/containers/[0-9a-f]{64}/json");

  @AutoClose private final TestHost host;

  EngineCallsIT(EngineKind engine) {
    host = TestHost.on(engine);
  }

  @Test
  void ofAllCallsOnlyInspectionsGrowWithTheNumberOfApps() throws IOException {
    host.has("app0", TestImage.plain());
    host.converges();
    var withOne = callsOfARunWithNothingToDo();

    IntStream.rangeClosed(1, 9)
        .forEach(number -> host.app("app" + number, "image: localhost/{app0}:1"));
    IntStream.rangeClosed(10, 19)
        .forEach(number -> host.app("app" + number, "image: localhost/{app0}:1\ndrift: ignore"));
    host.converges();
    var withTwenty = callsOfARunWithNothingToDo();

    assertThat(withTwenty.others()).isEqualTo(withOne.others()).hasSizeLessThan(6);
    assertThat(withOne.inspections()).hasSize(1);
    assertThat(withTwenty.inspections()).hasSize(10).doesNotHaveDuplicates();
  }

  private record Calls(List<String> inspections, List<String> others) {
    static Calls among(List<String> requests) {
      var kinds = requests.stream().collect(partitioningBy(INSPECTION.asPredicate()));
      return new Calls(kinds.getOrDefault(true, List.of()), kinds.getOrDefault(false, List.of()));
    }
  }

  private Calls callsOfARunWithNothingToDo() throws IOException {
    try (var proxy = EngineProxy.before(host)) {
      assertThat(host.converges("--engine", proxy.path()).out()).contains("nothing to do");
      return Calls.among(proxy.requests());
    } finally {
      TestHost.delete(host.directory().resolve("proxy.sock"));
    }
  }
}
