package io.atomic.reconcile.label;

import io.atomic.reconcile.model.Installation.LabelTexts;
import io.atomic.reconcile.model.Problem.Severity;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * An image's labels, searched as label commands are: case does not matter, upper case is preferred,
 * and a blank value counts as missing.
 *
 * <p>The tools before us disagreed (one took only upper case, one tried four spellings, one picked
 * at random), so images carry every spelling; a fixed preference makes each of them mean one thing.
 */
public record ImageLabels(SortedMap<String, String> labels) {
  public static final String INSTALL = "INSTALL";
  public static final String RUN = "RUN";
  public static final String STOP = "STOP";
  public static final String UNINSTALL = "UNINSTALL";
  public static final String RUN_OPTS_FILE = "RUN_OPTS_FILE";

  public ImageLabels {
    labels = Collections.unmodifiableSortedMap(new TreeMap<>(labels));
  }

  public static ImageLabels of(Map<String, String> labels) {
    return new ImageLabels(new TreeMap<>(labels));
  }

  /** The label of that key, whatever its case; null = missing or blank. */
  public @Nullable String find(String key) {
    var spellings = spellings(key);
    return spellings.isEmpty() ? null : labels.get(spellings.getFirst());
  }

  /** The four label commands. */
  public LabelTexts texts() {
    return new LabelTexts(find(INSTALL), find(RUN), find(STOP), find(UNINSTALL));
  }

  /** One sentence for each key in use that the image spells in more than one way. */
  public List<String> warnings() {
    var warnings = new ArrayList<String>();
    for (var key : List.of(INSTALL, RUN, STOP, UNINSTALL, RUN_OPTS_FILE)) {
      var spellings = spellings(key);
      if (spellings.size() > 1) {
        warnings.add(
            "the image has labels that differ only in case, '%s'; '%s' is used"
                .formatted(String.join("', '", spellings), spellings.getFirst()));
      }
    }
    return List.copyOf(warnings);
  }

  /** What an author got wrong about the labels as such, whatever the commands in them say. */
  public List<Finding> findings() {
    var findings = new ArrayList<Finding>();
    for (var key : List.of(INSTALL, RUN, STOP, UNINSTALL, RUN_OPTS_FILE)) {
      var spellings = spellings(key);
      if (spellings.stream().map(spelling -> labels.get(spelling)).distinct().count() > 1) {
        findings.add(
            finding(
                "label-case",
                "labels '%s' differ only in case and say different things; '%s' is used"
                    .formatted(String.join("', '", spellings), spellings.getFirst()),
                "keep only '%s'".formatted(key)));
      }
      for (var entry : labels.entrySet()) {
        if (entry.getKey().equalsIgnoreCase(key) && entry.getValue().isBlank()) {
          findings.add(
              finding(
                  "blank",
                  "label '%s' is blank, which counts as missing".formatted(entry.getKey()),
                  "leave it away, or say what it runs"));
        }
      }
    }
    return List.copyOf(findings);
  }

  private static Finding finding(String code, String message, String remedy) {
    return new Finding(Severity.WARNING, code, message, 0, null, remedy);
  }

  /** Keys that carry a value and equal the given one but for case, the one to use first. */
  private List<String> spellings(String key) {
    var upper = key.toUpperCase(Locale.ROOT);
    var found = new ArrayList<String>();
    for (var entry : labels.entrySet()) {
      if (entry.getKey().equalsIgnoreCase(key) && !entry.getValue().isBlank()) {
        // The map's own order already puts upper case letters first; only the exact one moves.
        found.add(entry.getKey().equals(upper) ? 0 : found.size(), entry.getKey());
      }
    }
    return found;
  }
}
