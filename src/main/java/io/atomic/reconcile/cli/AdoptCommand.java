package io.atomic.reconcile.cli;

import io.atomic.reconcile.cycle.Cycle.Consent;
import io.atomic.reconcile.cycle.EffectException;
import io.atomic.reconcile.cycle.Request;
import io.atomic.reconcile.model.Container;
import io.atomic.reconcile.model.Image;
import io.atomic.reconcile.model.ImageReference;
import io.atomic.reconcile.model.Observed.EngineView;
import io.atomic.reconcile.plan.ImageIndex;
import io.atomic.reconcile.plan.Situation.Attachment;
import io.atomic.reconcile.report.ExitStatus;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** {@code adopt}: takes over a container that somebody else made. */
@Command(
    name = "adopt",
    mixinStandardHelpOptions = true,
    description = {
      "Record the container called NAME as the app NAME, as it is: it is not restarted.",
      "Its STOP and UNINSTALL labels are those of its image. From now on stop and uninstall know it,"
          + " and so does a manifest of that name."
    })
@SuppressWarnings("NullAway.Init") // picocli fills the fields in
final class AdoptCommand implements Callable<Integer> {
  @Mixin RequestOptions options;

  @Parameters(paramLabel = "NAME", description = "The container's name.")
  String container;

  @Override
  public Integer call() {
    var app = options.appOr(container);
    return RequestRun.of(
        options,
        (run, interruption) -> {
          var view = run.engineView();
          if (view instanceof EngineView.Unreachable(var message, var remedy)) {
            run.console().problem(new EffectException(message, remedy, null));
            return ExitStatus.UNAVAILABLE;
          }
          if (!(view instanceof EngineView.Reached engine)) {
            throw new IllegalStateException("it was asked");
          }
          var found = named(engine, app);
          var request = new Request.Adopt(app, reference(engine, found));
          if (options.display) {
            run.look(request, Attachment.DETACHED);
            return ExitStatus.OK;
          }
          return run.run(request, interruption, Consent.ALWAYS);
        });
  }

  private static Container named(EngineView.Reached engine, String name) throws EffectException {
    for (var container : engine.containers()) {
      if (container.name().equals(name)) {
        return container;
      }
    }
    throw new EffectException(
        "tried to adopt '%s', but there is no container of that name".formatted(name),
        "its exact name is needed; rename it if no app can be called so",
        null);
  }

  /** A name of the image that the container was made from; null = it has none any more. */
  private static @Nullable ImageReference reference(EngineView.Reached engine, Container container)
      throws EffectException {
    var image = new ImageIndex(engine.kind(), engine.images()).byId(container.imageId());
    var tag = image == null ? null : image.tags().stream().findFirst().orElse(null);
    if (tag == null) {
      throw new EffectException(
          "tried to adopt '%s', but its image %s has no name any more"
              .formatted(container.name(), Image.shortId(container.imageId())),
          "tag the image, so that it can be named",
          null);
    }
    return ImageReference.parse(tag);
  }
}
