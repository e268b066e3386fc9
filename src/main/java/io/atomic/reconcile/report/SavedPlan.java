package io.atomic.reconcile.report;

import io.atomic.reconcile.plan.Plan;
import io.atomic.reconcile.plan.Selection;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * What a file that {@code plan --out} wrote says. It is never carried out as it stands: the plan is
 * made again and must be the same one.
 */
public sealed interface SavedPlan {

  /** The file holds no plan that this release can read; the message says why. */
  record NotAPlan(String message) implements SavedPlan {}

  /**
   * A plan.
   *
   * @param selection for which it was made
   * @param steps by id, as they were printed
   */
  record Valid(String planId, Selection selection, SortedMap<String, JsonNode> steps)
      implements SavedPlan {
    private static final int SHOWN = 5;

    public Valid {
      steps = Collections.unmodifiableSortedMap(new TreeMap<>(steps));
    }

    /** What has changed since it was saved, a sentence; null = it is the same plan. */
    public @Nullable String differenceFrom(Plan now) {
      if (planId.equals(PlanJson.planId(now))) {
        return null;
      }
      var current = new TreeMap<String, JsonNode>();
      now.steps().forEach(step -> current.put(step.id(), PlanIdentity.effect(step).node()));
      var parts = new ArrayList<String>();
      var gone = new TreeSet<>(steps.keySet());
      gone.removeAll(current.keySet());
      if (!gone.isEmpty()) {
        parts.add("no longer planned: " + listed(gone));
      }
      var added = new TreeSet<>(current.keySet());
      added.removeAll(steps.keySet());
      if (!added.isEmpty()) {
        parts.add("now planned as well: " + listed(added));
      }
      var changed = new ArrayList<String>();
      current.forEach((id, step) -> {
        var before = steps.get(id);
        var how = before == null ? null : changed(before, step);
        if (how != null) {
          changed.add("'%s' %s".formatted(id, how));
        }
      });
      if (!changed.isEmpty()) {
        parts.add(shortened(changed));
      }
      return parts.isEmpty()
          ? "its steps are the same, but what they depend on or lead to has changed"
          : String.join("; ", parts);
    }

    private static @Nullable String changed(JsonNode before, JsonNode now) {
      if (differ(before, now, "imageId")) {
        return "uses another image";
      }
      if (differ(before, now, "references")) {
        return "is about other images";
      }
      if (differ(before, now, "containerId")) {
        return "acts on another container";
      }
      if (differ(before, now, "deployment")) {
        return "acts on another deployment";
      }
      if (differ(before, now, "argv")) {
        return "runs another command";
      }
      for (var name : now.propertyNames()) {
        if (differ(before, now, name)) {
          return "has another '%s'".formatted(name);
        }
      }
      return null;
    }

    private static boolean differ(JsonNode before, JsonNode now, String field) {
      return !before.path(field).equals(now.path(field));
    }

    private static String listed(Collection<String> ids) {
      return shortened(ids.stream().map("'%s'"::formatted).toList());
    }

    private static String shortened(List<String> parts) {
      return parts.size() <= SHOWN
          ? String.join(", ", parts)
          : "%s and %d more"
              .formatted(String.join(", ", parts.subList(0, SHOWN)), parts.size() - SHOWN);
    }
  }

  static SavedPlan read(String text) {
    JsonNode root;
    try {
      root =
          JsonMapper.builder()
              .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
              .build()
              .readTree(text);
    } catch (JacksonException e) {
      return new NotAPlan("it is not JSON: " + e.getOriginalMessage());
    }
    if (!root.path(PlanJson.PLAN_ID).isString() || !root.path(PlanJson.STEPS).isArray()) {
      return new NotAPlan("it is not a plan that 'plan --out FILE' or 'plan -o json' wrote");
    }
    var version = root.path(Tree.FORMAT_VERSION_FIELD).asInt(0);
    if (version != Tree.FORMAT_VERSION) {
      return new NotAPlan(
          "it has format version %d, and this release reads version %d"
              .formatted(version, Tree.FORMAT_VERSION));
    }
    var steps = new TreeMap<String, JsonNode>();
    for (var step : root.path(PlanJson.STEPS)) {
      steps.put(step.path("id").asString(""), step);
    }
    return new Valid(root.path(PlanJson.PLAN_ID).stringValue(), selection(root), steps);
  }

  private static Selection selection(JsonNode root) {
    var written = root.path(PlanJson.SELECTION);
    if (!written.isArray()) {
      return Selection.ALL;
    }
    var names = new TreeSet<String>();
    written.forEach(name -> names.add(name.asString("")));
    return Selection.of(names);
  }
}
