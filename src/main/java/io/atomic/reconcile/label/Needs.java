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

  /**
   * A field of docker's long form of a network. Docker takes capitals, blanks and quotes as well,
   * which are only ever used to say something else than it seems.
   */
  private static final Pattern PLAIN_NETWORK_FIELD =
      Pattern.compile("(?:name|alias|ip|ip6|link-local-ip|mac-address)=[a-z0-9][a-z0-9_.:-]*");

  /** User namespaces apart from the host's own; other settings of them can map root to root. */
  private static final Pattern FREE_USER_NAMESPACE =
      Pattern.compile("|private|nomap|auto(?::size=[0-9]+)?|keep-id");

  /** The name of a zone; podman 4.3 copies whatever file a path leads it to. */
  private static final Pattern TIME_ZONE = Pattern.compile("[A-Za-z0-9_+-]+(?:/[A-Za-z0-9_+-]+)*");

  /** What engines take for the beginning of an ID where no container bears the name. */
  private static final Pattern LIKE_AN_ID = Pattern.compile("[0-9a-f]+");

  private static final Set<String> FREE_NAMESPACES = Set.of("", "private", "shareable", "none");

  private final String name;
  private final String image;
  private final String pwd;
  private final List<String> directories;
  private final SortedSet<String> grants = new TreeSet<>();
  private final SortedSet<String> ownDirectories = new TreeSet<>();
  private final SortedSet<String> containers = new TreeSet<>();
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

  /**
   * Own containers that the call names in a way that may be taken for another one's ID, so that
   * they must be there.
   */
  SortedSet<String> containers() {
    return containers;
  }

  void add(EngineCall call) {
    call.globals().forEach(this::add);
    var subcommand = call.subcommand();
    if (!FREE_SUBCOMMANDS.contains(subcommand)) {
      grants.add("engine:" + call.path().getFirst());
      return;
    }
    call.options().forEach(this::add);
    findNested();
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
      case TIME_ZONE -> {
        if (!TIME_ZONE.matcher(value).matches()) {
          addOption(given, "");
        }
      }
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
      // What lies deeper the app could have replaced by a link before its next start.
      if (directories.contains(source)) {
        own = source;
        ownDirectories.add(source);
      }
      if (MountSource.isNamedLikeEngineSocket(source)) {
        grants.add("engine-socket");
      } else if (own == null) {
        grants.add(new Grant.Mount(source, mount.readOnly()).spelled().toString());
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

  /**
   * Of two mounts one of which lies in the other, the container that writes to the outer one
   * decides where the inner one leads when the engine starts it again.
   */
  private void findNested() {
    var paths = new ArrayList<MountUse.OfPath>();
    for (var mount : mounts) {
      if (mount instanceof MountUse.OfPath path) {
        paths.add(path);
      }
    }
    for (var outer : paths) {
      var above = HostMount.absolute(outer.path(), pwd);
      for (var inner : paths) {
        var below = HostMount.absolute(inner.path(), pwd);
        // Who writes to all of the host gains nothing by it.
        if (!outer.readOnly()
            && !above.equals("/")
            && !below.equals(above)
            && Grant.Mount.isBelow(below, above)) {
          grants.add("option:--volume:nested");
        }
      }
    }
  }

  /** {@code host}, {@code container:x}, a name, or docker's {@code name=x,alias=y}. */
  private void addNetwork(Given given, String value) {
    if (value.indexOf('=') < 0) {
      var free = value.isEmpty() || PLAIN_NAME.matcher(value).matches();
      addNamespace(given, value, free && !value.equals("host"));
      return;
    }
    for (var field : value.split(",", -1)) {
      if (!PLAIN_NETWORK_FIELD.matcher(field).matches()) {
        addOption(given, "");
      } else if (field.startsWith("name=")) {
        var network = field.substring("name=".length());
        addNamespace(given, network, PLAIN_NAME.matcher(network).matches());
      }
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

  private void addContainer(String container) {
    if (!container.equals(name)) {
      grants.add("container:" + container);
    } else if (LIKE_AN_ID.matcher(container).matches()) {
      containers.add(container);
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
