package io.atomic.reconcile.report;

import io.atomic.reconcile.plan.Change;
import io.atomic.reconcile.plan.Change.Held;
import io.atomic.reconcile.plan.Difference;
import org.jspecify.annotations.Nullable;

/** What happens to one resource, as it stands in plans and in reports of runs. */
final class ChangeJson {
  private ChangeJson() {}

  /**
   * A change.
   *
   * @param place of the manifest that declares the resource now; null = left out
   */
  static Tree of(Change change, @Nullable String place) {
    var tree =
        Tree.object()
            .text("resource", change.id())
            .text("verb", Summary.Verb.of(change).word())
            .text("place", place)
            .list("differences", change.differences(), ChangeJson::difference);
    switch (change) {
      case Held held ->
          tree.text("reason", held.reason().word())
              .text("message", held.message())
              .text("remedy", held.remedy())
              .flag("failing", held.failing());
      case Change.Keep keep -> tree.text("message", keep.note());
      case Change.Forget forget -> tree.text("message", forget.reason());
      case Change.Converge _, Change.ConvergeHost _, Change.Remove _ -> {}
    }
    return tree;
  }

  static Tree difference(Difference difference) {
    return Tree.object()
        .word("cause", difference.cause())
        .text("field", difference.field())
        .text("before", difference.before())
        .text("after", difference.after());
  }

  /** The place that the change itself knows, for where the manifests are not at hand. */
  static @Nullable String placeOf(Change change) {
    return switch (change) {
      case Change.Converge converge -> converge.target().place();
      case Change.ConvergeHost host -> host.place();
      default -> null;
    };
  }
}
