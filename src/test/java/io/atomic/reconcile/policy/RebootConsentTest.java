package io.atomic.reconcile.policy;

import static org.assertj.core.api.Assertions.assertThat;

import io.atomic.reconcile.daemon.QuartzCalendar;
import io.atomic.reconcile.model.CronCalendar;
import io.atomic.reconcile.model.HostSpec.Reboot;
import io.atomic.reconcile.model.HostSpec.Reboot.FleetLock;
import io.atomic.reconcile.model.HostSpec.Reboot.Inhibit;
import io.atomic.reconcile.model.HostSpec.Reboot.Strategy;
import io.atomic.reconcile.model.RebootObstacles;
import io.atomic.reconcile.model.RebootObstacles.Inhibitor;
import io.atomic.reconcile.model.RebootObstacles.Session;
import io.atomic.reconcile.model.SiteWindows;
import io.atomic.reconcile.model.Window;
import io.atomic.reconcile.model.Window.Opening.Cron;
import io.atomic.reconcile.model.Window.Opening.Weekly;
import io.atomic.reconcile.policy.RebootConsent.Circumstances;
import io.atomic.reconcile.policy.RebootConsent.Look;
import io.atomic.reconcile.policy.RebootConsent.Reason;
import io.atomic.reconcile.policy.RebootConsent.Verdict;
import java.time.DayOfWeek;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.LocalTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Who may reboot when. There is a window from two to five. */
class RebootConsentTest {
  private static final Instant NIGHT = Instant.parse("2026-11-05T03:00:00Z");
  private static final Instant MORNING = Instant.parse("2026-11-05T09:00:00Z");
  private static final FleetLock LOCK = new FleetLock("https://lock.example/", "web");
  private static final Inhibitor BURNER = new Inhibitor("burner", "A disc is written", 17);
  private static final Session ROOT = new Session("1", "root", "pts/0", null);
  private static final Session JANE = new Session("2", "jane", "pts/1", "192.0.2.7");

  private static final CronCalendar CRON = new QuartzCalendar(InstantSource.system());
  private static final Duration HOUR = Duration.ofHours(1);
  private static final Reboot AT_ONCE =
      new Reboot(Strategy.IMMEDIATE, null, null, null, Inhibit.RESPECT);
  private static final Reboot BY_NIGHT =
      new Reboot(Strategy.WINDOW, "nightly", null, null, Inhibit.RESPECT);
  private static final Reboot BY_GATE =
      new Reboot(Strategy.IMMEDIATE, null, null, "/run/ok", Inhibit.RESPECT);
  private static final Reboot BY_LOCK =
      new Reboot(Strategy.IMMEDIATE, null, LOCK, null, Inhibit.RESPECT);

  private Instant now = MORNING;
  private Instant runBegan = MORNING;
  private boolean gateIsOpen;
  private Look look = new Look.Seen(RebootObstacles.NONE);
  private @Nullable Instant postponedSince;
  private SiteWindows site = SiteWindows.NONE;
  private boolean ignoring;

  private Verdict judge(Reboot policy) {
    var nightly =
        new Window(
            new Weekly(new TreeSet<>(Set.of(DayOfWeek.values())), LocalTime.of(2, 0)),
            Duration.ofHours(3),
            null,
            false);
    var byName = new TreeMap<String, List<Window>>();
    byName.put("nightly", List.of(nightly));
    byName.put("early", List.of(new Window(new Cron("0 0 4 * * ?"), HOUR, null, false)));
    return new RebootConsent(
            policy, new Timetable(new Windows(byName, ZoneOffset.UTC, CRON), site, ignoring))
        .judge(new Circumstances(now, runBegan, gateIsOpen, look, postponedSince));
  }

  private void inhibitedBy(Inhibitor... inhibitors) {
    look = new Look.Seen(new RebootObstacles(List.of(inhibitors), List.of()));
  }

  private void loggedIn(Session... sessions) {
    look = new Look.Seen(new RebootObstacles(List.of(), List.of(sessions)));
  }

  private static Reboot ignoring(Reboot policy) {
    return new Reboot(
        policy.strategy(), policy.window(), policy.fleetLock(), policy.gateFile(), Inhibit.IGNORE);
  }

  @Test
  void whoNeverWantsAReboot() {
    assertThat(judge(Reboot.DEFAULT))
        .isEqualTo(
            new Verdict.NotWanted(
                "spec.reboot.strategy is 'never', so it waits until somebody boots this host"));
  }

  @Test
  void whereNothingIsInTheWayItGoesAhead() {
    assertThat(judge(AT_ONCE)).isEqualTo(new Verdict.Go());
  }

  @Test
  void outsideOfItsWindowItWaitsUntilThatOpens() {
    assertThat(judge(BY_NIGHT))
        .isEqualTo(
            new Verdict.Wait(
                Reason.WINDOW_CLOSED,
                "it waits for window 'nightly', which opens on 2026-11-06T02:00:00Z",
                Instant.parse("2026-11-06T02:00:00Z")));
  }

  @Test
  void theWindowOfTheSiteHasToBeOpenAsWell() {
    site = new SiteWindows(null, null, "early");
    now = Instant.parse("2026-11-05T02:30:00Z");
    runBegan = now;

    assertThat(judge(AT_ONCE))
        .isEqualTo(
            new Verdict.Wait(
                Reason.WINDOW_CLOSED,
                "it waits for window 'early', which opens on 2026-11-05T04:00:00Z",
                Instant.parse("2026-11-05T04:00:00Z")));

    now = Instant.parse("2026-11-05T12:00:00Z");
    runBegan = now;
    assertThat(judge(BY_NIGHT))
        .as("two of them")
        .isEqualTo(
            new Verdict.Wait(
                Reason.WINDOW_CLOSED,
                "it waits for window 'early', which opens on 2026-11-06T04:00:00Z,"
                    + " and window 'nightly', which opens on 2026-11-06T02:00:00Z",
                Instant.parse("2026-11-06T04:00:00Z")));

    now = Instant.parse("2026-11-05T04:00:00Z");
    assertThat(judge(BY_NIGHT)).isEqualTo(new Verdict.Go());
  }

  @Test
  void windowsThatAreIgnoredAreNotWaitedFor() {
    ignoring = true;
    site = new SiteWindows(null, null, "early");

    assertThat(judge(BY_NIGHT)).isEqualTo(new Verdict.Go());
  }

  @Test
  void insideOfItsWindowItGoesAhead() {
    now = NIGHT;

    assertThat(judge(BY_NIGHT)).isEqualTo(new Verdict.Go());
  }

  @Test
  void aRunThatBeganInsideOfTheWindowMayFinish() {
    runBegan = Instant.parse("2026-11-05T04:59:00Z");
    now = Instant.parse("2026-11-05T05:08:00Z");

    assertThat(judge(BY_NIGHT)).isEqualTo(new Verdict.Go());
  }

  @Test
  void aWindowThatOnlyANameIsLeftOfNeverOpens() {
    assertThat(judge(new Reboot(Strategy.WINDOW, "gone", null, null, Inhibit.RESPECT)))
        .isEqualTo(
            new Verdict.Wait(
                Reason.WINDOW_UNKNOWN,
                "it waits for window 'gone', which the settings do not have",
                null));
  }

  @Test
  void aWindowThatIsNamedForNothingIsNotWaitedFor() {
    assertThat(judge(new Reboot(Strategy.IMMEDIATE, "nightly", null, null, Inhibit.RESPECT)))
        .isEqualTo(new Verdict.Go());
  }

  @Test
  void withoutItsGateFileItWaits() {
    assertThat(judge(BY_GATE))
        .isEqualTo(
            new Verdict.Wait(Reason.GATE_CLOSED, "it waits for the gate file '/run/ok'", null));
  }

  @Test
  void withItItGoesAhead() {
    gateIsOpen = true;

    assertThat(judge(BY_GATE)).isEqualTo(new Verdict.Go());
  }

  @Test
  void aProgramThatMustNotBeShutDownIsWaitedForAsLongAsItTakes() {
    inhibitedBy(BURNER);
    postponedSince = MORNING.minus(Duration.ofDays(3));

    assertThat(judge(AT_ONCE))
        .isEqualTo(
            new Verdict.Wait(
                Reason.INHIBITED, "'burner' asks not to be shut down: A disc is written", null));
  }

  @Test
  void whoeverSaysIgnoreWaitsForNobody() {
    look = new Look.Seen(new RebootObstacles(List.of(BURNER), List.of(ROOT)));

    assertThat(judge(ignoring(AT_ONCE))).isEqualTo(new Verdict.Go());
  }

  @Test
  void whereNobodyCanTellWhoIsInTheWayItWaits() {
    look = new Look.Unseen("tried to ask logind, but it did not answer within 10s");

    assertThat(judge(AT_ONCE))
        .isEqualTo(
            new Verdict.Wait(
                Reason.OBSTACLES_UNKNOWN,
                "tried to ask logind, but it did not answer within 10s",
                null));
    assertThat(judge(ignoring(AT_ONCE))).isEqualTo(new Verdict.Go());
  }

  @Test
  void peopleWhoAreLoggedInAreWarnedFirst() {
    loggedIn(ROOT, JANE);

    assertThat(judge(AT_ONCE))
        .isEqualTo(
            new Verdict.Postpone(
                "'root' on pts/0, 'jane' on pts/1 from 192.0.2.7 are logged in; it goes ahead in 10m"
                    + " at the latest",
                MORNING.plusSeconds(60),
                "This host reboots into another version of its system in 10m, or as soon as nobody"
                    + " is logged in. Save your work and log out.",
                MORNING));
  }

  @Test
  void theyAreWarnedTenTimesAMinuteApartAndThenItGoesAhead() {
    loggedIn(ROOT);
    var warnings = new ArrayList<String>();

    var verdict = judge(AT_ONCE);
    while (verdict instanceof Verdict.Postpone postpone) {
      warnings.add(postpone.warning().replaceFirst(".* in ([0-9]+m),.*", "$1"));
      now = postpone.until();
      postponedSince = verdict.postponedSince();
      verdict = judge(AT_ONCE);
    }

    assertThat(warnings)
        .containsExactly("10m", "9m", "8m", "7m", "6m", "5m", "4m", "3m", "2m", "1m");
    assertThat(verdict).isEqualTo(new Verdict.Go());
    assertThat(now).isEqualTo(MORNING.plus(RebootConsent.PATIENCE));
  }

  @Test
  void whenTheyHaveGoneItGoesAheadAtOnce() {
    postponedSince = MORNING.minusSeconds(60);

    assertThat(judge(AT_ONCE)).isEqualTo(new Verdict.Go());
  }

  @Test
  void aRunThatWasCutOffLeavesTheRestOfTheTimeToTheNextOne() {
    loggedIn(ROOT);
    postponedSince = MORNING.minusSeconds(9 * 60 + 30);

    assertThat(judge(AT_ONCE))
        .isInstanceOfSatisfying(
            Verdict.Postpone.class,
            postpone -> {
              assertThat(postpone.until()).isEqualTo(MORNING.plusSeconds(30));
              assertThat(postpone.postponedSince()).isEqualTo(postponedSince);
            });
  }

  @Test
  void aClockThatWasPutBackProlongsNothing() {
    loggedIn(ROOT);
    postponedSince = MORNING.plus(Duration.ofDays(365));

    assertThat(judge(AT_ONCE).postponedSince()).isEqualTo(MORNING);
  }

  @Test
  void whatIsPostponedForAnotherReasonBeginsItsTenMinutesAgain() {
    loggedIn(ROOT);
    postponedSince = MORNING.minusSeconds(60);

    assertThat(judge(BY_NIGHT).postponedSince()).isNull();
    assertThat(judge(BY_GATE).postponedSince()).isNull();
  }

  @Test
  void theFleetIsAskedOnlyWhenAllElseAgrees() {
    assertThat(judge(BY_LOCK)).isEqualTo(new Verdict.AskLock(LOCK, null));
    loggedIn(ROOT);
    assertThat(judge(BY_LOCK)).isInstanceOf(Verdict.Postpone.class);
    inhibitedBy(BURNER);
    assertThat(judge(BY_LOCK)).isInstanceOf(Verdict.Wait.class);
  }

  /** Else they would be warned all over again whenever others have the lock. */
  @Test
  void whileTheFleetDoesNotAgreeItIsRememberedThatPeopleWereWarned() {
    loggedIn(ROOT);
    postponedSince = MORNING.minus(RebootConsent.PATIENCE);

    assertThat(judge(BY_LOCK)).isEqualTo(new Verdict.AskLock(LOCK, postponedSince));
  }

  @Test
  void theWindowIsWaitedForBeforeAnybodyIsDisturbed() {
    look = new Look.Seen(new RebootObstacles(List.of(BURNER), List.of(ROOT)));
    var all = new Reboot(Strategy.WINDOW, "nightly", LOCK, "/run/ok", Inhibit.RESPECT);

    assertThat(reason(judge(all))).isEqualTo(Reason.WINDOW_CLOSED);
    now = NIGHT;
    assertThat(reason(judge(all))).isEqualTo(Reason.GATE_CLOSED);
    gateIsOpen = true;
    assertThat(reason(judge(all))).isEqualTo(Reason.INHIBITED);
  }

  private static @Nullable Reason reason(Verdict verdict) {
    return verdict instanceof Verdict.Wait wait ? wait.reason() : null;
  }
}
