package io.atomic.reconcile.manifest;

import io.atomic.reconcile.model.Place;
import io.atomic.reconcile.model.Problem;
import io.atomic.reconcile.model.Resource;
import io.atomic.reconcile.model.ResourceId;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What one document declares, as far as it can be made out on its own.
 *
 * @param id null = neither kind nor name can be told
 * @param resource null = the document is invalid
 * @param dependsOn even of an invalid one, so that its mistakes are found as well
 */
record Declaration(
    Place place,
    @Nullable ResourceId id,
    @Nullable Resource resource,
    List<Reference> dependsOn,
    List<Problem> problems) {
  Declaration {
    dependsOn = List.copyOf(dependsOn);
    problems = List.copyOf(problems);
  }

  /** The name of another app and where it was written. */
  record Reference(Place place, String name) {}

  /** The same as part of a file that cannot be trusted or was cut off: nothing of it counts. */
  Declaration withoutResource() {
    return new Declaration(place, id, null, dependsOn, problems);
  }
}
