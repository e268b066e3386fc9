package io.atomic.reconcile.plan;

import static io.atomic.reconcile.plan.Difference.Cause.CONFIG;
import static io.atomic.reconcile.plan.Difference.Cause.IMAGE;

import io.atomic.reconcile.model.Fingerprint;
import io.atomic.reconcile.model.Image;
import io.atomic.reconcile.model.Installation;
import io.atomic.reconcile.model.Launch;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeSet;

/** Names what differs between the inputs of a target and those of what was installed or run. */
final class InputComparison {
  private final Target target;
  private final String reference;
  private final List<Difference> differences = new ArrayList<>();

  private InputComparison(Target target) {
    this.target = target;
    this.reference = target.app().spec().image().toString();
  }

  static InputComparison of(Target target) {
    return new InputComparison(target);
  }

  /** What makes it necessary to install again; empty = nothing. */
  List<Difference> withInstallation(Installation installed) {
    var wanted = target.install();
    if (wanted == null) {
      differences.add(
          new Difference(
              causeOfImage(installed),
              "image",
              shown(installed.reference(), installed.imageId()),
              target.digest() == null
                  ? reference + " (known after fetch)"
                  : "%s (%s, known after fetch)".formatted(reference, target.digest())));
      return differences;
    }
    var inputs = installed.inputs();
    if (!inputs.matches(wanted)) {
      if (inputs.fields().isEmpty()) {
        compareWithRebuilt(installed, wanted);
      } else {
        compareImage(installed, wanted);
        compareFields(inputs, wanted);
      }
    }
    compareContents(installed.contents(), "install.");
    return differences;
  }

  /** What makes it necessary to run again; empty = nothing, or known after fetch. */
  List<Difference> withLaunch(Launch launched) {
    var wanted = target.run();
    if (wanted == null) {
      return differences;
    }
    var inputs = launched.inputs();
    if (!inputs.matches(wanted)) {
      if (inputs.fields().isEmpty()) {
        compareHashes("run inputs", inputs, wanted);
      } else {
        compareFields(inputs, wanted);
      }
    }
    compareContents(launched.contents(), "");
    return differences;
  }

  /** Of a record that was rebuilt from labels only the hash and the image are known. */
  private void compareWithRebuilt(Installation installed, Fingerprint wanted) {
    var image = target.image();
    if (image != null && !installed.imageId().equals(image.id())) {
      differences.add(
          new Difference(
              IMAGE, "image", Image.shortId(installed.imageId()), shown(reference, image.id())));
    } else {
      compareHashes("install inputs", installed.inputs(), wanted);
    }
  }

  private void compareHashes(String what, Fingerprint recorded, Fingerprint wanted) {
    differences.add(
        new Difference(CONFIG, what, shortHash(recorded.hash()), shortHash(wanted.hash())));
  }

  private void compareImage(Installation installed, Fingerprint wanted) {
    var after = wanted.fields().get("image");
    if (after != null && !after.equals(installed.inputs().fields().get("image"))) {
      differences.add(
          new Difference(
              causeOfImage(installed),
              "image",
              shown(installed.reference(), installed.imageId()),
              shown(reference, after)));
    }
  }

  private Difference.Cause causeOfImage(Installation installed) {
    return installed.reference().equals(reference) ? IMAGE : CONFIG;
  }

  /** All fields but the image, which is shown with its reference. */
  private void compareFields(Fingerprint recorded, Fingerprint wanted) {
    var names = new TreeSet<>(recorded.fields().keySet());
    names.addAll(wanted.fields().keySet());
    names.remove("image");
    for (var name : names) {
      var before = recorded.fields().get(name);
      var after = wanted.fields().get(name);
      if (before == null || !before.equals(after)) {
        // A label can only change with the image that carries it.
        var cause = name.endsWith(".label") ? IMAGE : CONFIG;
        differences.add(new Difference(cause, name, before, after));
      }
    }
  }

  private void compareContents(SortedMap<String, String> recorded, String prefix) {
    recorded.forEach((field, hash) -> {
      var now = target.contents().get(field);
      if (now != null && !now.equals(hash)) {
        differences.add(
            new Difference(CONFIG, prefix + field, "content recorded", "content changed"));
      }
    });
  }

  private static String shown(String reference, String imageId) {
    return "%s (%s)".formatted(reference, Image.shortId(imageId));
  }

  private static String shortHash(String hash) {
    return hash.isEmpty() ? "unknown" : hash.substring(0, Math.min(12, hash.length()));
  }
}
