package io.atomic.reconcile.label;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import io.atomic.reconcile.label.Prepared.Ready;
import io.atomic.reconcile.label.Prepared.Refused;
import io.atomic.reconcile.model.MountSource;
import io.atomic.reconcile.model.MountSource.Kind;
import io.atomic.reconcile.model.Volume;
import io.atomic.reconcile.plan.Claims;
import io.atomic.reconcile.policy.Gate;
import io.atomic.reconcile.policy.MountFacts;
import io.atomic.reconcile.policy.SitePolicy;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Ways to get more than was granted. The app is called {@code web}; its manifest grants a little of
 * many things, so that what is only near a grant must be told from what it covers.
 */
class BypassTest {
  private static final List<String> GRANTED =
      List.of(
          "mount:/srv",
          "mount:/data:ro",
          "cap:NET_ADMIN",
          "device:/dev/null",
          "container:db",
          "security-opt:label=disable",
          "option:--sysctl",
          "engine:network",
          "command:/usr/bin/true",
          "mount:/var/run/web");

  /** On this host /srv/link, /srv/up and /srv/harmless are links, and /etc/web is somebody's. */
  private static final Map<String, String> LINKS =
      Map.of(
          "/srv/link", "/etc",
          "/srv/link/ssh", "/etc/ssh",
          "/srv/up", "/",
          "/srv/harmless", "/run/podman/podman.sock",
          "/var/run/web/x", "/run/web/x",
          "/var/lib/web/out", "/root");

  /** The command, what it is refused for, and what makes it one. A line break is written ⏎. */
  private static final String ATTEMPTS =
      """
      docker run --privileged IMAGE                               | privileged | the plain spelling
      docker run --privileged=true IMAGE                          | privileged | a flag with a value
      docker run --privileged=1 IMAGE                             | privileged | one is true
      docker run --privileged=T IMAGE                             | privileged | and so is T
      docker run --privileged=false --privileged IMAGE            | privileged | the engine takes the last one
      docker container run --privileged IMAGE                     | privileged | the long form of run
      /usr/bin/docker run --privileged IMAGE                      | privileged | the engine by its path
      podman create --privileged --name NAME IMAGE                | privileged | create is a run in two steps
      docker exec --privileged NAME sh                            | privileged | into the app's own container
      docker run --net host IMAGE                                 | host-network | the old name of the option
      docker run --net=host IMAGE                                 | host-network | … with a sign
      docker run --network=host IMAGE                             | host-network | the new name
      docker run --network name=host IMAGE                        | host-network | docker's long syntax
      docker run --network name=mine,name=host IMAGE              | host-network | of two names docker takes the last
      docker run --network 'name=host⏎,name=mine' IMAGE           | option:--network | docker reads the first line only
      docker run --network container:other IMAGE                  | container:other | another container's network
      docker run --network name=HOST IMAGE                        | option:--network | docker does not mind capitals
      docker run --network name=x,NAME=host IMAGE                 | option:--network | … nor in keys
      docker run --network 'name=x, name=host' IMAGE              | option:--network | … nor blanks
      docker run --network 'name=x,"name=host"' IMAGE             | option:--network | … and takes quotes off
      docker run --network name=x,NAME=container:other IMAGE      | option:--network | another container's, likewise
      docker run --network ns:/proc/1/ns/net IMAGE                | option:--network | the host's network by its file
      docker run --pid=host IMAGE                                 | host-pid | the host's processes
      docker run --pid=container:other IMAGE                      | container:other | another container's processes
      docker run --ipc host IMAGE                                 | host-ipc | the host's shared memory
      docker run --uts=host IMAGE                                 | host-uts | the host's name
      docker run --userns=host IMAGE                              | host-userns | the host's users
      docker run --cgroupns=host IMAGE                            | host-cgroupns | the host's groups of processes
      docker run --userns ns:/proc/1/ns/user IMAGE                | option:--userns | the same by its file
      docker run --userns auto:uidmapping=0:0:1 IMAGE             | option:--userns | maps root to root
      docker run -v /:/host IMAGE                                 | mount:/ | the short option
      docker run -v/:/host IMAGE                                  | mount:/ | without a blank
      docker run -v=/:/host IMAGE                                 | mount:/ | with a sign
      docker run -itv/:/host IMAGE                                | mount:/ | at the end of a group
      docker run -dv /:/host IMAGE                                | mount:/ | … and its value in the next word
      docker run --volume=/:/host:ro IMAGE                        | mount:/:ro | reading is more than nothing
      docker run --mount type=bind,src=/,dst=/host IMAGE          | mount:/ | the long option
      docker run --mount=dst=/host,source=/,type=bind IMAGE       | mount:/ | in another order
      docker run --mount TYPE=BIND,SRC=/,DST=/host IMAGE          | mount:/ | docker does not mind capitals
      docker run --mount type=bind,src=/srv,source=/,dst=/h IMAGE | option:--mount:source | two sources, of which the engines take different ones
      docker run --mount type=bind,src=/etc,dst=/h,type=tmpfs IMAGE | option:--mount:type | two types, likewise
      docker run --mount 'type=bind,src=/etc,dst=/h⏎,type=tmpfs' IMAGE | option:--mount | docker reads the first line only
      docker run --mount '"type=bind","src=/","dst=/h"' IMAGE     | option:--mount:"type | in quotes, as docker reads them
      docker run --mount type=bind,dst=/etc IMAGE                 | mount:/etc | podman takes the target for the source
      docker run --mount type=volume,src=x,volume-opt=device=/,dst=/h IMAGE | option:--mount:volume-opt | a volume made to be a host directory
      docker run --volume-driver evil -v x:/h IMAGE               | option:--volume-driver | a driver that does as it likes
      docker run -v bound:/h IMAGE                                | mount:/ | a volume that is a host directory
      docker run --mount src=bound,dst=/h IMAGE                   | mount:/ | … by the long option
      docker run -v remote:/h IMAGE                               | option:--volume:remote | a volume of another driver
      docker run -v /srv/../etc:/h IMAGE                          | mount:/etc | out of what was granted
      docker run -v /srv/./..//root:/h IMAGE                      | mount:/root | … in a roundabout way
      docker run -v ./root:/h IMAGE                               | mount:/root | relative paths begin at /
      docker run -v ../../root:/h IMAGE                           | mount:/root | … and end there
      docker run -v /srv/link:/h IMAGE                            | mount:/etc | over a link
      docker run -v /srv/link/ssh:/h IMAGE                        | mount:/etc/ssh | through a link
      docker run -v /srv/up:/h IMAGE                              | mount:/ | over a link to the root
      docker run -v /srvx:/h IMAGE                                | mount:/srvx | a name that only begins like the granted one
      docker run -v /data:/h IMAGE                                | mount:/data | to be written, and granted to be read
      docker run -v /data:/h:ro,rw IMAGE                          | mount:/data | both is not read-only
      docker run -v /srv:/h:Z IMAGE                               | option:--volume:Z | relabels what others use as well
      docker run -v /srv:/h:shared IMAGE                          | option:--volume:shared | mounts come back out
      docker run -v ${CONFDIR}:/h IMAGE                           | mount:/etc/web | its own directory, had nobody made it before
      docker run -v ${CONFDIR}/..:/h IMAGE                        | mount:/etc | above its own directory
      docker run -v ${DATADIR}/out:/h IMAGE                       | mount:/root | out of its own directory by a link made there
      docker run -v ${DATADIR}/in:/h IMAGE                        | mount:/var/lib/web/in | where the app can make such a link later
      docker run -v /srv:/s -v /srv/a:/a IMAGE                    | option:--volume:nested | replaced by a link before the engine starts it again
      docker run --mount type=bind,src=/srv/a,dst=/a -v /srv/../srv:/s IMAGE | option:--volume:nested | … in whatever spelling
      docker run -v ${DATADIR}x:/h IMAGE                          | mount:/var/lib/webx | beside its own directory
      docker run -v /run/docker.sock:/s IMAGE                     | engine-socket | who has the socket has the host
      docker run -v /var/run/docker.sock:/s:ro IMAGE              | engine-socket | also read-only
      docker run -v /srv/docker.sock:/s IMAGE                     | engine-socket | wherever it is
      docker run -v /srv/harmless:/s IMAGE                        | engine-socket | over a link
      docker run -v ${DATADIR}/docker.sock:/s IMAGE               | engine-socket | in the app's own directory
      docker run --use-api-socket IMAGE                           | engine-socket | by an option of its own
      docker run --cap-add ALL IMAGE                              | cap:ALL | all, where one was granted
      docker run --cap-add=all IMAGE                              | cap:ALL | in small letters
      docker run --cap-add NET_ADMIN,SYS_ADMIN IMAGE              | cap:SYS_ADMIN | behind one that was granted
      docker run --cap-add=CAP_SYS_ADMIN IMAGE                    | cap:SYS_ADMIN | by its full name
      docker run --device /dev/sda IMAGE                          | device:/dev/sda | another device
      docker run --device=/dev/null/../sda:/dev/null IMAGE        | device:/dev/sda | … spelled like the granted one
      docker run --security-opt seccomp=unconfined IMAGE          | security-opt:seccomp=unconfined | no filter of system calls
      docker run --security-opt apparmor:unconfined IMAGE         | security-opt:apparmor=unconfined | the old sign
      docker run --security-opt no-new-privileges=false IMAGE     | security-opt:no-new-privileges=false | switches off what is free to switch on
      docker run --volumes-from other IMAGE                       | container:other | whatever the other one mounts
      docker run --volumes-from db,other:ro IMAGE                 | container:other | behind one that was granted
      docker run --link other:x IMAGE                             | container:other | another container's environment
      docker run --env-file /etc/shadow IMAGE                     | option:--env-file | reads a host file
      docker run --label-file=/etc/shadow IMAGE                   | option:--label-file | likewise
      docker run --cidfile /etc/cron.d/x IMAGE                    | option:--cidfile | writes a host file
      docker run --log-driver fluentd IMAGE                       | option:--log-driver | sends the output elsewhere
      docker run --log-opt path=/etc/x IMAGE                      | option:--log-opt | writes a host file
      docker run --tz=../../../etc/shadow IMAGE                   | option:--tz | podman copies the file into the container
      docker run --tz=/etc/shadow IMAGE                           | option:--tz | … by its path
      docker exec web.install sh                                  | container:web.install | another app may be called so
      docker run --volumes-from web.run IMAGE                     | container:web.run | … whatever its name ends in
      docker run --device-cgroup-rule 'b *:* rmw' IMAGE           | option:--device-cgroup-rule | every device
      docker run --gpus all IMAGE                                 | option:--gpus | devices by another name
      docker run --cgroup-parent / IMAGE                          | option:--cgroup-parent | out of its limits
      docker run --runtime /tmp/evil IMAGE                        | option:--runtime | another program as root
      docker run --rootfs /                                       | option:--rootfs | a host directory as the image
      docker run --uidmap 0:0:1 IMAGE                             | option:--uidmap | maps root to root
      docker run --pod other IMAGE                                | option:--pod | another pod's namespaces
      docker -H tcp://evil:2375 run IMAGE                         | option:--host | another engine
      docker --config /tmp/evil run IMAGE                         | option:--config | another configuration
      docker rm -f other                                          | container:other | somebody else's container
      docker rm -f -v NAME                                        | option:--volumes | user data
      docker exec other sh                                        | container:other | into another container
      docker stop --all                                           | option:--all | everybody's containers
      docker cp NAME:/x /etc/cron.d                               | engine:cp | writes host files
      docker volume create x                                      | engine:volume | might be a host directory
      docker image rm other                                       | engine:image | somebody else's image
      docker build /                                              | engine:build | sends the host to the engine
      podman play kube /etc/x                                     | engine:play | starts what a file says
      systemctl stop sshd                                         | command:systemctl | no engine at all
      sudo docker run --privileged IMAGE                          | command:sudo | an engine behind another program
      /usr/bin/truex                                              | command:/usr/bin/truex | begins like the granted one
      """;

  static Stream<List<String>> attempts() {
    return ATTEMPTS
        .lines()
        .map(line -> Stream.of(line.split("\\|", 3)).map(String::strip).toList());
  }

  @ParameterizedTest
  @MethodSource("attempts")
  void isRefused(List<String> attempt) {
    var label = attempt.get(0).replace('⏎', '\n');
    var prepared = Preparer.prepare(Requests.of(Purpose.RUN, label).build());
    assertThat(prepared).isInstanceOf(Ready.class);
    var ready = (Ready) prepared;
    var claims =
        new Claims(
            "label RUN",
            ready.privileges(),
            ready.mounts(),
            ready.containers(),
            ready.images(),
            GRANTED);

    var verdict =
        requireNonNull(
            new Gate(SitePolicy.OPEN).verdict(claims, facts(ready)),
            "let through: " + attempt.get(2));

    assertThat(verdict.message().split("[,; ]+")).contains(attempt.get(1));
    assertThat(verdict.message()).contains("grant");
  }

  @Test
  void thereAreEnoughOfThemEachWithItsReason() {
    assertThat(attempts().map(attempt -> attempt.get(0)).distinct().count()).isGreaterThan(105);
    assertThat(attempts()).allMatch(attempt -> attempt.size() == 3 && !attempt.get(2).isEmpty());
  }

  /** What cannot even be read is not run either. */
  @ParameterizedTest
  @MethodSource("unreadable")
  void whatCannotBeReadIsRefused(String label) {
    assertThat(Preparer.prepare(Requests.of(Purpose.RUN, label).build()))
        .isInstanceOf(Refused.class);
  }

  static List<String> unreadable() {
    return List.of(
        "docker run --privilege IMAGE",
        "docker run --privileged=yes IMAGE",
        "docker run -xyz IMAGE",
        "docker run --brand-new-option=/ IMAGE",
        "docker run IMAGE; docker run --privileged IMAGE",
        "docker run $(cat /etc/shadow) IMAGE",
        "docker run IMAGE > /etc/passwd",
        "docker run IMAGE && rm -rf /");
  }

  /** By our labels we recognise what is ours, whatever the command is for. */
  @ParameterizedTest
  @EnumSource(Purpose.class)
  void noCommandForgesOurLabels(Purpose purpose) {
    var label = "docker run -l x=y --label=io.atomic.reconcile.app=victim IMAGE";

    assertThat(Preparer.prepare(Requests.of(purpose, label).build())).isInstanceOf(Refused.class);
  }

  /** Engines take a name that nobody bears for the beginning of an ID. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "docker exec NAME sh",
        "docker rm -f NAME",
        "docker run --volumes-from=NAME IMAGE"
      })
  void aNameThatCouldBeAnIdMustBeThere(String label) {
    var hexadecimal = (Ready) Preparer.prepare(Requests.of(Purpose.STOP, label).named("cafe"));
    var other = (Ready) Preparer.prepare(Requests.of(Purpose.STOP, label).named("web"));

    assertThat(hexadecimal.containers()).containsExactly("cafe");
    assertThat(other.containers()).isEmpty();
  }

  /** What steers the engine's command line, or the programs that it is made with. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "PODMAN_USERNS",
        "STORAGE_OPTS",
        "CONTAINERS_CONF",
        "_CONTAINERS_USERNS_CONFIGURED",
        "XDG_CONFIG_HOME",
        "DOCKER_HOST",
        "LD_PRELOAD",
        "REGISTRY_AUTH_FILE",
        "SSL_CERT_FILE",
        "NOTIFY_SOCKET",
        "GODEBUG"
      })
  void noAppSetsIt(String variable) {
    assertThat(CommandVariables.mayBeSet(variable)).isFalse();
  }

  /** Where programs of the system act on what they find, nothing is an app's own. */
  @ParameterizedTest
  @ValueSource(strings = {"extensions", "cron.d", "docker", "ssh"})
  void anAppThatIsCalledLikeADirectoryOfTheSystemDoesNotOwnIt(String name) {
    var ready =
        (Ready)
            Preparer.prepare(
                Requests.of(Purpose.RUN, "docker run -v ${DATADIR}:/d IMAGE").named(name));
    var claims =
        new Claims(
            "label RUN",
            ready.privileges(),
            ready.mounts(),
            ready.containers(),
            ready.images(),
            GRANTED);
    var missing = new TreeMap<String, MountSource>();
    missing.put(
        "/var/lib/" + name,
        new MountSource(new TreeSet<>(List.of("/var/lib/" + name)), Kind.MISSING, false));
    var facts = new MountFacts(missing, new TreeMap<>(), new TreeSet<>(), new TreeMap<>(), "");

    assertThat(requireNonNull(new Gate(SitePolicy.OPEN).verdict(claims, facts)).message())
        .contains("mount:/var/lib/" + name, "programs of the system");
  }

  /** The grants do what they say: these are near the attempts above, and covered. */
  @ParameterizedTest
  @MethodSource("covered")
  void whatIsGrantedRuns(String label) {
    var ready = (Ready) Preparer.prepare(Requests.of(Purpose.RUN, label).build());
    var claims =
        new Claims(
            "label RUN",
            ready.privileges(),
            ready.mounts(),
            ready.containers(),
            ready.images(),
            GRANTED);

    assertThat(new Gate(SitePolicy.OPEN).verdict(claims, facts(ready))).isNull();
  }

  static List<String> covered() {
    return List.of(
        "docker run -v /srv/a:/a -v /srv:/b:ro --mount type=bind,src=/data/x,dst=/c,readonly IMAGE",
        "docker run --cap-add=net_admin --device /dev/null:/dev/zero --sysctl a=b IMAGE",
        "docker run --volumes-from db --security-opt label:disable IMAGE",
        "docker run -v plain:/a -v fresh:/b -v ${DATADIR}:/c:Z --tmpfs /d IMAGE",
        "docker run --tz Europe/Paris --network name=mine,alias=x --userns auto:size=64 IMAGE",
        "docker run -v /var/run/web/x:/x IMAGE",
        "docker run IMAGE --privileged -v /:/host",
        "docker network create mine",
        "/usr/bin/true");
  }

  private static MountFacts facts(Ready ready) {
    var sources = new TreeMap<String, MountSource>();
    for (var mount : ready.mounts()) {
      if (mount instanceof MountUse.OfPath path) {
        sources.put(path.path(), source(path.path()));
        if (path.ownDirectory() != null) {
          sources.put(path.ownDirectory(), source(path.ownDirectory()));
        }
      }
    }
    sources.put("/", source("/"));
    return new MountFacts(
        sources,
        new TreeMap<>(
            Map.of(
                "bound", new Volume("bound", "local", map("o", "rw,bind", "device", "/")),
                "plain", new Volume("plain", "local", map()),
                "remote", new Volume("remote", "nfs", map()))),
        new TreeSet<>(List.of("/var/lib/web")),
        map("/var/run", "/run"),
        "");
  }

  private static MountSource source(String path) {
    var clean = HostMount.absolute(path, "/");
    var leadsTo = LINKS.getOrDefault(clean, clean);
    return new MountSource(
        new TreeSet<>(List.of(leadsTo)),
        LINKS.containsKey(clean) ? Kind.LINK : Kind.OTHER,
        MountSource.isNamedLikeEngineSocket(clean) || MountSource.isNamedLikeEngineSocket(leadsTo));
  }

  private static SortedMap<String, String> map(String... entries) {
    var map = new TreeMap<String, String>();
    for (var i = 0; i < entries.length; i += 2) {
      map.put(entries[i], entries[i + 1]);
    }
    return map;
  }
}
