package io.atomic.reconcile.engine;

import io.atomic.reconcile.model.ContainerMake.Option;
import io.atomic.reconcile.model.Observed.EngineKind;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Reads back what a container sees of networks and of other namespaces. */
final class NetworkReading {
  private static final Set<String> USUAL_NETWORK =
      Set.of("", "default", "bridge", "slirp4netns", "pasta");

  private final EngineKind kind;
  private final Answer made;
  private final Answer host;
  private final Answer image;
  private final @Nullable String shared;

  NetworkReading(EngineKind kind, Answer made, Answer image, @Nullable String shared) {
    this.kind = kind;
    this.made = made;
    this.host = made.in("HostConfig");
    this.image = image;
    this.shared = shared;
  }

  void into(List<Option> options, List<String> untold) {
    var mode = host.text("NetworkMode");
    if (!USUAL_NETWORK.contains(mode)) {
      options.add(new Option("network", Objects.requireNonNullElse(shared, mode)));
    }
    networks(options, untold, mode);
    ports(made, image.keys("ExposedPorts"), options);
    namespace(options, "pid", host.text("PidMode"));
    namespace(options, "ipc", host.text("IpcMode"));
    namespace(options, "uts", host.text("UTSMode"));
    var users = host.text("UsernsMode");
    if (!users.isEmpty() && !users.equals("private")) {
      options.add(new Option("userns", users));
    }
    host.texts("Dns").forEach(server -> options.add(new Option("dns", server)));
    host.texts("DnsSearch").forEach(domain -> options.add(new Option("dns-search", domain)));
    host.texts("DnsOptions").forEach(option -> options.add(new Option("dns-option", option)));
    host.texts("ExtraHosts").forEach(line -> options.add(new Option("add-host", line)));
  }

  private void networks(List<Option> options, List<String> untold, String mode) {
    var networks = made.in("NetworkSettings").in("Networks");
    for (var name : made.in("NetworkSettings").keys("Networks")) {
      var address = networks.in(name).in("IPAMConfig");
      if (name.equals(mode)) {
        if (!address.text("IPv4Address").isEmpty()) {
          options.add(new Option("ip", address.text("IPv4Address")));
        }
        if (!address.text("IPv6Address").isEmpty()) {
          options.add(new Option("ip6", address.text("IPv6Address")));
        }
      } else if (!USUAL_NETWORK.contains(mode) || !USUAL_NETWORK.contains(name)) {
        if (!mode.startsWith("container:")) {
          untold.add(
              "it is on network '%s' as well, which only 'network connect' does".formatted(name));
        }
      }
    }
  }

  /**
   * The ports that are published, and those that are only exposed.
   *
   * @param known those that the image exposes by itself
   */
  static void ports(Answer made, List<String> known, List<Option> options) {
    var host = made.in("HostConfig");
    if (host.flag("PublishAllPorts")) {
      options.add(new Option("publish-all", null));
    }
    var bindings = host.in("PortBindings");
    var published = new HashSet<>(known);
    for (var port : host.keys("PortBindings")) {
      published.add(port);
      for (var binding : bindings.list(port)) {
        options.add(new Option("publish", published(port, binding)));
      }
    }
    for (var port : made.in("Config").keys("ExposedPorts")) {
      if (!published.contains(port)) {
        options.add(new Option("expose", port));
      }
    }
  }

  private static String published(String port, Answer binding) {
    var inside = port.endsWith("/tcp") ? port.substring(0, port.length() - 4) : port;
    var address = binding.text("HostIp");
    var outside = binding.text("HostPort");
    if (address.isEmpty()) {
      return outside.isEmpty() || outside.equals("0") ? inside : outside + ":" + inside;
    }
    var bracketed = address.contains(":") ? "[" + address + "]" : address;
    return bracketed + ":" + (outside.equals("0") ? "" : outside) + ":" + inside;
  }

  /** Only what is shared is worth a word: else every container has its own. */
  private void namespace(List<Option> options, String name, String mode) {
    var shared =
        mode.equals("host")
            || mode.equals("none")
            || mode.startsWith("container:")
            || (kind == EngineKind.DOCKER && mode.equals("shareable"));
    if (shared) {
      options.add(new Option(name, mode));
    }
  }
}
