package io.atomic.reconcile.manifest;

import static io.atomic.reconcile.manifest.ValueType.bool;
import static io.atomic.reconcile.manifest.ValueType.filled;
import static io.atomic.reconcile.manifest.ValueType.list;
import static io.atomic.reconcile.manifest.ValueType.mapping;
import static io.atomic.reconcile.manifest.ValueType.matching;
import static io.atomic.reconcile.manifest.ValueType.oneOf;
import static io.atomic.reconcile.manifest.ValueType.path;

import io.atomic.reconcile.model.HostSpec;
import io.atomic.reconcile.model.HostSpec.Driver;
import io.atomic.reconcile.model.HostSpec.KernelArguments;
import io.atomic.reconcile.model.HostSpec.Reboot;
import io.atomic.reconcile.model.HostSpec.Reboot.FleetLock;
import io.atomic.reconcile.model.HostSpec.Reboot.Inhibit;
import io.atomic.reconcile.model.Update;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** The {@code spec} of a Host manifest. */
final class HostDecoder {
  private static final ValueType<List<String>> PACKAGES =
      list(matching(Grammar.WORD, "the name of a package"));
  private static final ValueType<List<String>> ARGUMENTS =
      list(matching(Grammar.KERNEL_ARGUMENT, "a kernel argument such as 'quiet'"));

  private HostDecoder() {}

  static HostSpec spec(Fields fields) {
    var ref = fields.optional("ref", matching(Grammar.WORD, "an ostree ref or an image reference"));
    var version = fields.optional("version", filled());
    var commit = fields.optional("commit", matching(Grammar.COMMIT, "64 hexadecimal digits"));
    var digest =
        fields.optional("digest", matching(Grammar.DIGEST, "'sha256:' and 64 hexadecimal digits"));
    var pins = Stream.of("version", "commit", "digest").filter(fields::has).toList();
    if (pins.size() > 1) {
      fields.error(
          pins.get(1),
          "spec gives %s, but a host is pinned by one of them".formatted(String.join(", ", pins)));
    }
    var update = fields.optional("update", mapping(AppDecoder::update), Update.DEFAULT);
    var packages = fields.optional("packages", mapping(HostDecoder::packages), Packages.NONE);
    return new HostSpec(
        ref,
        version,
        commit,
        digest,
        update,
        packages.install,
        packages.uninstall,
        fields.optional(
            "overrides",
            mapping(overrides -> overrides.optional("remove", PACKAGES, List.of())),
            List.of()),
        fields.optional(
            "kernelArguments",
            mapping(arguments ->
                new KernelArguments(
                    arguments.optional("present", ARGUMENTS, List.of()),
                    arguments.optional("absent", ARGUMENTS, List.of()))),
            new KernelArguments(List.of(), List.of())),
        fields.optional("driver", oneOf(Driver.class), Driver.AUTO),
        fields.optional("bypassDriver", bool(), false),
        fields.optional("reboot", mapping(HostDecoder::reboot), Reboot.DEFAULT));
  }

  private record Packages(List<String> install, List<String> uninstall) {
    static final Packages NONE = new Packages(List.of(), List.of());
  }

  private static Packages packages(Fields fields) {
    return new Packages(
        fields.optional("install", PACKAGES, List.of()),
        fields.optional("uninstall", PACKAGES, List.of()));
  }

  private static Reboot reboot(Fields fields) {
    var strategy = fields.optional("strategy", oneOf(Reboot.Strategy.class), Reboot.Strategy.NEVER);
    if (strategy == Reboot.Strategy.WINDOW && !fields.has("window")) {
      fields.error("strategy", "spec.reboot.strategy is 'window', but no window is named");
    }
    return new Reboot(
        strategy,
        fields.optional(
            "window", matching(Grammar.WINDOW, "the name of a window such as 'nightly'")),
        fields.optional("fleetLock", mapping(HostDecoder::fleetLock)),
        fields.optional("gateFile", path()),
        fields.optional("inhibit", oneOf(Inhibit.class), Inhibit.RESPECT));
  }

  private static @Nullable FleetLock fleetLock(Fields fields) {
    var url = fields.required("url", matching(Grammar.HTTP_URL, "an http or https URL"));
    var group =
        fields.optional(
            "group", matching(Grammar.FLEET_LOCK_GROUP, "a FleetLock group"), "default");
    return url == null ? null : new FleetLock(url, group);
  }
}
