package io.atomic.reconcile.cli;

import io.atomic.reconcile.report.ImageText;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code version}: tells of an image. */
@Command(
    name = "version",
    mixinStandardHelpOptions = true,
    description = "Show name, version and ID of IMAGE, which must be on disk.",
    exitCodeListHeading = ExitMeaning.HEADING,
    exitCodeList = {
      " 0:it was shown",
      " 1:the image is not on disk",
      ExitMeaning.USAGE,
      ExitMeaning.ENGINE,
      ExitMeaning.SETTINGS
    },
    footerHeading = "%nExamples:%n",
    footer = {"  ${COMMAND-FULL-NAME} quay.io/me/httpd:2.4", "  ${COMMAND-FULL-NAME} 3f57d9401f8d"})
@SuppressWarnings("NullAway.Init") // picocli fills the fields in
final class ImageVersionCommand implements Callable<Integer> {
  @Mixin ImageLook look;

  @Override
  public Integer call() {
    return look.show(ImageText::version, ImageText::json);
  }
}
