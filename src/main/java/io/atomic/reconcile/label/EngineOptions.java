package io.atomic.reconcile.label;

import io.atomic.reconcile.label.EngineOption.Need;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The options of one engine subcommand, of {@code docker} (20.10 to 28) and {@code podman} (4.3 and
 * later) together: an option that both have is read alike by both.
 *
 * <p>This is an allow-list. A row names what its options need and whether they take a value; the
 * names of one option are joined by commas, a single letter is its short name. What is in no row is
 * not known: whether a value follows cannot be guessed, so the command cannot be read.
 */
final class EngineOptions {
  private static final String GLOBAL =
      """
      option flag:  debug,D tls tlsverify version,v help,h remote,r syslog trace transient-store
                    noout
      option value: host,H,url config context,connection,c log-level,l tlscacert tlscert tlskey
                    identity root runroot runtime runtime-flag storage-driver storage-opt tmpdir
                    cgroup-manager conmon events-backend hooks-dir module namespace ssh
                    network-cmd-path network-config-dir out volumepath imagestore db-backend
      """;

  private static final String CREATE =
      """
      free flag:   detach,d interactive,i tty,t rm sig-proxy init help publish-all,P quiet,q
                   read-only read-only-tmpfs no-healthcheck no-hosts no-hostname passwd http-proxy
                   unsetenv-all disable-content-trust
      free value:  name label,l env,e env-merge unsetenv entrypoint workdir,w user,u group-add
                   hostname,h domainname publish,p expose add-host attach,a detach-keys pull
                   dns dns-option,dns-opt dns-search ip ip6 mac-address link-local-ip
                   network-alias,net-alias restart stop-signal stop-timeout timeout umask
                   cap-drop ulimit tmpfs shm-size shm-size-systemd memory,m memory-reservation memory-swap
                   memory-swappiness kernel-memory cpus cpu-shares,c cpu-period cpu-quota cpu-count
                   cpu-percent cpuset-cpus cpuset-mems pids-limit blkio-weight blkio-weight-device
                   device-read-bps device-read-iops device-write-bps device-write-iops
                   io-maxbandwidth io-maxiops
                   health-cmd,healthcheck-command health-interval,healthcheck-interval
                   health-retries,healthcheck-retries health-start-period,healthcheck-start-period
                   health-start-interval health-timeout,healthcheck-timeout health-on-failure
                   health-startup-cmd health-startup-interval health-startup-retries
                   health-startup-success health-startup-timeout health-max-log-count
                   health-max-log-size image-volume systemd sdnotify passwd-entry group-entry
                   platform arch os variant retry retry-delay
      option flag: env-host oom-kill-disable replace rmi rootfs tls-verify
      option value: env-file label-file cidfile pidfile conmon-pidfile log-opt annotation authfile
                   cert-dir creds decryption-key cgroup-conf cgroup-parent cgroups chrootdirs
                   cpu-rt-period cpu-rt-runtime device-cgroup-rule gpus gidmap uidmap subgidname
                   subuidname hosts-file hostuser init-ctr init-path intel-rdt-closid isolation
                   oom-score-adj personality pod pod-id-file preserve-fd preserve-fds rdt-class
                   runtime seccomp-policy secret signature-policy health-log-destination
                   storage-opt sysctl volume-driver
      privileged flag:    privileged
      capability value:   cap-add
      device value:       device
      security_opt value: security-opt
      volume value:       volume,v
      mount value:        mount
      network value:      network,net
      pid value:          pid
      ipc value:          ipc
      uts value:          uts
      userns value:       userns
      cgroupns value:     cgroupns
      container value:    volumes-from link requires
      engine_socket flag: use-api-socket
      time_zone value:    tz
      log_driver value:   log-driver
      """;

  private static final Map<String, String> ROWS =
      Map.of(
          "run",
          CREATE,
          "create",
          CREATE,
          "exec",
          """
          free flag:    detach,d interactive,i tty,t
          free value:   env,e user,u workdir,w detach-keys
          option flag:  latest,l
          option value: env-file preserve-fd preserve-fds cidfile
          privileged flag: privileged
          """,
          "start",
          """
          free flag:    attach,a interactive,i sig-proxy
          free value:   detach-keys
          option flag:  all latest,l
          option value: checkpoint checkpoint-dir filter,f
          """,
          "stop",
          """
          free flag:    ignore,i
          free value:   time,t,timeout signal,s
          option flag:  all,a latest,l
          option value: cidfile filter,f
          """,
          "restart",
          """
          free value:   time,t,timeout signal,s
          option flag:  all,a latest,l running
          option value: cidfile filter,f
          """,
          "kill",
          """
          free value:   signal,s
          option flag:  all,a latest,l
          option value: cidfile
          """,
          "rm",
          """
          free flag:    force,f ignore,i
          free value:   time,t
          option flag:  all,a latest,l,link volumes,v depend
          option value: cidfile filter
          """,
          "logs",
          """
          free flag:    details follow,f timestamps,t names color
          free value:   since until tail
          option flag:  latest,l
          """,
          "inspect",
          """
          free flag:    size,s
          free value:   format,f type,t
          option flag:  latest,l
          """);

  private static final Map<String, EngineOptions> SUBCOMMANDS = new HashMap<>();
  static final EngineOptions OF_ENGINE = new EngineOptions(GLOBAL);

  static {
    ROWS.forEach((subcommand, rows) -> SUBCOMMANDS.put(subcommand, new EngineOptions(rows)));
  }

  private final Map<String, EngineOption> byName = new HashMap<>();
  private final Map<Character, EngineOption> byLetter = new HashMap<>();

  private EngineOptions(String rows) {
    var tokens = ("free flag: help " + rows).strip().split("\\s+", -1);
    var need = Need.OPTION;
    var takesValue = false;
    for (var i = 0; i < tokens.length; i++) {
      if (tokens[i].endsWith(":")) {
        takesValue = tokens[i].equals("value:");
      } else if (i + 1 < tokens.length && tokens[i + 1].endsWith(":")) {
        need = Need.valueOf(tokens[i].toUpperCase(Locale.ROOT));
      } else {
        add(List.of(tokens[i].split(",", -1)), takesValue, need);
      }
    }
  }

  /** The options of a subcommand that acts on one container; null = any other. */
  static @Nullable EngineOptions of(String subcommand) {
    return SUBCOMMANDS.get(subcommand);
  }

  /** All subcommands whose options are known. */
  static Set<String> subcommands() {
    return SUBCOMMANDS.keySet();
  }

  @Nullable EngineOption named(String name) {
    return byName.get(name);
  }

  @Nullable EngineOption lettered(char letter) {
    return byLetter.get(letter);
  }

  Collection<String> names() {
    return byName.keySet();
  }

  private void add(List<String> spellings, boolean takesValue, Need need) {
    var names = new ArrayList<String>();
    var letter = '\0';
    for (var spelling : spellings) {
      if (spelling.length() == 1) {
        letter = spelling.charAt(0);
      } else {
        names.add(spelling);
      }
    }
    var option = new EngineOption(names, letter, takesValue, need);
    names.forEach(name -> byName.put(name, option));
    if (letter != '\0') {
      byLetter.put(letter, option);
    }
  }
}
