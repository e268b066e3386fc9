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
