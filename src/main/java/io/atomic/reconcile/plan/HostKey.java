package io.atomic.reconcile.plan;

import io.atomic.reconcile.model.Fingerprint;
import io.atomic.reconcile.model.HostSpec;
import java.util.Collection;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** Names what a manifest wants to boot: what failed to come to run is remembered under it. */
final class HostKey {
  private HostKey() {}

  /**
   * The key of a wish.
   *
   * @param tip that the reference stands for; null = not known or not followed
   */
  static String of(HostSpec spec, @Nullable HostTip tip) {
    var fields = new TreeMap<String, String>();
    put(fields, "ref", spec.ref());
    put(fields, "version", spec.version());
    put(fields, "commit", spec.commit());
    put(fields, "digest", spec.digest());
    put(fields, "tip", tip == null ? null : tip.id());
    put(fields, "packages.install", spec.packagesInstall());
    put(fields, "packages.uninstall", spec.packagesUninstall());
    put(fields, "overrides.remove", spec.overridesRemove());
    put(fields, "kernelArguments.present", spec.kernelArguments().present());
    put(fields, "kernelArguments.absent", spec.kernelArguments().absent());
    return Fingerprint.of(fields).hash();
  }

  private static void put(SortedMap<String, String> fields, String key, @Nullable String value) {
    if (value != null) {
      fields.put(key, value);
    }
  }

  private static void put(SortedMap<String, String> fields, String key, Collection<String> values) {
    if (!values.isEmpty()) {
      fields.put(key, String.join("\n", new TreeSet<>(values)));
    }
  }
}
