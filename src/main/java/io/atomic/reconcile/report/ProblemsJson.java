package io.atomic.reconcile.report;

import io.atomic.reconcile.model.Desired;
import io.atomic.reconcile.model.Place;
import io.atomic.reconcile.model.ResourceId;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** What {@code validate} found; {@code schema/problems.schema.json} describes it. */
public final class ProblemsJson {
  private ProblemsJson() {}

  public static JsonNode of(Desired desired) {
    var resources = new TreeMap<ResourceId, Tree>();
    desired.invalid().forEach(id -> resources.put(id, resource(id, false, null)));
    desired
        .apps()
        .values()
        .forEach(app -> {
          var id = app.resource().id();
          resources.put(id, resource(id, true, app.place()));
        });
    var host = desired.host();
    if (host != null) {
      var id = host.resource().id();
      resources.put(id, resource(id, true, host.place()));
    }
    return Tree.document()
        .flag("valid", !desired.hasErrors())
        .list("resources", resources.values(), tree -> tree)
        .list("problems", desired.problems(), ProblemJson::of)
        .node();
  }

  private static Tree resource(ResourceId id, boolean valid, @Nullable Place place) {
    var tree = Tree.object().text("resource", id).flag("valid", valid);
    if (place != null) {
      ProblemJson.at(place, tree);
    }
    return tree;
  }
}
