package io.atomic.reconcile.monitor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.atomic.reconcile.cycle.EffectException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TextfileTest {
  @TempDir Path directory;

  private Textfile textfile() {
    return new Textfile(directory.resolve("x.prom"));
  }

  @Test
  void itIsReplacedAsAWholeAndEverybodyMayReadIt() throws Exception {
    textfile().write("a 1\n");
    var before = Files.readAttributes(textfile().path(), "unix:ino").get("ino");
    textfile().write("a 2\n");

    assertThat(textfile().path()).hasContent("a 2\n");
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(textfile().path())))
        .isEqualTo("rw-r--r--");
    assertThat(Files.readAttributes(textfile().path(), "unix:ino").get("ino")).isNotEqualTo(before);
    try (var files = Files.list(directory)) {
      assertThat(files).containsExactly(textfile().path());
    }
  }

  @Test
  void aDirectoryThatIsNotThereIsSaidAndNotMade() {
    var missing = directory.resolve("collector");
    assertThatThrownBy(() -> new Textfile(missing.resolve("x.prom")).write("a 1\n"))
        .isInstanceOfSatisfying(
            EffectException.class,
            e -> assertThat(e.remedy()).contains("metrics.textfile", "node_exporter"))
        .hasMessage(
            "tried to write the metrics to '%s/x.prom', but its directory is not there", missing);
    assertThat(missing).doesNotExist();
  }

  @Test
  void whatALinkInItsPlaceLeadsToIsNotWritten() throws Exception {
    var other = Files.writeString(directory.resolve("other"), "precious");
    Files.createSymbolicLink(textfile().path(), other);

    textfile().write("a 1\n");

    assertThat(textfile().path()).hasContent("a 1\n");
    assertThat(other).hasContent("precious");
  }

  @Test
  void writersThatComeTogetherDoNotMeet() throws Exception {
    var wholes = List.of("a 1\n".repeat(20_000), "a 2\n".repeat(20_000));
    try (var writers = Executors.newFixedThreadPool(wholes.size())) {
      var tasks = new ArrayList<Callable<String>>();
      for (var i = 0; i < 100; i++) {
        var text = wholes.get(i % wholes.size());
        tasks.add(() -> {
          textfile().write(text);
          return Files.readString(textfile().path());
        });
      }
      for (var read : writers.invokeAll(tasks)) {
        assertThat(read.get()).isIn(wholes);
      }
    }
    try (var files = Files.list(directory)) {
      assertThat(files).containsExactly(textfile().path());
    }
  }
}
