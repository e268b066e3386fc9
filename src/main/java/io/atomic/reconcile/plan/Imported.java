package io.atomic.reconcile.plan;

import io.atomic.reconcile.model.App;
import java.util.List;

/**
 * An app to be declared as it already is.
 *
 * @param remarks sentences for whoever reads the manifest: what to do before it can be used, and
 *     what it cannot say
 */
public record Imported(App app, List<String> remarks) {
  public Imported {
    remarks = List.copyOf(remarks);
  }
}
