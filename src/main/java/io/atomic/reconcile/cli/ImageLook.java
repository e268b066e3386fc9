package io.atomic.reconcile.cli;

import io.atomic.reconcile.cycle.EffectException;
import io.atomic.reconcile.model.Image;
import io.atomic.reconcile.model.ImageReference;
import io.atomic.reconcile.model.Observed.EngineView;
import io.atomic.reconcile.plan.ImageIndex;
import io.atomic.reconcile.report.ExitStatus;
import java.util.function.Function;
import tools.jackson.databind.JsonNode;

/** Tells of one image on disk; changes nothing and pulls nothing. */
final class ImageLook {
  private ImageLook() {}

  static int of(
      GlobalOptions options,
      ImageReference reference,
      Function<Image, String> text,
      Function<Image, JsonNode> json) {
    var console = new Console(options);
    var loaded = Wiring.settings(options);
    console.problems(loaded.problems());
    if (loaded.hasErrors()) {
      return ExitStatus.INVALID;
    }
    try {
      return switch (new Wiring(options, loaded.settings()).engineView()) {
        case EngineView.Unreachable(var message, var remedy) -> {
          console.problem(new EffectException(message, remedy, null));
          yield ExitStatus.UNAVAILABLE;
        }
        case EngineView.NotAsked _ -> throw new IllegalStateException("it was asked");
        case EngineView.Reached(var kind, _, var images) -> {
          var image = new ImageIndex(kind, images).find(reference);
          if (image == null) {
            console.problem(
                new EffectException(
                    "tried to look at '%s', but it is not on disk".formatted(reference),
                    "pull it, or look at it in its registry",
                    null));
            yield ExitStatus.FAILED;
          }
          if (console.isText()) {
            console.print(text.apply(image));
          } else {
            console.print(json.apply(image));
          }
          yield ExitStatus.OK;
        }
      };
    } catch (InterruptedException _) {
      return ExitStatus.FAILED;
    }
  }
}
