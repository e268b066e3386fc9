package io.atomic.reconcile.report;

import static io.atomic.reconcile.report.World.app;

import io.atomic.reconcile.cycle.Cycle.Proposal;
import io.atomic.reconcile.model.Container.Health;
import io.atomic.reconcile.model.Container.Status;
import io.atomic.reconcile.report.PastRun.Outcome;
import io.atomic.reconcile.report.PastRun.PastApp;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Hosts whose reports are worth to be looked at. */
final class Pages {
  /** As few apps as many hosts have, and one of everything that can be the matter. */
  static Proposal few(Path directory) {
    var world = new World(directory);
    for (var app : List.of("db", "cache", "api", "web", "worker", "metrics", "backup")) {
      world.image(app, Map.of());
    }
    return world
        .file("host.yaml", HOST)
        .file("db.yaml", app("db"), app("cache"))
        .file("api.yaml", app("api", "dependsOn: [db, cache]"))
        .file("web.yaml", app("web", "dependsOn: [api]"))
        .file("worker.yaml", app("worker", "dependsOn: [api, db]"))
        .file("metrics.yaml", app("metrics"))
        .file("backup.yaml", app("backup", "state: stopped"))
        .converged()
        .health("api", Health.HEALTHY)
        .health("cache", Health.UNHEALTHY)
        .status("worker", Status.EXITED)
        .image("web", Map.of("version", "2"))
        .image("search", Map.of())
        .file("search.yaml", app("search", "dependsOn: [cache]"))
        .file("mail.yaml", app("mail", "waitForHost: true", "dependsOn: [db]"))
        .propose();
  }

  private static final String HOST =
      """
      apiVersion: atomic/v1
      kind: Host
      metadata: {name: host}
      spec: {ref: "fedora:fedora/x86_64/silverblue/43"}
      """;

  /** A hundred groups of ten, of which every second app depends on one of its group. */
  static Proposal thousand(Path directory) {
    var world = new World(directory);
    for (var group = 0; group < 100; group++) {
      var documents = new ArrayList<String>();
      for (var number = 0; number < 10; number++) {
        var name = "app-%02d-%d".formatted(group, number);
        world.image(name, Map.of());
        documents.add(
            number == 0 || number % 2 == 1
                ? app(name)
                : app(name, "dependsOn: [app-%02d-%d]".formatted(group, number / 4 * 2)));
      }
      world.file("group-%02d.yaml".formatted(group), documents.toArray(String[]::new));
    }
    world.converged();
    for (var group = 0; group < 100; group += 9) {
      world.status("app-%02d-3".formatted(group), Status.EXITED);
    }
    return world.propose();
  }

  /** Forty runs, a quarter of an hour apart, with a night in which the host was off. */
  static List<PastRun> runs() {
    var runs = new ArrayList<PastRun>();
    var at = World.NOON.minus(Duration.ofMinutes(15));
    for (var i = 0; i < 40; i++) {
      runs.add(
          switch (i) {
            case 3 ->
                run(
                    i,
                    at,
                    48_000,
                    past(
                        "App/web",
                        Outcome.ROLLED_BACK,
                        "it exited with 1; the version before runs again"));
            case 4, 17, 18 -> run(i, at, 9_300, past("App/api", Outcome.CHANGED, null));
            case 25 ->
                run(
                    i,
                    at,
                    121_000,
                    past("App/db", Outcome.CHANGED, null),
                    past(
                        "App/mail",
                        Outcome.FAILED,
                        "tried to fetch 'quay.io/a/mail:1', but nobody listens"));
            default -> run(i, at, 700 + 40L * i);
          });
      at = at.minus(i == 20 ? Duration.ofHours(9) : Duration.ofMinutes(15));
    }
    return runs;
  }

  static PastRun run(int number, java.time.Instant at, long millis, PastApp... apps) {
    return new PastRun(
        "20261101-r%02d".formatted(number),
        at,
        at.plusMillis(millis),
        "executed",
        0,
        List.of(apps),
        null,
        null,
        false);
  }

  static PastApp past(String resource, Outcome outcome, @Nullable String message) {
    return new PastApp(
        resource,
        "replace",
        outcome,
        "quay.io/a/%s:1".formatted(resource.substring(4)),
        "sha256:" + "ab12".repeat(16),
        message,
        "ended");
  }

  private Pages() {}
}
