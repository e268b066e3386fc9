package io.atomic.reconcile.host;

import static org.assertj.core.api.Assertions.assertThat;

import io.atomic.reconcile.model.MountSource;
import io.atomic.reconcile.model.MountSource.Kind;
import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.ServerSocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.TreeSet;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class MountSourcesTest {
  @TempDir Path temporary;
  private Path host = Path.of("/");

  @BeforeEach
  void withoutLinksInTheTemporaryPathItself() throws IOException {
    host = temporary.toRealPath();
    Files.createDirectories(host.resolve("real/data"));
  }

  @Test
  void aPathWithoutLinksLeadsToItselfWhetherItIsThereOrNot() {
    assertThat(look("real/data")).isEqualTo(leading(Kind.OTHER, "real/data"));
    assertThat(look("real/none/below")).isEqualTo(leading(Kind.MISSING, "real/none/below"));
    assertThat(look("real//./data/")).isEqualTo(leading(Kind.OTHER, "real/data"));
  }

  @Test
  void linksAreFollowedInTheMiddleAndAtTheEnd() throws IOException {
    link("link", host.resolve("real").toString());
    link("real/relative", "data");
    link("real/up", "../real/data");

    assertThat(look("link")).isEqualTo(leading(Kind.LINK, "real"));
    assertThat(look("link/data")).isEqualTo(leading(Kind.OTHER, "real/data"));
    assertThat(look("link/relative")).isEqualTo(leading(Kind.LINK, "real/data"));
    assertThat(look("link/up/x")).isEqualTo(leading(Kind.MISSING, "real/data/x"));
  }

  @Test
  void aLinkToWhatIsNotThereYetLeadsThere() throws IOException {
    link("dangling", host.resolve("later").toString());

    assertThat(look("dangling/x")).isEqualTo(leading(Kind.MISSING, "later/x"));
  }

  /** An engine strikes '..' out before it looks, the kernel follows the link first. */
  @Test
  void bothReadingsOfDotsBehindALinkCount() throws IOException {
    link("out", host.resolve("real/data").toString());

    assertThat(look("out/../x")).isEqualTo(leading(Kind.MISSING, "real/x", "x"));
  }

  @Test
  void whereNobodyCanTellIsNowhere() throws IOException {
    link("a", "b");
    link("b", "a");

    assertThat(look("a").leadsTo()).isEmpty();
    assertThat(new MountSources(null).look("/proc/self/cwd/x").leadsTo()).isEmpty();
    assertThat(new MountSources(null).look("/a\0b").leadsTo()).isEmpty();
  }

  @Test
  void theSocketInUseIsKnownUnderEveryName() throws IOException {
    var socket = host.resolve("engine");
    try (var server = ServerSocketChannel.open(StandardProtocolFamily.UNIX)) {
      server.bind(UnixDomainSocketAddress.of(socket));
      Files.createLink(host.resolve("hard"), socket);
      link("soft", "hard");
      var sources = new MountSources(socket);

      for (var name : new String[] {"engine", "hard", "soft", "real/../engine"}) {
        assertThat(sources.look(host + "/" + name).engineSocket()).as(name).isTrue();
      }
      assertThat(sources.look(host + "/real").engineSocket()).isFalse();
      assertThat(look("engine").engineSocket()).isFalse();
    }
  }

  @Test
  void usualSocketsAreKnownByTheirNames() throws IOException {
    link("harmless", "/run/podman/podman.sock");

    assertThat(look("harmless").engineSocket()).isTrue();
    assertThat(look("real/docker.sock").engineSocket()).isTrue();
    assertThat(look("docker.sock/x").engineSocket()).isFalse();
  }

  private MountSource look(String path) {
    return new MountSources(null).look(host + "/" + path);
  }

  private void link(String name, String target) throws IOException {
    Files.createSymbolicLink(host.resolve(name), Path.of(target));
  }

  private MountSource leading(Kind kind, String... paths) {
    var leadsTo = new TreeSet<String>();
    for (var path : paths) {
      leadsTo.add(host + "/" + path);
    }
    return new MountSource(leadsTo, kind, false);
  }
}
