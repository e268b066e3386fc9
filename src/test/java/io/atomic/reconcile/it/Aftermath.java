package io.atomic.reconcile.it;

import static org.assertj.core.api.Assertions.assertThat;

import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * What an update leaves behind, as it shows to somebody who comes to the host afterwards.
 *
 * @param runs whose container
 * @param exitStatus of the run
 * @param detailedExitStatus of such a run with {@code --detailed-exitcode}
 * @param sync as the status says
 * @param health as the status says
 * @param ready reason of the status's first condition
 * @param history what the run did to the app, as the history says
 * @param next what the run after it makes of the app
 */
record Aftermath(
    Runs runs,
    int exitStatus,
    int detailedExitStatus,
    String sync,
    String health,
    String ready,
    String history,
    Next next) {

  enum Runs {
    THE_NEW_VERSION,
    /** The container that ran before, whether or not it was stopped meanwhile. */
    THE_SAME_CONTAINER,
    /** A container that was made anew of what ran before. */
    THE_VERSION_BEFORE,
    NOTHING
  }

  /** Each with an exit status of its own. */
  enum Next {
    /** There is nothing to do, and that is a success. */
    QUIET,
    /** It fails because of what is held, and touches nothing. */
    HELD,
    /** It tries the same again, and fails again. */
    TRIED_AGAIN
  }

  /** What there was before an update. */
  record Before(TestHost host, String app, SeenContainer container) {
    static Before of(TestHost host, String app) {
      return new Before(host, app, host.container(app).isRunning());
    }

    /** Whose container runs now. */
    Runs runs() {
      var now = host.container(app);
      if (!now.status().equals("running")) {
        return Runs.NOTHING;
      }
      if (now.id().equals(container.id())) {
        return Runs.THE_SAME_CONTAINER;
      }
      return now.imageId().equals(container.imageId())
          ? Runs.THE_VERSION_BEFORE
          : Runs.THE_NEW_VERSION;
    }

    /**
     * What there is after it.
     *
     * @param run that made it
     * @param detailedExitStatus of one that made the same of another app
     * @param because what the run, the status, the history and the next run have to name
     * @param besides what the run and the status have to name as well
     */
    Aftermath after(Command.Result run, int detailedExitStatus, String because, String... besides) {
      var status = json("status").path("apps").path(0);
      var conditions = status.path("conditions");
      var ready = conditions.path(0);
      var history = json("history").path("runs").path(0).path("apps").path(0);
      assertThat(run.text()).contains(because);
      for (var reason : besides) {
        assertThat(run.text()).contains(reason);
        assertThat(conditions.toString()).contains(reason);
      }
      assertThat(ready.path("message").asString()).contains(because);
      assertThat(history.path("message").asString("")).contains(because);
      return new Aftermath(
          runs(),
          run.exitCode(),
          detailedExitStatus,
          status.path("sync").asString(),
          status.path("health").asString(),
          ready.path("reason").asString(),
          history.path("outcome").asString(),
          next(because));
    }

    private Next next(String because) {
      var before = host.container(app);
      var result = host.applies("{%s}".formatted(app), "-o", "json");
      var change = parsed(result).path("changes").path(0);
      var next =
          switch (change.path("outcome").asString()) {
            case "unchanged" -> Next.QUIET;
            case "held" -> Next.HELD;
            case "failed" -> Next.TRIED_AGAIN;
            case String other -> throw new AssertionError("'%s' in %s".formatted(other, result));
          };
      assertThat(result.exitCode()).as("%s", result).isEqualTo(next == Next.QUIET ? 0 : 1);
      if (next != Next.QUIET) {
        assertThat(change.path("message").asString()).contains(because);
      }
      host.container(app).isUntouchedSince(before);
      return next;
    }

    private JsonNode json(String verb) {
      return parsed(host.runs(verb, "{%s}".formatted(app), "-o", "json"));
    }

    private static JsonNode parsed(Command.Result result) {
      return JsonMapper.shared().readTree(result.out());
    }
  }
}
