package io.atomic.reconcile.label;

import io.atomic.reconcile.label.EngineOption.Need;
import io.atomic.reconcile.label.Variables.Value;
import io.atomic.reconcile.model.Grant;
import io.atomic.reconcile.model.MountSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * What an engine call needs beyond what every app may do, each need spelled as the grant that would
 * allow it. Whatever is not recognised as harmless is a need.
 */
final class Needs {
  private static final Set<String> FREE_SUBCOMMANDS =
      Set.of("run", "create", "start", "stop", "kill", "restart", "rm", "exec", "logs", "inspect");

  private static final Set<String> FREE_LOG_DRIVERS =
      Set.of("", "none", "local", "json-file", "journald", "k8s-file");

  /** A network, pod or volume that bears a plain name. */
  private static final Pattern PLAIN_NAME = Pattern.compile("[a-zA-Z0-9][a-zA-Z0-9_.-]*");

  /** User namespaces apart from the host's own. */
  private static final Pattern FREE_USER_NAMESPACE =
      Pattern.compile("|private|nomap|(?:auto|keep-id)(?::.*)?");

  private static final Set<String> FREE_NAMESPACES = Set.of("", "private", "shareable", "none");

  private final String name;
  private final String image;
  private final String pwd;
  private final List<String> directories;
  private final SortedSet<String> grants = new TreeSet<>();
  private final SortedSet<String> ownDirectories = new TreeSet<>();
  private final List<MountUse> mounts = new ArrayList<>();

  Needs(String name, Variables variables) {
    this.name = name;
    this.image = plain(variables, "IMAGE");
    this.pwd = plain(variables, "PWD");
    this.directories =
        Stream.of("CONFDIR", "LOGDIR", "DATADIR")
            .map(directory -> plain(variables, directory))
            .filter(directory -> !directory.isEmpty())
            .toList();
  }

  SortedSet<String> grants() {
    return grants;
  }

  /** Those of the app's own directories that the call mounts. */
  SortedSet<String> ownDirectories() {
    return ownDirectories;
  }

  /** Everything that the call mounts, in its order; memory and nameless volumes are not in it. */
  List<MountUse> mounts() {
    return List.copyOf(mounts);
  }

  void add(EngineCall call) {
    call.globals().forEach(this::add);
    var subcommand = call.subcommand();
    if (!FREE_SUBCOMMANDS.contains(subcommand)) {
      grants.add("engine:" + call.path().getFirst());
      return;
    }
    call.options().forEach(this::add);
    if (subcommand.equals("exec")) {
      call.operands().stream().limit(1).forEach(operand -> addContainer(operand.toString()));
    } else if (!call.makesContainer()) {
      for (var operand : call.operands()) {
        // An image's name is one thing to look at, and another to remove the container of.
        if (!subcommand.equals("inspect") || !operand.toString().equals(image)) {
          addContainer(operand.toString());
        }
      }
    }
  }

  private void add(Given given) {
    var option = given.option();
    if (!option.takesValue() && !given.isOn()) {
      return;
    }
    var value = given.argument().toString();
    if (option.need() != Need.FREE && hasControlCharacter(value)) {
      // The engines' own readers of fields stop at a new line, so what is behind it may mislead.
      addOption(given, "");
    }
    switch (option.need()) {
      case FREE -> {}
      case OPTION -> addOption(given, "");
      case PRIVILEGED -> grants.add("privileged");
      case CAPABILITY -> {
        for (var capability : value.split(",", -1)) {
          var upper = capability.strip().toUpperCase(Locale.ROOT);
          grants.add("cap:" + (upper.startsWith("CAP_") ? upper.substring(4) : upper));
        }
      }
      case DEVICE -> {
        for (var device : value.split(",", -1)) {
          grants.add(
              "device:"
                  + (device.startsWith("/")
                      ? HostMount.absolute(device.split(":", 2)[0], pwd)
                      : device));
        }
      }
      case SECURITY_OPT -> {
        // The old spelling 'label:disable' still works.
        var usual = value.contains("=") ? value : value.replaceFirst(":", "=");
        if (!usual.equals("no-new-privileges") && !usual.equals("no-new-privileges=true")) {
          grants.add("security-opt:" + usual);
        }
      }
      case VOLUME -> addMount(given, HostMount.ofVolume(value, pwd));
      case MOUNT -> addMount(given, HostMount.ofMount(value, pwd));
      case NETWORK -> addNetwork(given, value);
      case PID, IPC, UTS, CGROUPNS -> addNamespace(given, value, FREE_NAMESPACES.contains(value));
      case USERNS -> addNamespace(given, value, FREE_USER_NAMESPACE.matcher(value).matches());
      case CONTAINER -> {
        for (var container : value.split(",", -1)) {
          addContainer(container.split(":", 2)[0]);
        }
      }
      case ENGINE_SOCKET -> grants.add("engine-socket");
      case LOG_DRIVER -> {
        if (!FREE_LOG_DRIVERS.contains(value)) {
          addOption(given, "");
        }
      }
    }
  }

  private void addMount(Given given, HostMount mount) {
    var source = mount.source();
    var unusual = new TreeSet<String>();
    mount.unusual().forEach(setting -> unusual.add(option(given, ":" + setting)));
    String own = null;
    if (source != null) {
      for (var directory : directories) {
        if (Grant.Mount.isBelow(source, directory)) {
          own = directory;
          ownDirectories.add(directory);
        }
      }
      if (MountSource.isNamedLikeEngineSocket(source)) {
        grants.add("engine-socket");
      } else if (own == null) {
        grants.add("mount:" + source + (mount.readOnly() ? ":ro" : ""));
      }
    }
    if (own == null) {
      grants.addAll(unusual);
    }
    if (mount.written() != null) {
      mounts.add(new MountUse.OfPath(mount.written(), mount.readOnly(), own, unusual));
    } else if (mount.volume() != null) {
      mounts.add(new MountUse.OfVolume(mount.volume(), mount.readOnly()));
    }
  }

  /** {@code host}, {@code container:x}, a name, or docker's {@code name=x,alias=y}. */
  private void addNetwork(Given given, String value) {
    var names = new ArrayList<String>();
    for (var field : value.split(",", -1)) {
      if (field.startsWith("name=")) {
        names.add(field.substring("name=".length()));
      }
    }
    for (var network : names.isEmpty() ? List.of(value) : names) {
      var free = network.isEmpty() || PLAIN_NAME.matcher(network).matches();
      addNamespace(given, network, free && !network.equals("host"));
    }
  }

  private void addNamespace(Given given, String value, boolean free) {
    if (value.equals("host")) {
      grants.add("host-" + given.option().name());
    } else if (value.startsWith("container:")) {
      addContainer(value.substring("container:".length()));
    } else if (!free) {
      addOption(given, "");
    }
  }

  /** The app's own container and its helpers are nobody else's. */
  private void addContainer(String container) {
    var helper =
        Stream.of(Purpose.values()).anyMatch(purpose -> container.equals(purpose.helper(name)));
    if (!helper && !container.equals(name)) {
      grants.add("container:" + container);
    }
  }

  private void addOption(Given given, String detail) {
    grants.add(option(given, detail));
  }

  private static String option(Given given, String detail) {
    return "option:--" + given.option().name() + detail;
  }

  private static boolean hasControlCharacter(String value) {
    return value.chars().anyMatch(c -> c < ' ' || c == 0x7f);
  }

  private static String plain(Variables variables, String variable) {
    return variables.lookup(variable) instanceof Value.Plain(var text) ? text : "";
  }
}
