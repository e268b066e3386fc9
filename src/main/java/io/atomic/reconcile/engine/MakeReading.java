package io.atomic.reconcile.engine;

import io.atomic.reconcile.model.Container;
import io.atomic.reconcile.model.ContainerMake;
import io.atomic.reconcile.model.ContainerMake.Option;
import io.atomic.reconcile.model.Observed.EngineKind;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Reads an inspected container back into what its maker may have said. What the engines fill in by
 * themselves is told from what was asked for by comparing with the image and with their defaults.
 */
final class MakeReading {
  private static final String USUAL_PATH =
      "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin";

  /** Podman tells signals by number. */
  private static final Map<String, String> SIGNALS =
      Map.of(
          "1", "HUP", "2", "INT", "3", "QUIT", "9", "KILL", "10", "USR1", "12", "USR2", "15",
          "TERM", "28", "WINCH", "37", "RTMIN+3");

  private static final long USUAL_STOP_TIMEOUT = 10;

  private final EngineKind kind;
  private final Answer engine;
  private final Answer image;
  private final Answer made;
  private final Answer config;
  private final Answer host;
  private final @Nullable String sharedNetwork;
  private final List<Option> options = new ArrayList<>();
  private final List<String> untold = new ArrayList<>();

  /**
   * @param engine what it tells of itself
   * @param image what is inspected of the container's image; empty = it is gone
   * @param sharedNetwork the network mode, if it is that of another container
   */
  MakeReading(
      EngineKind kind, Answer engine, Answer image, Answer made, @Nullable String sharedNetwork) {
    this.kind = kind;
    this.engine = engine;
    this.image = image.in("Config");
    this.made = made;
    this.config = made.in("Config");
    this.host = made.in("HostConfig");
    this.sharedNetwork = sharedNetwork;
  }

  ContainerMake of(Container container) {
    identity(container);
    new NetworkReading(kind, made, image, sharedNetwork).into(options, untold);
    new MountReading(kind, made).into(options);
    privileges();
    new LimitReading(kind, host).into(options);
    lifetime();
    health();
    unusual();
    return new ContainerMake(
        container,
        config.text("Image"),
        options,
        env(),
        beyond(config.map("Labels"), image.map("Labels")),
        words(),
        untold);
  }

  private void identity(Container container) {
    flag("interactive", config.flag("OpenStdin"));
    flag("tty", config.flag("Tty"));
    var name = config.text("Hostname");
    var foreign = host.text("NetworkMode").matches("host|container:.*");
    if (!name.isEmpty()
        && !container.id().startsWith(name)
        && !foreign
        && !host.text("UTSMode").equals("host")) {
      value("hostname", name);
    }
    value("domainname", config.text("Domainname"));
    if (!config.text("User").equals(image.text("User"))) {
      value("user", config.text("User"));
    }
    host.texts("GroupAdd").forEach(group -> value("group-add", group));
    var directory = directory(config);
    if (!directory.equals(directory(image))) {
      value("workdir", directory);
    }
  }

  private static String directory(Answer config) {
    var directory = config.text("WorkingDir");
    return directory.isEmpty() ? "/" : directory;
  }

  private void privileges() {
    var privileged = host.flag("Privileged");
    flag("privileged", privileged);
    if (privileged) {
      // It has all of them, and podman tells them one by one.
      return;
    }
    host.texts("CapAdd").forEach(name -> value("cap-add", capability(name)));
    host.texts("CapDrop").forEach(name -> value("cap-drop", capability(name)));
    for (var device : host.list("Devices")) {
      var inside = device.text("PathInContainer");
      var access = device.text("CgroupPermissions");
      value(
          "device",
          device.text("PathOnHost")
              + (inside.equals(device.text("PathOnHost")) ? "" : ":" + inside)
              + (Set.of("", "rwm").contains(access) ? "" : ":" + access));
    }
    host.texts("DeviceCgroupRules").forEach(rule -> value("device-cgroup-rule", rule));
    host.texts("SecurityOpt").forEach(option -> value("security-opt", option));
  }

  private static String capability(String name) {
    return name.startsWith("CAP_") ? name.substring(4) : name;
  }

  private void lifetime() {
    flag("rm", host.flag("AutoRemove"));
    flag("read-only", host.flag("ReadonlyRootfs"));
    flag("init", host.flag("Init"));
    RestartReading.into(host, options);
    var signal = signal(config.text("StopSignal"));
    if (!signal.equals(signal(image.text("StopSignal")))) {
      value("stop-signal", signal);
    }
    if (config.has("StopTimeout") && config.number("StopTimeout") != USUAL_STOP_TIMEOUT) {
      value("stop-timeout", String.valueOf(config.number("StopTimeout")));
    }
    var log = host.in("LogConfig");
    var driver = log.text("Type");
    var usual = engine.text("LoggingDriver");
    // Podman's API says json-file of whatever it uses.
    if (kind == EngineKind.DOCKER && !usual.isEmpty() && !driver.equals(usual)) {
      value("log-driver", driver);
    }
    log.map("Config").forEach((key, setting) -> value("log-opt", key + "=" + setting));
  }

  private static String signal(String text) {
    var name = text.startsWith("SIG") ? text.substring(3) : SIGNALS.getOrDefault(text, text);
    return name.isEmpty() ? "TERM" : name;
  }

  private void health() {
    var check = config.in("Healthcheck");
    if (check.fields().isEmpty() || check.equals(image.in("Healthcheck"))) {
      return;
    }
    var test = check.texts("Test");
    switch (test.isEmpty() ? "" : test.getFirst()) {
      case "NONE" -> flag("no-healthcheck", true);
      case "CMD-SHELL" -> value("health-cmd", test.getLast());
      case "CMD" ->
          untold.add(
              "its health check is the words %s, but --health-cmd takes a shell command"
                  .formatted(test.subList(1, test.size())));
      default -> {}
    }
    for (var field : List.of("Interval", "Timeout", "StartPeriod")) {
      if (check.number(field) > 0) {
        var name =
            field.equals("StartPeriod") ? "start-period" : field.toLowerCase(java.util.Locale.ROOT);
        value("health-" + name, check.number(field) + "ns");
      }
    }
    number("health-retries", check.number("Retries"));
  }

  private void unusual() {
    var runtime = host.text("Runtime");
    var usual = engine.text("DefaultRuntime");
    if (kind == EngineKind.DOCKER && !usual.isEmpty() && !runtime.equals(usual)) {
      value("runtime", runtime);
    }
    if (kind == EngineKind.DOCKER
        && host.text("CgroupnsMode")
            .equals(engine.text("CgroupVersion").equals("2") ? "host" : "private")) {
      value("cgroupns", host.text("CgroupnsMode"));
    }
    value("cgroup-parent", host.text("CgroupParent"));
    if (!host.list("DeviceRequests").isEmpty()) {
      untold.add("it asks for devices of a driver (--gpus), which are not told as they were asked");
    }
    if (!host.texts("Links").isEmpty()) {
      untold.add(
          "it is linked to other containers (--link): a network of their own does it better");
    }
  }

  private SortedMap<String, String> env() {
    var theirs = beyond(config.assignments("Env"), image.assignments("Env"));
    theirs.remove("PATH", USUAL_PATH);
    if (kind == EngineKind.PODMAN) {
      theirs.remove("TERM", "xterm");
      theirs.remove("container", "podman");
      theirs.remove("container", "oci");
      theirs.remove("HOSTNAME", config.text("Hostname"));
      // From the user database inside; somebody who sets it says so to docker only.
      theirs.remove("HOME");
    }
    return theirs;
  }

  private static SortedMap<String, String> beyond(
      SortedMap<String, String> theirs, SortedMap<String, String> images) {
    var beyond = new TreeMap<>(theirs);
    images.forEach(beyond::remove);
    return beyond;
  }

  /** What follows the image; an entrypoint of more than one word goes on there. */
  private List<String> words() {
    var entrypoint = config.texts("Entrypoint");
    var command = config.texts("Cmd");
    if (entrypoint.equals(image.texts("Entrypoint"))) {
      return command.equals(image.texts("Cmd")) ? List.of() : command;
    }
    options.add(new Option("entrypoint", entrypoint.isEmpty() ? "" : entrypoint.getFirst()));
    var words = new ArrayList<>(entrypoint.stream().skip(1).toList());
    words.addAll(command);
    return words;
  }

  private void flag(String name, boolean on) {
    if (on) {
      options.add(new Option(name, null));
    }
  }

  private void number(String name, long number) {
    if (number > 0) {
      value(name, String.valueOf(number));
    }
  }

  private void value(String name, String text) {
    if (!Objects.requireNonNull(text).isEmpty()) {
      options.add(new Option(name, text));
    }
  }
}
