package io.atomic.reconcile.cli;

import io.atomic.reconcile.manifest.AppNames;
import io.atomic.reconcile.model.ImageReference;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** Options of the verbs that act on one app by hand, as Project Atomic spelled them. */
@SuppressWarnings("NullAway.Init") // picocli fills the fields in
final class RequestOptions {
  @Spec(Spec.Target.MIXEE)
  CommandSpec spec;

  @Mixin GlobalOptions global;
  @Mixin StorageOption storage;

  @Option(
      names = {"-n", "--name"},
      paramLabel = "NAME",
      description = "The app's name, instead of the last part of the image's.")
  @Nullable String name;

  @Option(
      names = "--display",
      description =
          "Show the command, ready to paste, or what else would be done, and do nothing: no pull, no"
              + " start, no delete.")
  boolean display;

  ImageReference image(String text) {
    try {
      return ImageReference.parse(text);
    } catch (IllegalArgumentException e) {
      throw new ParameterException(spec.commandLine(), String.valueOf(e.getMessage()));
    }
  }

  /** The name that was given, else the last part of the image's, without tag and digest. */
  String appOf(String image) {
    return named(name == null ? lastPart(image(image)) : name, image);
  }

  /** The name that was given, else the app of that name, else that of the image. */
  String appOr(String appOrImage) {
    if (name != null) {
      return named(name, appOrImage);
    }
    return AppNames.isName(appOrImage) ? appOrImage : appOf(appOrImage);
  }

  private static String lastPart(ImageReference image) {
    var repository = image.repository();
    return repository.substring(repository.lastIndexOf('/') + 1);
  }

  private String named(String candidate, String from) {
    if (AppNames.isName(candidate)) {
      return candidate;
    }
    throw new ParameterException(
        spec.commandLine(),
        name == null
            ? "'%s' of '%s' cannot name an app: give it another name with --name"
                .formatted(candidate, from)
            : "--name is '%s', but must be 2 to 63 lower case letters, digits and . _ -"
                .formatted(candidate));
  }

  String verb() {
    return spec.name().toLowerCase(Locale.ROOT);
  }
}
