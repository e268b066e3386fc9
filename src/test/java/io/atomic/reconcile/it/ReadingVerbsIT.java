package io.atomic.reconcile.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.ResourceAccessMode;
import org.junit.jupiter.api.parallel.ResourceLock;

/** Invariant 1: reading verbs change nothing. */
@OnEachEngine
class ReadingVerbsIT {
  private static final List<List<String>> VERBS =
      List.of(
          List.of("plan"),
          List.of("plan", "-o", "json"),
          List.of("plan", "--purge-data"),
          List.of("apply", "--dry-run"),
          List.of("status"),
          List.of("status", "{web}"),
          List.of("status", "-o", "json"),
          List.of("drift", "{web}"),
          List.of("drift", "{web}", "-o", "json"),
          List.of("explain", "{web}"),
          List.of("explain", "{web}", "-o", "json"),
          List.of("explain", "{fetched}"),
          List.of("label", "docker run --name NAME IMAGE"),
          List.of("doctor"),
          List.of("graph"),
          List.of("graph", "-o", "svg"),
          List.of("report", "--html", "-"),
          List.of("history"),
          List.of("history", "{web}"),
          List.of("validate"));

  @AutoClose private final TestHost host;

  ReadingVerbsIT(EngineKind engine) {
    host = TestHost.on(engine);
  }

  /** One app that is to be replaced, one to be pulled, one to be removed, one to be repaired. */
  private void thereIsMuchToDo() {
    host.has("web", TestImage.noting("1"));
    host.has("gone", TestImage.plain());
    host.has("stopped", TestImage.plain());
    host.converges();
    host.builds("web", TestImage.noting("2"));
    host.app("fetched", "image: %s/{fetched}:1".formatted(TestServers.registry()));
    host.deleteManifest("gone");
    host.engine().does("stop", host.nameOf("stopped"));
  }

  @Test
  @ResourceLock(value = DoctorIT.UPDATERS, mode = ResourceAccessMode.READ)
  void neitherFilesNorTheEngineAreChanged() throws IOException {
    thereIsMuchToDo();
    var before = Tree.of(host.directory());
    try (var proxy = EngineProxy.before(host)) {
      for (var verb : VERBS) {
        var result = host.runs(withEngine(verb, proxy));
        assertThat(result.exitCode()).as("%s: %s", verb, result).isZero();
      }
      assertThat(proxy.requests()).isNotEmpty().allMatch(request -> request.startsWith("GET "));
    } finally {
      Files.deleteIfExists(host.directory().resolve("proxy.sock"));
    }
    assertThat(withoutTop(Tree.of(host.directory()))).isEqualTo(withoutTop(before));
  }

  @Test
  void theyWorkWhereNothingCanBeWritten() {
    host.has("web", TestImage.plain());
    host.converges();
    for (var verb : List.of("plan", "status", "validate")) {
      var result =
          Program.start(
                  List.of(
                      "unshare",
                      "--mount",
                      "/bin/sh",
                      "-c",
                      "mount --bind \"$0\" \"$0\" && mount -o remount,ro,bind \"$0\" && exec \"$@\"",
                      host.directory().toString()),
                  host.arguments(List.of(verb)),
                  "")
              .await();
      assertThat(result.exitCode()).as("%s: %s", verb, result).isZero();
    }
  }

  @Test
  void theyWorkBeforeAnythingWasEverRecorded() throws IOException {
    host.has("web", TestImage.plain());
    var fresh = host.directory().resolve("fresh");
    Files.createDirectory(fresh);
    for (var verb : List.of("plan", "status", "validate")) {
      var result =
          Program.run(
              List.of(
                  verb,
                  "--manifest-dir",
                  host.manifests().toString(),
                  "--root",
                  fresh.toString(),
                  "--engine",
                  host.engine().socketUrl()));
      assertThat(result.exitCode()).as("%s: %s", verb, result).isZero();
    }
    assertThat(Tree.of(fresh).entries()).hasSize(1);
  }

  private static String[] withEngine(List<String> verb, EngineProxy proxy) {
    var words = new java.util.ArrayList<>(verb);
    words.addAll(List.of("--engine", proxy.path()));
    return words.toArray(String[]::new);
  }

  /** The directory itself changes with the proxy's socket. */
  private static Map<java.nio.file.Path, String> withoutTop(Tree tree) {
    var entries = new java.util.TreeMap<>(tree.entries());
    entries.remove(java.nio.file.Path.of(""));
    return entries;
  }
}
