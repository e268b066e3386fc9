package io.atomic.reconcile.plan;

import io.atomic.reconcile.model.Image;
import java.util.regex.Pattern;

/**
 * The name that we give every image in use, {@code localhost/atomic-reconcile/APP:ID}, so that no
 * prune takes what an app runs or could go back to.
 */
public final class OwnTag {
  private static final String REPOSITORY = "localhost/atomic-reconcile/";

  /** A path component of an image name, by the OCI distribution specification. */
  private static final Pattern COMPONENT = Pattern.compile("[a-z0-9]+((\\.|_|__|-+)[a-z0-9]+)*");

  private static final Pattern SEPARATOR = Pattern.compile("[._-]");

  private OwnTag() {}

  /**
   * The name without the tag. App names may have separators where image names must not, as in
   * {@code a..b} or {@code a-}: those are written {@code escaped/a-2e-2eb}, which no other app's
   * name gives.
   */
  public static String repository(String app) {
    return REPOSITORY + (COMPONENT.matcher(app).matches() ? app : "escaped/" + escaped(app));
  }

  private static String escaped(String app) {
    return SEPARATOR
        .matcher(app)
        .replaceAll(match -> "-%02x".formatted((int) match.group().charAt(0)));
  }

  public static String tag(String imageId) {
    return Image.shortId(imageId);
  }

  /** Whether a name is one that we gave an image, of whatever app. */
  static boolean isOurs(String reference) {
    return reference.startsWith(REPOSITORY);
  }

  static boolean isOf(String app, String reference) {
    return reference.startsWith(repository(app) + ":");
  }
}
