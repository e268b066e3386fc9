package io.atomic.reconcile.plan;

import io.atomic.reconcile.model.HostFacts;
import io.atomic.reconcile.model.When;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Decides whether an app's {@code when} holds on this host. */
final class WhenMatcher {
  private WhenMatcher() {}

  /** The first condition that does not hold, as a sentence; null = all of them hold. */
  static @Nullable String mismatch(When when, HostFacts host) {
    var hostname = when.hostname();
    if (hostname != null && !glob(hostname).matcher(host.hostname()).matches()) {
      return "when.hostname '%s' does not match '%s'".formatted(hostname, host.hostname());
    }
    var arch = when.arch();
    if (arch != null && !arch.equals(host.arch())) {
      return "when.arch '%s' is not this host's '%s'".formatted(arch, host.arch());
    }
    for (var field : when.osRelease().entrySet()) {
      var actual = host.osRelease().get(field.getKey());
      if (!field.getValue().equals(actual)) {
        return "when.osRelease.%s '%s' is not this host's '%s'"
            .formatted(field.getKey(), field.getValue(), actual == null ? "" : actual);
      }
    }
    var file = when.fileExists();
    if (file != null && host.missing().contains(file)) {
      return "when.fileExists '%s' does not exist".formatted(file);
    }
    return null;
  }

  private static Pattern glob(String pattern) {
    var regex = new StringBuilder();
    for (var i = 0; i < pattern.length(); i++) {
      var c = pattern.charAt(i);
      switch (c) {
        case '*' -> regex.append(".*");
        case '?' -> regex.append('.');
        default -> regex.append(Pattern.quote(String.valueOf(c)));
      }
    }
    return Pattern.compile(regex.toString());
  }
}
