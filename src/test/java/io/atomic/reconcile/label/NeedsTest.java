package io.atomic.reconcile.label;

import static org.assertj.core.api.Assertions.assertThat;

import io.atomic.reconcile.label.Prepared.Ready;
import java.util.List;
import java.util.SortedSet;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Which privileges a command needs, spelled as the grants for them. */
class NeedsTest {

  private static SortedSet<String> needs(String label) {
    var prepared = Preparer.prepare(Requests.of(Purpose.RUN, label).build());
    assertThat(prepared).isInstanceOf(Ready.class);
    return ((Ready) prepared).privileges();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "-d --rm -it -p 80:80 -P -u 1 -w / -m 1g --restart always --init --read-only",
        "-v data:/data -v /anonymous --tmpfs /run --mount type=tmpfs,target=/x",
        "--mount type=volume,source=data,target=/x -v data:/x:z",
        "-v ${CONFDIR}:/etc/x:Z -v /var/log/${NAME}/a/..:/l --mount type=bind,src=$DATADIR,dst=/d,U",
        "--network bridge --net=mine --network none --pid '' --ipc private --uts private",
        "--userns keep-id --cgroupns private --userns=auto",
        "--cap-drop ALL --security-opt no-new-privileges --privileged=false --env-host=false",
        "--log-driver journald --volumes-from NAME --network container:web"
      })
  void whatEveryAppMayDoIsFree(String options) {
    assertThat(needs("docker run " + options + " IMAGE")).isEmpty();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '>',
      value = {
        "--privileged                              > privileged",
        "--net=host                                > host-network",
        "--network name=host,alias=x               > host-network",
        "--pid host                                > host-pid",
        "--ipc=host                                > host-ipc",
        "--uts host                                > host-uts",
        "--userns=host                             > host-userns",
        "--cgroupns=host                           > host-cgroupns",
        "--cap-add SYS_TIME                        > cap:SYS_TIME",
        "--cap-add=cap_sys_time                    > cap:SYS_TIME",
        "--device /dev/kvm:/dev/x:r                > device:/dev/kvm",
        "--device nvidia.com/gpu=all               > device:nvidia.com/gpu=all",
        "--security-opt label:disable              > security-opt:label=disable",
        "-v /:/host                                > mount:/",
        "-v/etc/x/:/x:ro                           > mount:/etc/x:ro",
        "-v /etc/web/../shadow:/x                  > mount:/etc/shadow",
        "-v ./a:/x                                 > mount:/a",
        "-v /etc/webmail:/x                        > mount:/etc/webmail",
        "-v /run/docker.sock:/s                    > engine-socket",
        "-v /run/user/1/podman/podman.sock:/s      > engine-socket",
        "--use-api-socket                          > engine-socket",
        "--mount type=bind,source=/x,target=/y,readonly > mount:/x:ro",
        "--mount type=bind,dst=/y                  > mount:/y",
        "--mount type=bind,src=/srv/a:b/c,dst=/y   > mount:/srv",
        "-v /srv/a\u202eb:/x:ro                     > mount:/srv:ro",
        "--volumes-from other:ro                   > container:other",
        "--link db:database                        > container:db",
        "--network container:db                    > container:db",
        "--env-file /x                             > option:--env-file",
        "--label-file=/x                           > option:--label-file",
        "--cidfile /x                              > option:--cidfile",
        "--log-opt a=b                             > option:--log-opt",
        "--log-driver fluentd                      > option:--log-driver",
        "--network ns:/proc/1/ns/net               > option:--network",
        "--userns=ns:/proc/1/ns/user               > option:--userns",
        "--pod p                                   > option:--pod",
        "--sysctl a=b                              > option:--sysctl"
      })
  void whatReachesFurtherIsNamed(String option, String grant) {
    assertThat(needs("docker run " + option.strip() + " IMAGE")).containsExactly(grant.strip());
  }

  @Test
  void relabellingIsNamedBesideTheMount() {
    assertThat(needs("docker run -v /srv:/srv:ro,Z IMAGE"))
        .containsExactly("mount:/srv:ro", "option:--volume:Z");
    assertThat(needs("docker run --mount type=bind,src=/s,dst=/s,bind-propagation=rshared IMAGE"))
        .containsExactly("mount:/s", "option:--mount:bind-propagation");
  }

  @Test
  void everyOneOfSeveralIsNamed() {
    assertThat(needs("docker run --cap-add=A,B --cap-add C -v /:/h --privileged IMAGE"))
        .isEqualTo(new TreeSet<>(List.of("cap:A", "cap:B", "cap:C", "mount:/", "privileged")));
  }

  @Test
  void optionsOfTheContainersOwnProgramNeedNothing() {
    assertThat(needs("docker run IMAGE --privileged -v /:/host")).isEmpty();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '>',
      value = {
        "docker -H tcp://x stop NAME   > option:--host",
        "docker --config=/x stop NAME  > option:--config",
        "docker rm -f other            > container:other",
        "docker stop -t 5 other        > container:other",
        "docker exec other NAME        > container:other",
        "docker rm -v NAME             > option:--volumes",
        "docker exec --privileged NAME x > privileged",
        "docker volume rm data         > engine:volume",
        "docker container prune        > engine:container",
        "docker compose up             > engine:compose",
        "sudo docker run x             > command:sudo"
      })
  void otherCommandsAreNamedToo(String label, String grant) {
    assertThat(needs(label.strip())).containsExactly(grant.strip());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "docker stop NAME",
        "docker rm -f NAME",
        "docker kill -s HUP NAME",
        "docker container stop NAME",
        "docker exec NAME rm -rf /x",
        "docker logs NAME",
        "docker inspect IMAGE"
      })
  void theAppsOwnContainerIsFree(String label) {
    assertThat(needs(label)).isEmpty();
  }
}
