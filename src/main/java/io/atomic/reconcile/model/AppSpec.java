package io.atomic.reconcile.model;

import java.util.Collections;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * The {@code spec} of an App manifest with every default filled in; the manifest reference says
 * what each field means.
 *
 * @param lockFile host path; while something is there, the app is not stopped, replaced or removed.
 *     Null = it can be disturbed at any time
 * @param grants privileges that label commands may use, as written
 * @param creates host paths that INSTALL leaves behind; a missing one is drift
 * @param watchFiles host files whose content belongs to the run inputs
 */
public record AppSpec(
    ImageReference image,
    AppState state,
    Pull pull,
    Update update,
    Strategy strategy,
    List<String> dependsOn,
    boolean waitForHost,
    When when,
    @Nullable String lockFile,
    SortedMap<String, EnvValue> env,
    CommandSpec install,
    CommandSpec run,
    CommandSpec stop,
    CommandSpec uninstall,
    List<String> grants,
    List<String> creates,
    List<String> watchFiles,
    @Nullable Health health,
    boolean rollback,
    Drift drift,
    OnRemove onRemove,
    boolean purgeData,
    boolean adopt,
    boolean suspend) {

  public AppSpec {
    dependsOn = List.copyOf(dependsOn);
    env = Collections.unmodifiableSortedMap(new TreeMap<>(env));
    grants = List.copyOf(grants);
    creates = List.copyOf(creates);
    watchFiles = List.copyOf(watchFiles);
  }

  /** What a manifest that names nothing but the image asks for. */
  public static AppSpec of(ImageReference image) {
    return new AppSpec(
        image,
        AppState.RUNNING,
        Pull.MISSING,
        Update.DEFAULT,
        Strategy.REINSTALL,
        List.of(),
        false,
        When.ALWAYS,
        null,
        Collections.emptySortedMap(),
        CommandSpec.DEFAULT,
        CommandSpec.DEFAULT,
        CommandSpec.DEFAULT,
        CommandSpec.DEFAULT,
        List.of(),
        List.of(),
        List.of(),
        null,
        true,
        Drift.CORRECT,
        OnRemove.UNINSTALL,
        false,
        false,
        false);
  }

  public AppSpec withImage(ImageReference other) {
    return with(other, state, dependsOn, env, install, run, grants, adopt);
  }

  public AppSpec withState(AppState other) {
    return with(image, other, dependsOn, env, install, run, grants, adopt);
  }

  /** As if it needed nobody. */
  public AppSpec withoutDependencies() {
    return with(image, state, List.of(), env, install, run, grants, adopt);
  }

  public AppSpec withEnv(SortedMap<String, EnvValue> other) {
    return with(image, state, dependsOn, other, install, run, grants, adopt);
  }

  public AppSpec withInstall(CommandSpec other) {
    return with(image, state, dependsOn, env, other, run, grants, adopt);
  }

  public AppSpec withRun(CommandSpec other) {
    return with(image, state, dependsOn, env, install, other, grants, adopt);
  }

  public AppSpec withGrants(List<String> other) {
    return with(image, state, dependsOn, env, install, run, other, adopt);
  }

  public AppSpec withAdopt(boolean other) {
    return with(image, state, dependsOn, env, install, run, grants, other);
  }

  /** Without what keeps an app from being touched: somebody has asked for it. */
  public AppSpec askedFor() {
    return new AppSpec(
        image,
        state,
        pull,
        update,
        strategy,
        dependsOn,
        false,
        When.ALWAYS,
        null,
        env,
        install,
        run,
        stop,
        uninstall,
        grants,
        creates,
        watchFiles,
        health,
        rollback,
        Drift.CORRECT,
        onRemove,
        purgeData,
        adopt,
        false);
  }

  private AppSpec with(
      ImageReference otherImage,
      AppState otherState,
      List<String> otherDependsOn,
      SortedMap<String, EnvValue> otherEnv,
      CommandSpec otherInstall,
      CommandSpec otherRun,
      List<String> otherGrants,
      boolean otherAdopt) {
    return new AppSpec(
        otherImage,
        otherState,
        pull,
        update,
        strategy,
        otherDependsOn,
        waitForHost,
        when,
        lockFile,
        otherEnv,
        otherInstall,
        otherRun,
        stop,
        uninstall,
        otherGrants,
        creates,
        watchFiles,
        health,
        rollback,
        drift,
        onRemove,
        purgeData,
        otherAdopt,
        suspend);
  }

  /** {@code spec.state}. */
  public enum AppState {
    RUNNING,
    STOPPED,
    INSTALLED,
    COMPLETED,
    ABSENT
  }

  /** {@code spec.pull}: when the image is fetched. */
  public enum Pull {
    MISSING,
    ALWAYS,
    NEVER
  }

  /** {@code spec.strategy}: how an installed app gets to other install inputs. */
  public enum Strategy {
    REINSTALL,
    UPGRADE,
    RECREATE
  }

  /** {@code spec.drift}: what to do when observed differs from recorded. */
  public enum Drift {
    CORRECT,
    WARN,
    IGNORE
  }

  /** {@code spec.onRemove}: what to do when the manifest goes. */
  public enum OnRemove {
    UNINSTALL,
    ORPHAN,
    CONFIRM
  }
}
