package io.atomic.reconcile.plan;

import io.atomic.reconcile.model.Deployment;
import io.atomic.reconcile.model.HostSpec;
import io.atomic.reconcile.model.OsReference;
import io.atomic.reconcile.model.OsReference.Verification;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The call of bootc that makes the image which the manifest names boot next. bootc knows no lock: a
 * staged image is booted by whatever shutdown comes next.
 */
final class BootcCommands {
  private static final String PROGRAM = "bootc";

  private BootcCommands() {}

  /** Why bootc cannot do it; null = it can. */
  static @Nullable String obstacle(HostSpec spec, Deployment next) {
    if (spec.ref() != null && !(OsReference.parse(spec.ref()) instanceof OsReference.Image)) {
      return "bootc boots container images, and '%s' is none".formatted(spec.ref());
    }
    if (spec.ref() != null
        && OsReference.parse(spec.ref()) instanceof OsReference.Image image
        && image.verification() instanceof Verification.Remote) {
      return "bootc verifies images by containers-policy.json, not by the keys of an ostree remote";
    }
    if (spec.version() != null && spec.digest() == null) {
      return "bootc cannot look for a version: pin the image by 'digest'";
    }
    if (spec.commit() != null) {
      return "bootc knows images by digest, not by 'commit'";
    }
    if (!spec.packagesInstall().isEmpty()
        || !spec.packagesUninstall().isEmpty()
        || !spec.overridesRemove().isEmpty()) {
      return "bootc layers no packages: they belong into the image";
    }
    if (!spec.kernelArguments().present().isEmpty() || !spec.kernelArguments().absent().isEmpty()) {
      return "bootc takes kernel arguments from the image (/usr/lib/bootc/kargs.d)";
    }
    return next.modified()
        ? "packages were layered on '%s' with rpm-ostree, so that bootc refuses to change it"
            .formatted(next.title())
        : null;
  }

  /** What brings the deployment which boots next to what the manifest says. */
  static OsCommand command(HostSpec spec, Deployment next, @Nullable HostTip tip) {
    var wanted = spec.ref() == null ? next.reference() : OsReference.parse(spec.ref());
    if (!(wanted instanceof OsReference.Image image)) {
      throw new IllegalStateException("bootc deploys images, not " + wanted);
    }
    var digest = spec.digest() == null ? image.digest() : spec.digest();
    var serves = image.isServedBy(next.reference(), next.digest());
    if (digest == null && serves && (tip != null || spec.version() != null)) {
      return new OsCommand("upgrade", List.of(PROGRAM, "upgrade"), EnumSet.of(HostAspect.BASE));
    }
    var words = new ArrayList<>(List.of(PROGRAM, "switch", "--transport", image.transport()));
    if (image.verification() instanceof Verification.Policy) {
      words.add("--enforce-container-sigpolicy");
    }
    words.add(digest == null ? image.location() : image.name() + "@" + digest);
    return new OsCommand("switch", words, EnumSet.of(HostAspect.BASE));
  }
}
