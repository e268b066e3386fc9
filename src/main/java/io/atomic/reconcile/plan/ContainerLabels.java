package io.atomic.reconcile.plan;

import io.atomic.reconcile.label.LabelRequest;
import io.atomic.reconcile.model.Fingerprint;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * The labels that we give every container, so that what is ours can be told when the record is
 * lost.
 */
public final class ContainerLabels {
  private static final String PREFIX = LabelRequest.OWN_LABELS;
  public static final String APP = PREFIX + "app";

  /** Which label command made the container, such as {@code install} or {@code run}. */
  public static final String VERB = PREFIX + "verb";

  public static final String IMAGE_ID = PREFIX + "image-id";
  public static final String INSTALL_HASH = PREFIX + "install-hash";
  public static final String RUN_HASH = PREFIX + "run-hash";

  /** The run that made it; a plan, which is not a run yet, says {@link #PLANNED_RUN}. */
  public static final String RUN_ID = PREFIX + "run-id";

  public static final String PLANNED_RUN = "planned";

  private ContainerLabels() {}

  /** Whether a label is one of those, of this version or another. */
  static boolean isOurs(String key) {
    return key.startsWith(PREFIX);
  }

  /** The word of an argument vector as the run that carries it out writes it. */
  public static String inRun(String word, String runId) {
    var planned = RUN_ID + "=" + PLANNED_RUN;
    return word.endsWith(planned)
        ? word.substring(0, word.length() - PLANNED_RUN.length()) + runId
        : word;
  }

  /** Where in an argument vector our labels begin; the end of it where there are none. */
  public static int first(List<String> argv) {
    for (var i = 0; i + 1 < argv.size(); i++) {
      if (isOurs(argv, i)) {
        return i;
      }
    }
    return argv.size();
  }

  /** The argument vector but for our labels. */
  public static List<String> without(List<String> argv) {
    var rest = new ArrayList<String>();
    for (var i = 0; i < argv.size(); i++) {
      if (isOurs(argv, i)) {
        i++;
      } else {
        rest.add(argv.get(i));
      }
    }
    return rest;
  }

  private static boolean isOurs(List<String> argv, int index) {
    return argv.get(index).equals("--label")
        && index + 1 < argv.size()
        && argv.get(index + 1).startsWith(PREFIX);
  }

  static SortedMap<String, String> of(
      String app, String verb, String imageId, Fingerprint install, Fingerprint run) {
    var labels = new TreeMap<String, String>();
    labels.put(APP, app);
    labels.put(VERB, verb);
    labels.put(IMAGE_ID, imageId);
    labels.put(INSTALL_HASH, install.hash());
    labels.put(RUN_HASH, run.hash());
    labels.put(RUN_ID, PLANNED_RUN);
    return labels;
  }
}
