package io.atomic.reconcile;

import static java.util.Map.entry;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.lang.reflect.Method;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What the README says that happens is shown by a test: every row of its table by these. */
class ReadmeTest {
  private static final Path CASES = Path.of("src/test/resources/cases");

  /** The first two cells of a row. */
  private static final Pattern ROW = Pattern.compile("^\\| (.+?) \\| (.+) \\|$");

  private static final String HEAD = "what you see or do";

  /**
   * By the first cell: methods of tests against real engines, and the plans of golden cases where
   * those say more.
   */
  private static final Map<String, List<String>> SHOWN_BY =
      Map.ofEntries(
          entry(
              "a new manifest",
              List.of(
                  "it.RegistryIT#anImageThatWePulledGoesWithTheApp",
                  "fresh-with-everything-to-fetch")),
          entry(
              "nothing changed",
              List.of("it.ExamplesIT#fiveAppsAreInstalledStayAsTheyAreAndGoAgain")),
          entry(
              "the container was stopped, killed, paused or removed",
              List.of(
                  "it.DriftIT#containersStoppedKilledRemovedOrPausedByHandRunAgainWithoutASecondInstall",
                  "it.StatesIT#anInstallThatCreatesTheContainerLeavesItForRunToStart",
                  "install-made-the-container-gone")),
          entry(
              "`docker update`, `docker rename` of the container",
              List.of(
                  "it.LiveDriftIT#aRenamedContainerGetsItsNameBackAndRunsOn",
                  "it.LiveDriftIT#limitsAndRestartPolicyThatSomebodyChangedArePutBackWithoutARestart",
                  "it.LiveDriftIT#aContainerMadeInPlaceOfOursWithItsLabelsIsRecognisedAndPutRight",
                  "live-env-and-mounts-changed")),
          entry(
              "something changes an app again and again",
              List.of(
                  "it.FlappingIT#itIsHeldAndSaysWhatKeepsDiffering",
                  "it.FlappingIT#retryLetsItBeCorrectedAgain",
                  "flapping-no-more-in-the-window")),
          entry(
              "any of that with `drift: warn`, or `ignore`",
              List.of(
                  "it.LiveDriftIT#driftThatIsOnlyWarnedOfIsShownAndStays",
                  "it.LiveDriftIT#driftThatIsIgnoredIsNotEvenLookedFor")),
          entry(
              "the tag means another image now",
              List.of(
                  "it.ReplacementIT#aRebuiltTagIsReplacedWithStopAndUninstallOfTheOldImage",
                  "image-changed-to-be-fetched")),
          entry(
              "… in the registry, with `update.policy: never`, `notify` or `auto`",
              List.of(
                  "it.UpdateIT#whoDoesNotWantToKnowIsNotTold",
                  "it.UpdateIT#whoWantsToBeToldIsTold",
                  "it.UpdateIT#anUpdateIsTakenAndTheNextRunIsQuiet")),
          entry(
              "… that is younger than `update.minAge`",
              List.of("it.UpdateIT#whatIsTooYoungWaits", "update-old-enough")),
          entry(
              "… outside of `update.window`",
              List.of(
                  "it.WindowsIT#anUpdateWaitsForItsWindow",
                  "window-update-is-not-for-what-somebody-changed")),
          entry(
              "… outside of `policy.windows.downloads` of the settings",
              List.of(
                  "it.WindowsIT#nothingIsFetchedOutsideOfTheWindowForDownloads",
                  "window-downloads-container-gone")),
          entry(
              "… outside of `policy.windows.disruptions`",
              List.of(
                  "it.WindowsIT#whatRunsIsReplacedAndRemovedInTheWindowForDisruptions",
                  "it.WindowsIT#anImageIsFetchedAheadOfTheWindowInWhichItIsTaken",
                  "window-disruptions-container-stopped")),
          entry(
              "… with `--ignore-window`",
              List.of("it.WindowsIT#whoDoesNotWantToWaitSaysSoAndThatIsNoted")),
          entry(
              "the registry is down when it is asked for updates",
              List.of("it.UpdateIT#aRegistryThatIsDownFailsNothing")),
          entry(
              "only `run.*` or `env` changed",
              List.of(
                  "it.ReplacementIT#changedRunArgumentsRestartWithoutASecondInstall",
                  "it.UpdateScenariosIT#soDoesOneThatTheManifestGivesArgumentsThatDoNotWork",
                  "env-of-run-changed")),
          entry(
              "a new version exits, turns unhealthy, or its probe fails",
              List.of(
                  "it.UpdateScenariosIT#aContainerThatExitsAtOnceGivesWayToTheOneBefore",
                  "it.UpdateScenariosIT#soDoesOneThatTurnsUnhealthyAfterFiveSeconds",
                  "it.UpdateScenariosIT#soDoesOneWhoseHttpProbeAnswersFiveHundred",
                  "it.RollBackIT#afterACrashLoopAFixedImageIsTakenAtOnce",
                  "it.RollBackIT#ofTwentyAppsThreeThatAreBadHoldUpNobody",
                  "it.VersionVerbsIT#whatFailedIsTriedAgainWhenSomebodySaysSo",
                  "rolled-back-then-manifest-changed",
                  "rolled-back-a-week-ago")),
          entry(
              "INSTALL or UNINSTALL fails on the way to a new version",
              List.of(
                  "it.UpdateScenariosIT#anInstallThatFailsHalfWayBringsBackWhatWasInstalled",
                  "it.UpdateScenariosIT#soDoesAnUninstallThatFails")),
          entry(
              "the roll-back fails as well",
              List.of(
                  "it.UpdateScenariosIT#whereTheContainerBeforeIsIllByNowItRunsOnAllTheSame",
                  "it.UpdateScenariosIT#whatCannotBeInstalledAgainEitherIsTriedByEveryRunUntilItCan")),
          entry(
              "a first start fails the `health` that its manifest gives",
              List.of("it.RollBackIT#whatIsWrongWithAFirstStartIsRememberedToo")),
          entry(
              "`rollback APP`",
              List.of(
                  "it.VersionVerbsIT#whatSomebodyWentBackFromIsHeldUntilTheySayRetry",
                  "it.HistoryIT#theVersionThatANumberNamesIsTheOneThatRollbackGoesBackTo")),
          entry(
              "versions come and go",
              List.of(
                  "it.RetentionIT#theCurrentTheLastGoodAndOneMoreAreKept",
                  "it.RetentionIT#aVersionThatFailedLeavesTheWayBackOnDisk",
                  "it.RetentionIT#whatSomebodyBuiltHereOrNamedStays")),
          entry(
              "an app is replaced that others depend on",
              List.of(
                  "it.RollBackIT#aDependantThatDoesNotGetOverItIsRestartedOnce",
                  "dependency-replaced-leaves-dependants-alone",
                  "dependant-of-a-replaced-app-is-rechecked")),
          entry(
              "`suspend APP`",
              List.of(
                  "it.VersionVerbsIT#aSuspendedAppIsLeftAloneUntilItIsResumed",
                  "suspended-by-hand-until-now")),
          entry(
              "an app's `lockFile` is there",
              List.of("it.AppLockIT#anAppThatHoldsItsLockIsNeitherReplacedNorRemoved")),
          entry(
              "`waitForHost`, and no manifest declares a host",
              List.of(
                  "it.WaitForHostIT#whereNoManifestDeclaresAHostItIsHeldAndTheRunFails",
                  "it.WaitForHostIT#whatRunsAlreadyGoesOnAndIsNotUpdated")),
          entry(
              "`waitForHost`, and the host does not run what its manifest says",
              List.of("it.HostFirstIT#anAppThatWaitsForTheHostWaitsForTheBootAndOthersDoNot")),
          entry(
              "a `Host` manifest names another branch, image, version, package or kernel argument",
              List.of(
                  "it.HostDeclaredIT#anotherBranchIsStagedLockedAndWaitsForAReboot",
                  "it.HostDeclaredIT#severalChangesTakeTheFewestCommands",
                  "it.HostDeclaredIT#anImageIsFollowedByDigest")),
          entry(
              "… and `reboot.strategy` is `immediate`, or its window is open",
              List.of(
                  "it.HostRebootIT#atOnceWhereTheManifestWantsThatAndAfterTheReport",
                  "it.HostRebootIT#notBeforeItsWindowOpens",
                  "it.HostFirstIT#aRebootComesAfterTheAppsAndTheReport")),
          entry(
              "… a program inhibits a shutdown, or the gate file is missing",
              List.of(
                  "it.HostRebootIT#notWhileAProgramInhibitsIt",
                  "it.HostRebootIT#notBeforeTheGateFileIsThere")),
          entry(
              "… somebody is logged in",
              List.of("it.HostRebootIT#peopleWhoAreLoggedInAreWarnedAndPutItOff")),
          entry(
              "… the lock of the group is taken",
              List.of(
                  "it.HostRebootIT#oneHostOfAGroupAtATimeAndTheLockIsKeptUntilTheBootHasProvedItself")),
          entry(
              "the new system does not come up, and another one is booted",
              List.of("it.HostRebootIT#aBootThatFellBackIsNeverTriedAgainForTheSameManifest")),
          entry(
              "a staged system is lost to a power cut",
              List.of("it.HostRebootIT#aPowerCutLosesWhatWasStagedAndItIsStagedAgain")),
          entry(
              "somebody else has staged something, or drives the updates (Zincati, a timer)",
              List.of(
                  "it.HostDeclaredIT#whatSomebodyElseHasStagedIsNotDropped",
                  "it.HostDeclaredIT#aDriverIsNamedAndRefusedUnlessTheManifestSaysOtherwise",
                  "it.HostDeclaredIT#aTimerThatUpdatesIsNamedAndRefused")),
          entry(
              "the host's tool is busy with something else",
              List.of(
                  "it.HostTroubleIT#theChangeOfSomebodyElseIsWaitedForAndNeverCancelled",
                  "it.HostTroubleIT#theSameCommandIsJoinedWhereItStillRuns")),
          entry(
              "the host's tool says no",
              List.of(
                  "it.HostDeclaredIT#aVersionThatDoesNotExistIsNotTriedAgainUntilTheManifestChanges",
                  "it.HostTroubleIT#aNetworkThatIsAwayIsTriedAgainInTheNextRun")),
          entry(
              "a host that neither rpm-ostree nor bootc keeps",
              List.of(
                  "it.HostDeclaredIT#withoutAToolTheHostIsInErrorAndSaysWhatHelps",
                  "it.HostTroubleIT#theAppsOfAHostThatFailsGoOnTheirOwnWay")),
          entry(
              "the `Host` manifest is deleted",
              List.of("it.HostDeclaredIT#whenItsManifestGoesItIsForgottenAndNothingIsUndone")),
          entry(
              "a manifest is deleted",
              List.of(
                  "it.RemovalIT#appsWithoutManifestAreUninstalledThoseThatNeedOthersFirst",
                  "it.RemovalIT#dataStays",
                  "removed-with-the-image-that-was-fetched")),
          entry(
              "… that said `purgeData: true`, and the run has `--purge-data`",
              List.of(
                  "it.PurgeDataIT#withTheWordOfBothItGoes",
                  "it.PurgeDataIT#withTheWordOfTheManifestAloneItStays",
                  "it.PurgeDataIT#whereSomethingIsMountedNothingIsRemovedUntilItIsNot",
                  "host.DirectoryPurgeTest#whatLinksInItLeadToStays")),
          entry(
              "… that said `onRemove: confirm`",
              List.of("it.PurgeDataIT#whatWaitsForAConfirmationIsRemovedByHand", "removed-orphan")),
          entry(
              "a manifest has a mistake",
              List.of(
                  "it.BrokenManifestIT#oneBrokenFileOfFiveLeavesItsAppAloneWhileTheOthersConverge")),
          entry(
              "all manifests are gone",
              List.of(
                  "it.MassDeletionIT#anEmptiedManifestDirectoryIsRefusedUnlessEmptyIsAllowed",
                  "it.MassDeletionIT#moreThanHalfOfTheAppsMayOnlyVanishByTheirNumber")),
          entry(
              "an image cannot be fetched",
              List.of(
                  "it.UpdateScenariosIT#whereTheRegistryIsDeadEverythingGoesOnRunning",
                  "it.UpdateScenariosIT#soItDoesWhereTheRegistryDoesNotHaveTheTag",
                  "it.RegistryIT#anImageThatNobodyHasBlocksItsDependantsAndStopsNothing")),
          entry(
              "it would fill the disk",
              List.of("it.DiskFullIT#anUpdateThatWouldFillTheDiskIsRefusedWithNumbers")),
          entry(
              "… and does fill it all the same",
              List.of("it.DiskFullIT#anUpdateThatFillsTheDiskAllTheSameTouchesNothing")),
          entry(
              "a label needs what its manifest does not grant",
              List.of(
                  "it.GrantsIT#aRefusedInstallLeavesNoTrace",
                  "it.GrantsIT#anUpdateThatNeedsMoreStopsBeforeAnythingIsTouchedAndSaysWhatGrew")),
          entry(
              "a grant is taken away",
              List.of(
                  "it.GrantsIT#aGrantTakenAwayRestartsNothingAndIsShown",
                  "grant-taken-away-container-gone")),
          entry(
              "a container of that name exists that it did not make",
              List.of(
                  "it.ForeignContainerIT#oneCalledLikeAnAppIsAConflictAndStaysAsItIs",
                  "it.ForeignContainerIT#oneThatIsToBeAdoptedIsTakenOverWithoutARestart")),
          entry(
              "the engine is down",
              List.of("it.EngineDownIT#aSocketThatNobodyListensOnEndsWith69")),
          entry(
              "another engine is used than the one that an app was made with",
              List.of(
                  "it.ByHandLimitsIT#whatWasMadeWithOneEngineIsNotTouchedWithAnother",
                  "other-engine")),
          entry(
              "a run is ended by a signal or `--timeout`",
              List.of(
                  "it.InterruptedIT#aRunWhoseTimeIsUpReportsHowFarItCame",
                  "it.InterruptedIT#soDoesOneThatIsTerminated")),
          entry(
              "another run is at work",
              List.of(
                  "it.TwoRunsAtOnceIT#theSecondWaitsForTheFirstAndFindsNothingToDo",
                  "it.TwoRunsAtOnceIT#theSecondGivesUpAfterItsLockTimeoutAndSaysWhoHoldsTheLock")),
          entry(
              "the machine dies in the middle",
              List.of(
                  "it.CrashIT#anInstallThatIsKilledIsEndedByTheNextRun",
                  "it.CrashIT#aReplacementThatIsKilledIsEndedByTheNextRun",
                  "it.RollBackIT#aRollBackThatIsKilledIsEndedByTheNextRun")),
          entry(
              "somebody who is to be notified cannot be reached",
              List.of("it.SeenFromOutsideIT#whoCannotBeReachedIsToldByALaterRun")),
          entry(
              "the metrics cannot be written, because the disk is full or the directory is missing",
              List.of("it.SeenFromOutsideIT#aTextfileThatCannotBeWrittenFailsNoRun")),
          entry(
              "while the daemon runs, a container dies, is removed, paused or renamed, or its image's name is given to another",
              List.of(
                  "it.DaemonDriftIT#aContainerThatIsKilledRemovedPausedOrRenamedIsPutRightAtOnceAndNoOtherIsLookedAt",
                  "it.DaemonDriftIT#anImageThatGetsTheNameOfTheOneThatRunsReplacesIt",
                  "it.DaemonDriftIT#aContainerThatDiesAgainAndAgainIsStartedMoreAndMoreSlowly",
                  "it.DaemonBurstIT#aThousandEventsAreOneRunOrTwo",
                  "it.DaemonTriggerIT#whatFailsIsAFailureToWhoWaitsAndIsTriedAgainLater")),
          entry(
              "… a manifest comes, changes or goes",
              List.of(
                  "it.DaemonManifestsIT#aManifestThatComesChangesOrGoesIsFollowedForThatAppAlone",
                  "it.DaemonManifestsIT#aFileThatIsStillBeingWrittenIsNotRead",
                  "it.DaemonManifestsIT#aFileThatIsWrittenAsideAndRenamedIsOneChangeAndOthersAreNone")),
          entry(
              "… a window opens that something waits for",
              List.of("it.DaemonClockIT#whatWaitsForAWindowIsDoneWhenItOpens")),
          entry(
              "… the machine sleeps, or its clock is set",
              List.of("it.DaemonClockIT#whatWasMissedIsMadeUpOnceAlsoWhenTheClockGoesBack")),
          entry(
              "… the engine is not there, or starts anew",
              List.of("it.DaemonLifeIT#anEngineThatIsNotThereYetIsWaitedFor")),
          entry(
              "… it is told to end",
              List.of(
                  "it.DaemonLifeIT#toldToEndItFinishesTheStepAndLeavesTheRestToTheNext",
                  "it.DaemonLifeIT#whatOnlyWaitsIsNotWaitedForAtTheEnd")),
          entry(
              "… somebody removes its control socket",
              List.of(
                  "it.DaemonTriggerIT#whoTakesTheSocketAwayDoesNotSilenceTheDaemon",
                  "daemon.ControlSocketIT#oneThatWasRemovedIsMadeAgain")),
          entry(
              "… the settings turn invalid",
              List.of(
                  "it.DaemonLifeIT#settingsThatAreInvalidAreSaidAndTheFormerOnesStay",
                  "it.DaemonLifeIT#settingsThatAreInvalidAtTheStartAreItsEnd")),
          entry(
              "`/var/lib/atomic` is lost",
              List.of(
                  "it.StateLostIT#runningContainersAreTakenOverAndNothingIsRestartedOrInstalledAgain")));

  private static List<String> rows() throws IOException {
    return Files.readAllLines(Path.of("README.md")).stream()
        .map(ROW::matcher)
        .filter(row -> row.matches())
        .map(row -> row.group(1))
        .filter(cell -> !cell.equals(HEAD))
        .toList();
  }

  private static List<String> tests() {
    return SHOWN_BY.values().stream().flatMap(List::stream).distinct().sorted().toList();
  }

  @Test
  void whatHappensWhenIsShownByTests() throws Exception {
    assertThat(rows())
        .doesNotHaveDuplicates()
        .containsExactlyInAnyOrderElementsOf(SHOWN_BY.keySet());
  }

  @ParameterizedTest
  @MethodSource("tests")
  void theTestIsThere(String test) throws Exception {
    var parts = test.split("#", 2);
    if (parts.length == 1) {
      assertThat(CASES.resolve(test).resolve("plan.txt")).exists();
      return;
    }
    var methods =
        Class.forName("%s.%s".formatted(ReadmeTest.class.getPackageName(), parts[0]))
            .getDeclaredMethods();
    assertThat(Arrays.stream(methods).filter(ReadmeTest::isTest).map(Method::getName))
        .contains(parts[1]);
  }

  private static boolean isTest(Method method) {
    return method.isAnnotationPresent(Test.class)
        || method.isAnnotationPresent(ParameterizedTest.class);
  }
}
