package io.atomic.reconcile.cli;

import io.atomic.reconcile.model.ImageReference;
import io.atomic.reconcile.report.ImageText;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** {@code version}: tells of an image. */
@Command(
    name = "version",
    mixinStandardHelpOptions = true,
    description = "Show name, version and ID of IMAGE, which must be on disk.")
@SuppressWarnings("NullAway.Init") // picocli fills the fields in
final class ImageVersionCommand implements Callable<Integer> {
  @Mixin GlobalOptions global;

  @Parameters(
      paramLabel = "IMAGE",
      converter = ReferenceConverter.class,
      description = "The image's reference.")
  ImageReference image;

  @Override
  public Integer call() {
    return ImageLook.of(global, image, ImageText::version, ImageText::json);
  }
}
