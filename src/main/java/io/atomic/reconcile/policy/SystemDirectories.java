package io.atomic.reconcile.policy;

import java.util.Set;

/**
 * Names below {@code /etc}, {@code /var/lib} and {@code /var/log} that programs of the system read
 * on their own, and act on what they find. An app may be called so, but what its directories would
 * be there is not its own, also where nobody has made it yet.
 */
final class SystemDirectories {
  private static final Set<String> NAMES =
      Set.of(
          // systemd: extensions are merged into /usr and /etc, machines and portables are started.
          "systemd",
          "extensions",
          "confexts",
          "machines",
          "portables",
          // Container engines.
          "cdi",
          "cni",
          "containerd",
          "containers",
          "crio",
          "docker",
          "kubelet",
          "kubernetes",
          "podman",
          "rancher",
          // Who may log in, and as whom.
          "pki",
          "polkit-1",
          "security",
          "selinux",
          "skel",
          "ssh",
          "ssl",
          "sssd",
          "sudoers",
          // What starts or configures other programs.
          "alternatives",
          "alsa",
          "apt",
          "audit",
          "cloud",
          "crypto-policies",
          "dbus-1",
          "default",
          "dhcp",
          "dnf",
          "firewalld",
          "greenboot",
          "ignition",
          "init",
          "iproute2",
          "network",
          "nftables",
          "opt",
          "ostree",
          "ppp",
          "rpm",
          "rpm-ostree",
          "sysconfig",
          "udev",
          "xdg",
          "yum",
          "zincati");

  private SystemDirectories() {}

  /**
   * Whether a directory is one of those.
   *
   * @param directory CONFDIR, LOGDIR or DATADIR of an app
   */
  static boolean isOne(String directory) {
    var name = directory.substring(directory.lastIndexOf('/') + 1);
    return name.endsWith(".d") || NAMES.contains(name);
  }
}
