package io.atomic.reconcile.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;

/** How often a run that has nothing to do bothers the engine. */
@OnEachEngine
class EngineCallsIT {
  @AutoClose private final TestHost host;

  EngineCallsIT(EngineKind engine) {
    host = TestHost.on(engine);
  }

  @Test
  void theNumberOfCallsDoesNotGrowWithTheNumberOfApps() throws IOException {
    host.has("app0", TestImage.plain());
    host.converges();
    var withOne = callsOfARunWithNothingToDo();

    IntStream.rangeClosed(1, 19)
        .forEach(number -> host.app("app" + number, "image: localhost/{app0}:1"));
    host.converges();
    var withTwenty = callsOfARunWithNothingToDo();

    assertThat(withTwenty).isEqualTo(withOne).hasSizeLessThan(6);
  }

  private List<String> callsOfARunWithNothingToDo() throws IOException {
    try (var proxy = EngineProxy.before(host)) {
      assertThat(host.converges("--engine", proxy.path()).out()).contains("nothing to do");
      return proxy.requests();
    } finally {
      TestHost.delete(host.directory().resolve("proxy.sock"));
    }
  }
}
