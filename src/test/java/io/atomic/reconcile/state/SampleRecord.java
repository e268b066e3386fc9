package io.atomic.reconcile.state;

import io.atomic.reconcile.model.App;
import io.atomic.reconcile.model.AppRecord;
import io.atomic.reconcile.model.AppSpec;
import io.atomic.reconcile.model.BadVersion;
import io.atomic.reconcile.model.CommandSpec;
import io.atomic.reconcile.model.EnvValue;
import io.atomic.reconcile.model.Fingerprint;
import io.atomic.reconcile.model.Health;
import io.atomic.reconcile.model.Host;
import io.atomic.reconcile.model.HostRecord;
import io.atomic.reconcile.model.HostRecord.Attempt;
import io.atomic.reconcile.model.HostRecord.FailedAttempt;
import io.atomic.reconcile.model.HostRecord.Ours;
import io.atomic.reconcile.model.HostSpec;
import io.atomic.reconcile.model.HostSpec.Driver;
import io.atomic.reconcile.model.HostSpec.KernelArguments;
import io.atomic.reconcile.model.HostSpec.Reboot;
import io.atomic.reconcile.model.HostSpec.Reboot.FleetLock;
import io.atomic.reconcile.model.ImageReference;
import io.atomic.reconcile.model.Installation;
import io.atomic.reconcile.model.LastOutcome;
import io.atomic.reconcile.model.Launch;
import io.atomic.reconcile.model.LiveFields;
import io.atomic.reconcile.model.Observed.EngineKind;
import io.atomic.reconcile.model.ProvenVersion;
import io.atomic.reconcile.model.Recorded;
import io.atomic.reconcile.model.Sighting;
import io.atomic.reconcile.model.Suspension;
import io.atomic.reconcile.model.Update;
import io.atomic.reconcile.model.When;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/** A state in which every field is set. */
final class SampleRecord {
  private static final Instant NOON = Instant.parse("2026-11-01T12:00:00Z");
  private static final String IMAGE = "sha256:" + "1".repeat(64);
  private static final String CONTAINER = "c".repeat(64);
  private static final TreeMap<String, EnvValue> ENV =
      new TreeMap<>(
          Map.of(
              "MODE", new EnvValue.Plain("fast"),
              "PASSWORD", new EnvValue.FromFile("/etc/atomic/secrets/pw"),
              "TOKEN", new EnvValue.FromCredential("token")));

  private static final App APP = new App("httpd", new TreeMap<>(Map.of("tier", "web")), spec());
  static final Recorded RECORDED = Recorded.NOTHING.with(record()).withHost(host());

  private SampleRecord() {}

  private static AppRecord record() {
    return new AppRecord(
        APP,
        "/etc/atomic.d/httpd.yaml:1",
        installation(),
        launch(CONTAINER, 0),
        launch("d".repeat(64), 1),
        new TreeSet<>(List.of(CONTAINER)),
        List.of("/etc/httpd", "/var/lib/httpd"),
        new TreeSet<>(List.of(IMAGE)),
        new LastOutcome("r1", NOON, false, "tried to run 'RUN', but it exited with '3'"),
        EngineKind.DOCKER,
        List.of(new ProvenVersion(APP, installation(), launch(CONTAINER, 0), NOON)),
        List.of(
            new BadVersion(
                IMAGE,
                APP,
                new TreeMap<>(Map.of("env.PASSWORD", "aa")),
                "it was unhealthy",
                "cannot bind",
                "r0",
                NOON,
                NOON)),
        new Suspension("migration", NOON, NOON.plusSeconds(7200)),
        List.of(NOON),
        new Sighting(
            "registry.example.com/web/httpd:2.4",
            new Sighting.Meaning(IMAGE, new TreeSet<>(Set.of(IMAGE)), NOON, NOON, IMAGE),
            new Sighting.Silence(NOON, "nobody listens", "start it")),
        new TreeSet<>(List.of("httpd-data")));
  }

  private static HostRecord host() {
    var lock = new FleetLock("http://lock.example.com/", "web");
    return new HostRecord(
        new Host("box", hostSpec(lock)),
        "/etc/atomic.d/host.yaml:1",
        new Ours(
            new TreeSet<>(Set.of("vim-enhanced")),
            new TreeSet<>(Set.of("nano")),
            new TreeSet<>(Set.of("quiet"))),
        new Attempt("ab", "os-43.0", "43.1", NOON, "0d0d", true),
        List.of(
            new FailedAttempt(
                "cd",
                "os-42.9",
                "42.9",
                FailedAttempt.Why.ROLLED_BACK,
                "something went back",
                NOON)),
        lock,
        NOON,
        new Sighting(
            "ostree-image-signed:docker://quay.io/team/os:stable",
            new Sighting.Meaning(IMAGE, new TreeSet<>(Set.of(IMAGE)), NOON, NOON, null),
            null),
        new LastOutcome("r1", NOON, true, null));
  }

  /** More than a manifest could say at once. */
  private static HostSpec hostSpec(FleetLock lock) {
    return new HostSpec(
        "ostree-image-signed:docker://quay.io/team/os:stable",
        "43.1",
        "0f".repeat(32),
        IMAGE,
        new Update(Update.Policy.NOTIFY, Duration.ofDays(1), "nightly"),
        List.of("vim-enhanced"),
        List.of("tmux"),
        List.of("nano"),
        new KernelArguments(List.of("quiet"), List.of("rhgb")),
        Driver.RPM_OSTREE,
        true,
        new Reboot(
            Reboot.Strategy.WINDOW, "nightly", lock, "/run/may-boot", Reboot.Inhibit.IGNORE));
  }

  private static Installation installation() {
    return new Installation(
        Installation.Phase.INSTALLED,
        "web/httpd:2.4",
        IMAGE,
        new Installation.LabelTexts(
            "docker run IMAGE /bin/install.sh",
            "docker run -d IMAGE",
            "docker stop NAME",
            "docker run IMAGE /bin/uninstall.sh"),
        command("stop"),
        command("uninstall"),
        ENV,
        List.of("privileged"),
        Fingerprint.of(new TreeMap<>(Map.of("image", IMAGE))),
        new TreeMap<>(Map.of("env.PASSWORD", "aa")),
        NOON,
        new Installation.Resolution(IMAGE, NOON));
  }

  private static AppSpec spec() {
    return new AppSpec(
        ImageReference.parse("registry.example.com/web/httpd:2.4"),
        AppSpec.AppState.RUNNING,
        AppSpec.Pull.ALWAYS,
        new Update(Update.Policy.AUTO, Duration.ofDays(3), "nightly"),
        AppSpec.Strategy.UPGRADE,
        List.of("db"),
        true,
        new When("web-*", "x86_64", new TreeMap<>(Map.of("ID", "fedora")), "/etc/foo"),
        "/var/lib/httpd/busy",
        ENV,
        command("install"),
        command("run"),
        command("stop"),
        CommandSpec.DEFAULT,
        List.of("privileged", "mount:/"),
        List.of("/etc/systemd/system/httpd_httpd.service"),
        List.of("/etc/httpd/httpd.conf"),
        new Health(
            Duration.ofSeconds(10),
            new Health.Http("http://127.0.0.1:8080/", 200),
            "127.0.0.1:8080",
            List.of("true"),
            "x.service",
            Duration.ofMinutes(2),
            Duration.ofMillis(1500)),
        false,
        AppSpec.Drift.WARN,
        AppSpec.OnRemove.CONFIRM,
        true,
        true,
        true);
  }

  private static CommandSpec command(String word) {
    return new CommandSpec(
        List.of("--" + word),
        new TreeMap<>(Map.of("1", "-p 8080:80")),
        Duration.ofMinutes(10),
        List.of("/usr/bin/" + word));
  }

  private static Launch launch(String container, int exitCode) {
    return new Launch(
        IMAGE,
        container,
        Fingerprint.ofHash("ab"),
        new TreeMap<>(Map.of("watchFiles./etc/httpd/httpd.conf", "bb")),
        NOON,
        "0d0d",
        exitCode,
        LiveFields.of(new TreeMap<>(Map.of("name", "httpd", "memory", "67108864"))));
  }
}
