package io.atomic.reconcile.host;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class QuadletsTest {
  @TempDir private Path root = Path.of("given by JUnit");

  private void file(String path, String content) throws IOException {
    var file = root.resolve(path);
    Files.createDirectories(file.getParent());
    Files.writeString(file, content);
  }

  @Test
  void eachFileNamesItsContainerOrHasItNamedAfterItself() throws IOException {
    file("etc/containers/systemd/web.container", "[Container]\nImage=a\n ContainerName = site \n");
    file("etc/containers/systemd/more/db.container", "[Container]\n#ContainerName=x\nImage=b\n");
    file("usr/share/containers/systemd/c.container", "[Container]\nContainerName=c\n");
    file("etc/containers/systemd/data.volume", "[Volume]\n");

    assertThat(Quadlets.below(root).values()).containsExactlyInAnyOrder("site", "systemd-db", "c");
  }

  @Test
  void whereThereAreNoneThereIsNoRival() {
    assertThat(Quadlets.below(root)).isEmpty();
  }
}
