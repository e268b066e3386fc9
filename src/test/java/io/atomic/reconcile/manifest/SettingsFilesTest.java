package io.atomic.reconcile.manifest;

import static io.atomic.reconcile.manifest.Written.TRUSTING;
import static org.assertj.core.api.Assertions.assertThat;

import io.atomic.reconcile.daemon.QuartzCalendar;
import io.atomic.reconcile.model.AlertKind;
import io.atomic.reconcile.model.CronCalendar;
import io.atomic.reconcile.model.EnvValue;
import io.atomic.reconcile.model.Exposition;
import io.atomic.reconcile.model.Flapping;
import io.atomic.reconcile.model.Health;
import io.atomic.reconcile.model.HealthDefaults;
import io.atomic.reconcile.model.Problem.Severity;
import io.atomic.reconcile.model.Receiver;
import io.atomic.reconcile.model.Schedule;
import io.atomic.reconcile.model.Schedule.Rhythm.Cron;
import io.atomic.reconcile.model.Schedule.Rhythm.Every;
import io.atomic.reconcile.model.Schedule.Schedules;
import io.atomic.reconcile.model.SiteWindows;
import io.atomic.reconcile.model.Window;
import io.atomic.reconcile.model.Window.Opening.Weekly;
import java.nio.file.Path;
import java.time.DayOfWeek;
import java.time.Duration;
import java.time.InstantSource;
import java.time.LocalTime;
import java.time.ZoneId;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SettingsFilesTest {
  private static final CronCalendar CALENDAR = new QuartzCalendar(InstantSource.system());
  private static final String USR = "usr/lib/atomic/reconcile.yaml";
  private static final String ETC = "etc/atomic/reconcile.yaml";

  @TempDir Path root;
  private Written written;

  @BeforeEach
  void start() {
    written = new Written(root);
  }

  private SettingsFiles.Loaded read() {
    return SettingsFiles.below(root, TRUSTING, CALENDAR).read();
  }

  private List<String> problems() {
    return read().problems().stream()
        .map(problem -> problem.toString().replace(root + "/", ""))
        .toList();
  }

  @Test
  void withoutFilesThereAreDefaults() {
    assertThat(read())
        .isEqualTo(new SettingsFiles.Loaded(Settings.DEFAULT, List.of(), new TreeMap<>()));
  }

  @Test
  void everySettingIsTaken() throws Exception {
    written.file(
        ETC,
        """
        engine:
          socket: unix:///run/podman/podman.sock
          kind: podman
          command: [/usr/bin/podman, --remote]
          timeout: 10s
          pullTimeout: 1h
          commandTimeout: 5m
          registryTimeout: 3s
        parallelism: 8
        policy: {secretPaths: [/srv/secrets]}
        health: {running: 30s, timeout: 5m, interval: 1s, retryAfter: 12h}
        retention: {images: 3, history: 100}
        disk: {reserve: 1GiB}
        flapping: {corrections: 3, window: 30m}
        schedule:
          every: 30m
          jitter: 5m
          apps:
            batch: {cron: "0 0 3 * * ?", timeZone: Europe/Berlin}
        control: {socket: /run/other.sock}
        windows:
          nightly: {days: [Sat, Mon], start: "02:00", length: 3h, timeZone: Europe/Berlin}
          weekdays: [{start: "00:00", length: 24h}, {days: [Sun], start: "00:00", length: 1d, deny: true}]
        metrics: {textfile: /srv/x.prom, listen: "[::1]:9811"}
        notifications:
          - {url: "https://hooks.example/x", headers: {Authorization: {file: /srv/secrets/hook}},
             body: '{"text": "${message}"}', on: [held, rolled-back], repeatAfter: 6h, timeout: 3s}
          - {command: [/usr/local/bin/tell, me]}
        """);
    var engine =
        new Settings.Engine(
            "/run/podman/podman.sock",
            Settings.Engine.Kind.PODMAN,
            List.of("/usr/bin/podman", "--remote"),
            Duration.ofSeconds(10),
            Duration.ofHours(1),
            Duration.ofMinutes(5),
            Duration.ofSeconds(3));
    assertThat(read().problems()).isEmpty();
    assertThat(read().settings())
        .isEqualTo(
            new Settings(
                engine,
                8,
                new Settings.Policy(null, null, List.of("/srv/secrets"), SiteWindows.NONE),
                new HealthDefaults(
                    Duration.ofSeconds(30),
                    Duration.ofMinutes(5),
                    Duration.ofSeconds(1),
                    Duration.ofHours(12)),
                new Flapping(3, Duration.ofMinutes(30)),
                new Schedules(
                    new Schedule(new Every(Duration.ofMinutes(30)), Duration.ofMinutes(5), null),
                    new TreeMap<>(
                        Map.of(
                            "batch",
                            new Schedule(
                                new Cron("0 0 3 * * ?"),
                                Duration.ZERO,
                                ZoneId.of("Europe/Berlin"))))),
                new TreeMap<>(
                    Map.of(
                        "nightly",
                        List.of(
                            new Window(
                                new Weekly(
                                    new TreeSet<>(Set.of(DayOfWeek.MONDAY, DayOfWeek.SATURDAY)),
                                    LocalTime.of(2, 0)),
                                Duration.ofHours(3),
                                ZoneId.of("Europe/Berlin"),
                                false)),
                        "weekdays",
                        List.of(
                            new Window(
                                new Weekly(
                                    new TreeSet<>(Set.of(DayOfWeek.values())), LocalTime.MIDNIGHT),
                                Duration.ofDays(1),
                                null,
                                false),
                            new Window(
                                new Weekly(
                                    new TreeSet<>(Set.of(DayOfWeek.SUNDAY)), LocalTime.MIDNIGHT),
                                Duration.ofDays(1),
                                null,
                                true)))),
                new Settings.Retention(3, 100),
                new Settings.Disk(1L << 30),
                new Settings.Control("/run/other.sock"),
                new Exposition("/srv/x.prom", new Exposition.Listen.Loopback("::1", 9811)),
                List.of(
                    new Receiver(
                        new Receiver.Channel.Webhook(
                            "https://hooks.example/x",
                            new TreeMap<>(
                                Map.of(
                                    "Authorization", new EnvValue.FromFile("/srv/secrets/hook"))),
                            "{\"text\": \"${message}\"}"),
                        Set.of(AlertKind.HELD, AlertKind.ROLLED_BACK),
                        Duration.ofHours(6),
                        Duration.ofSeconds(3)),
                    new Receiver(
                        new Receiver.Channel.Command(List.of("/usr/local/bin/tell", "me")),
                        Set.of(AlertKind.values()),
                        Duration.ofHours(24),
                        Duration.ofSeconds(10)))));
  }

  @Test
  void aScheduleIsAnExpressionOrARule() throws Exception {
    written.file(ETC, "schedule: 0 0/5 * * * ?\n");
    assertThat(read().settings().schedules().general().rhythm())
        .isEqualTo(new Cron("0 0/5 * * * ?"));

    written.file(ETC, "schedule: {every: 1h, jitter: 5m}\n");
    assertThat(problems()).isEmpty();
    assertThat(read().settings().schedules().general())
        .isEqualTo(new Schedule(new Every(Duration.ofHours(1)), Duration.ofMinutes(5), null));
  }

  @Test
  void aScheduleThatCannotBeMeantIsAnError() throws Exception {
    written.file(
        ETC,
        """
        schedule:
          every: 1s
          apps:
            batch: {jitter: 1m}
            never: {cron: "0 0 0 30 2 ?"}
            other: {cron: "0 0 3 * * ?", every: 1h}
        control: {socket: /%s}
        """
            .formatted("x".repeat(107)));
    assertThat(problems())
        .containsExactly(
            ETC + ":2:10: schedule.every is shorter than 10s, the shortest that there is",
            ETC + ":4:12: schedule needs exactly one of 'cron' and 'every'",
            ETC
                + ":5:19: schedule.apps.never.cron is '0 0 0 30 2 ?', but as a Quartz cron expression:"
                + " it never comes, or never again",
            ETC + ":6:41: schedule needs exactly one of 'cron' and 'every'",
            ETC
                + ":7:19: control.socket is longer than the 107 bytes that the path of a socket may have");
  }

  @Test
  void whatAManifestSaysOfHealthGoesBeforeTheSettings() throws Exception {
    written.file(ETC, "health: {running: 0s, timeout: 5m}\n");
    var settings = read().settings().health();

    assertThat(problems()).isEmpty();
    assertThat(settings.interval()).isEqualTo(HealthDefaults.STANDARD.interval());
    assertThat(settings.fill(Health.DEFAULT))
        .isEqualTo(
            new Health(
                Duration.ZERO,
                null,
                null,
                List.of(),
                null,
                Duration.ofMinutes(5),
                Duration.ofSeconds(2)));
    var given =
        new Health(
            null,
            new Health.Http("http://127.0.0.1/", 204),
            "db:5432",
            List.of("/bin/check"),
            "x.service",
            Duration.ofSeconds(20),
            null);
    assertThat(settings.fill(given))
        .isEqualTo(
            new Health(
                Duration.ZERO,
                given.http(),
                "db:5432",
                List.of("/bin/check"),
                "x.service",
                Duration.ofSeconds(20),
                Duration.ofSeconds(2)));
  }

  @Test
  void aHealthCheckThatCanNeverPassIsAMistake() throws Exception {
    written.file(ETC, "health: {running: soon, timeout: 0s, retries: 3}\n");

    assertThat(problems())
        .containsExactly(
            ETC
                + ":1:19: health.running is 'soon', not a duration such as '10s', '2m', '1h30m',"
                + " '72h'",
            ETC + ":1:34: health.timeout is no time at all",
            ETC
                + ":1:38: unknown key 'retries' in health; known here: running, timeout, interval,"
                + " retryAfter");
  }

  @Test
  void administratorReplacesTopLevelKeys() throws Exception {
    written.file(USR, "engine: {kind: docker, timeout: 1s}\nparallelism: 2\n");
    written.file(ETC, "engine: {kind: podman}\n");

    assertThat(read().settings().parallelism()).isEqualTo(2);
    assertThat(read().settings().engine().kind()).isEqualTo(Settings.Engine.Kind.PODMAN);
    assertThat(read().settings().engine().timeout()).isEqualTo(Duration.ofSeconds(30));
  }

  @Test
  void everyMistakeComesOutWithItsPlace() throws Exception {
    written.file(USR, "parallel: 3\n");
    written.file(ETC, "parallelism: 65\nengine: {kind: crio, timeout: 0s}\nschedule: hourly\n");

    assertThat(problems())
        .containsExactly(
            ETC + ":1:14: parallelism is the number '65', not a whole number from 1 to 64",
            ETC + ":2:16: engine.kind is the text 'crio', not one of auto, docker, podman",
            ETC + ":2:31: engine.timeout is no time at all",
            ETC
                + ":3:11: schedule is 'hourly', not a Quartz cron expression such as"
                + " '0 0 2 ? * SAT', which begins with seconds",
            USR + ":1:1: unknown key 'parallel'; did you mean 'parallelism'?");
    assertThat(read().hasErrors()).isTrue();
  }

  @Test
  void whatHasNoEffectYetIsNoted() throws Exception {
    written.file(ETC, "policy: {signatures: {}}\nx-owner: me\n");
    assertThat(problems()).containsExactly(ETC + ":1:22: policy.signatures has no effect yet");
    assertThat(read().problems())
        .allSatisfy(problem -> assertThat(problem.severity()).isEqualTo(Severity.NOTICE));
  }

  @Test
  void thePolicySaysTheMostThatManifestsMayGrantAndWhereImagesComeFrom() throws Exception {
    assertThat(read().settings().policy().grants()).isNull();
    assertThat(read().settings().policy().registries()).isNull();

    written.file(ETC, "policy:\n  grants: ['cap:SYS_TIME']\n  registries: [quay.io/web]\n");

    assertThat(problems()).isEmpty();
    assertThat(read().settings().policy().grants()).containsExactly("cap:SYS_TIME");
    assertThat(read().settings().policy().registries()).containsExactly("quay.io/web");
  }

  @Test
  void aWindowThatNeverOpensAsItIsWrittenIsAMistake() throws Exception {
    written.file(
        ETC,
        """
        windows:
          a: {days: [Montag], start: "24:00", length: 0s, timeZone: Mars/Base}
          b: {days: [], length: 3h}
          c: []
          Nightly: {start: "02:00", length: 3h}
        """);

    assertThat(problems())
        .containsExactly(
            ETC
                + ":2:14: windows.a.days[0] is the text 'Montag', not one of Mon, Tue, Wed, Thu,"
                + " Fri, Sat, Sun",
            ETC + ":2:30: windows.a.start is '24:00', not a time of day such as '02:00'",
            ETC + ":2:47: windows.a.length is no time at all",
            ETC
                + ":2:61: windows.a.timeZone is 'Mars/Base', a time zone that is not known here;"
                + " 'timedatectl list-timezones' shows those that there are",
            ETC + ":3:6: windows.b.start is missing",
            ETC + ":3:13: windows.b.days is an empty list",
            ETC + ":4:6: windows.c is an empty list",
            ETC
                + ":5:3: windows has the key 'Nightly', which is not the name of a window such as"
                + " 'nightly'");
    assertThat(read().hasErrors()).isTrue();
  }

  @Test
  void aWindowCanBeginWhenACronExpressionSaysSo() throws Exception {
    written.file(ETC, "windows: {a: {cron: '0 0 2 ? * SAT', length: 4h, deny: true}}\n");

    assertThat(problems()).isEmpty();
    assertThat(read().settings().windows())
        .containsEntry(
            "a",
            List.of(
                new Window(
                    new Window.Opening.Cron("0 0 2 ? * SAT"), Duration.ofHours(4), null, true)));
  }

  @Test
  void aCronExpressionThatNeverComesIsAMistake() throws Exception {
    written.file(
        ETC,
        """
        windows:
          a: {cron: 0 2 * * *, length: 1h}
          b: {cron: 0 0 0 30 2 ?, length: 1h}
          c: {cron: 0 0 2 * * ? 2020, length: 1h}
          d: {cron: 0 0 25 * * ?, length: 1h}
          e: {cron: 0 0 2 * * ?, start: "02:00", length: 1h}
          f: {cron: 0 0 2 * * ?, days: [Mon], length: 1h}
          g: {cron: 0 0 2 * * ?}
        """);

    assertThat(problems())
        .containsExactly(
            ETC
                + ":2:13: windows.a.cron is '0 2 * * *', not a Quartz cron expression such as"
                + " '0 0 2 ? * SAT', which begins with seconds",
            ETC
                + ":3:13: windows.b.cron is '0 0 0 30 2 ?', but as a Quartz cron expression: it"
                + " never comes, or never again",
            ETC
                + ":4:13: windows.c.cron is '0 0 2 * * ? 2020', but as a Quartz cron expression:"
                + " it never comes, or never again",
            ETC
                + ":5:13: windows.d.cron is '0 0 25 * * ?', but as a Quartz cron expression: Hour"
                + " values must be between 0 and 23",
            ETC + ":6:13: windows.e.cron and 'start' both say when it begins",
            ETC + ":7:32: windows.f.days and 'cron' both name days",
            ETC + ":8:6: windows.g.length is missing");
    assertThat(read().hasErrors()).isTrue();
  }

  @Test
  void thePolicyNamesWindowsThatThereAre() throws Exception {
    written.file(USR, "windows: {nightly: {start: '02:00', length: 3h}}\n");
    written.file(ETC, "policy: {windows: {downloads: nightly, reboots: nigthly}}\n");

    assertThat(problems())
        .containsExactly(
            ETC
                + ":1:49: policy.windows.reboots is 'nigthly', a window that there is not; there"
                + " are nightly");

    written.file(ETC, "policy: {windows: {downloads: nightly, disruptions: nightly}}\n");
    assertThat(problems()).isEmpty();
    assertThat(read().settings().policy().windows())
        .isEqualTo(new SiteWindows("nightly", "nightly", null));

    written.file(USR, "{}\n");
    assertThat(problems())
        .contains(
            ETC
                + ":1:31: policy.windows.downloads is 'nightly', a window that there is not;"
                + " describe it below 'windows'");
  }

  @Test
  void aGrantOrRegistryThatIsNoneIsRefused() throws Exception {
    written.file(ETC, "policy:\n  grants: [priviledged]\n  registries: ['*.io']\n");

    assertThat(problems())
        .containsExactly(
            ETC
                + ":2:12: policy.grants[0] is 'priviledged', which is no grant; did you mean"
                + " 'privileged'?",
            ETC
                + ":3:16: policy.registries[0] is '*.io', not a registry such as 'quay.io' or"
                + " 'quay.io/team'");
  }

  @Test
  void metricsAreForThisHostAlone() throws Exception {
    written.file(ETC, "metrics:\n  listen: 0.0.0.0:9811\n  textfile: /srv/x.txt\n");
    assertThat(problems())
        .containsExactly(
            ETC
                + ":2:11: metrics.listen is '0.0.0.0:9811', not an address of this host alone such"
                + " as '127.0.0.1:9811' or 'unix:/run/x.sock'; for others, put a reverse proxy"
                + " before it, or let node_exporter serve 'textfile'",
            ETC + ":3:13: metrics.textfile is '/srv/x.txt', not a path such as '/…/x.prom'");

    written.file(ETC, "metrics: {listen: \"unix:/run/%s\"}\n".formatted("x".repeat(103)));
    assertThat(problems())
        .containsExactly(
            ETC
                + ":1:19: metrics.listen names a socket of 108 characters, and Unix sockets have at"
                + " most 107; name one such as 'unix:/run/atomic-reconcile/metrics.sock'");

    written.file(ETC, "metrics: {listen: \"unix:/run/%s\"}\n".formatted("x".repeat(102)));
    assertThat(read().problems()).isEmpty();
  }

  @Test
  void whoIsToldIsReachedInOneWayAndWithoutAPasswordInTheSettings() throws Exception {
    written.file(
        ETC,
        """
        notifications:
          - {url: "https://me:hunter2@hooks.example/", on: [helt]}
          - {url: "http://hooks.example/x"}
          - {url: "ftp://hunter2"}
          - {url: "http://127.0.0.1:8080/x", command: [tell]}
          - {command: [tell], body: x}
          - {url: "https://a.example", body: "${massage}", headers: {Host: b, X: {file: /etc/shadow}}}
        """);

    assertThat(problems())
        .containsExactly(
            ETC
                + ":2:11: notifications[0].url has a login in it; give it as a header, from a file:"
                + " headers.Authorization",
            ETC
                + ":2:53: notifications[0].on[0] is the text 'helt', not one of failed, held,"
                + " rolled-back, drifted, invalid-manifest, engine-unavailable, reboot-required,"
                + " refused, settings-invalid; did you mean 'held'?",
            ETC
                + ":3:11: notifications[1].url is not encrypted; use https; http is for 127.0.0.1,"
                + " [::1] and localhost",
            ETC
                + ":4:11: notifications[2].url is not an https URL such as"
                + " 'https://hooks.example/atomic'",
            ETC + ":5:47: somebody is told by exactly one of 'url' and 'command'",
            ETC + ":6:29: notifications[4].body has no meaning without 'url'",
            ETC
                + ":7:38: notifications[5].body is '${massage}', not a template with ${resource},"
                + " ${kind}, ${state}, ${reason}, ${message}, ${host}",
            ETC
                + ":7:62: notifications[5].headers has the key 'Host', which is not a header that"
                + " may be set, such as 'Authorization'");
  }

  @Test
  void settingsAreOneMapping() throws Exception {
    written.file(ETC, "parallelism: 2\n---\nparallelism: 3\n");
    assertThat(problems())
        .containsExactly(ETC + ":3:1: settings are one document, and this is a second one");

    written.file(ETC, "- a\n");
    assertThat(problems()).containsExactly(ETC + ":1:1: settings are a list, not a mapping");
  }

  @Test
  void namedFileMustBeThere() {
    var missing = root.resolve("missing.yaml");
    assertThat(SettingsFiles.named(missing, TRUSTING, CALENDAR).read().problems())
        .singleElement()
        .hasToString(missing + ": cannot be read: it does not exist");
  }

  @Test
  void asRootFileThatOthersCanWriteIsMistake() throws Exception {
    written.file(ETC, "parallelism: 2\n");
    var foreign =
        new Inodes() {
          @Override
          public Inode read(Path path) {
            return new Inode(1000, 0100644);
          }

          @Override
          public Path target(Path link) {
            return link;
          }
        };
    var loaded = SettingsFiles.below(root, new Trust(0, foreign), CALENDAR).read();
    assertThat(loaded.hasErrors()).isTrue();
    assertThat(loaded.settings()).isEqualTo(Settings.DEFAULT);
  }
}
