package io.atomic.reconcile.cli;

import io.atomic.reconcile.cycle.EffectException;
import io.atomic.reconcile.model.Image;
import io.atomic.reconcile.model.ImageReference;
import io.atomic.reconcile.model.Observed.EngineView;
import io.atomic.reconcile.plan.ImageIndex;
import io.atomic.reconcile.report.ExitStatus;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;
import tools.jackson.databind.JsonNode;

/** Options of the verbs that tell of one image on disk; they change nothing and pull nothing. */
@SuppressWarnings("NullAway.Init") // picocli fills the fields in
final class ImageLook {
  /** So much of an ID at least: names look like less of one. */
  private static final int SHORTEST_ID = 6;

  @Mixin GlobalOptions global;
  @Mixin StorageOption storage;

  @Parameters(
      paramLabel = "IMAGE",
      converter = ReferenceConverter.class,
      description = "The image's reference, or its ID or the beginning of that.")
  ImageReference reference;

  int show(Function<Image, String> text, Function<Image, JsonNode> json) {
    var console = new Console(global);
    var loaded = Sources.settings(global);
    console.problems(loaded.problems());
    if (loaded.hasErrors()) {
      return ExitStatus.INVALID;
    }
    try {
      return switch (new Wiring(global, storage.over(loaded.settings())).engine().view()) {
        case EngineView.Unreachable(var message, var remedy) -> {
          console.problem(new EffectException(message, remedy, null));
          yield ExitStatus.UNAVAILABLE;
        }
        case EngineView.NotAsked _ -> throw new IllegalStateException("it was asked");
        case EngineView.Reached(var kind, _, var images) -> {
          var image = find(new ImageIndex(kind, images));
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

  private @Nullable Image find(ImageIndex images) {
    var named = images.find(reference);
    var text = reference.toString();
    return named == null && text.length() >= SHORTEST_ID ? images.byBeginningOfId(text) : named;
  }
}
