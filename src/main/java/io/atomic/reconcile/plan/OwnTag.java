package io.atomic.reconcile.plan;

import io.atomic.reconcile.model.Image;

/**
 * The name that we give every image in use, {@code localhost/atomic-reconcile/APP:ID}, so that no
 * prune takes what an app runs or could go back to.
 */
public final class OwnTag {
  private static final String REPOSITORY = "localhost/atomic-reconcile/";

  private OwnTag() {}

  public static String repository(String app) {
    return REPOSITORY + app;
  }

  public static String tag(String imageId) {
    return Image.shortId(imageId);
  }

  static boolean isOf(String app, String reference) {
    return reference.startsWith(repository(app) + ":");
  }
}
