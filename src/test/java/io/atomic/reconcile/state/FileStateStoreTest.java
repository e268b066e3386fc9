package io.atomic.reconcile.state;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.atomic.reconcile.cycle.EffectException;
import io.atomic.reconcile.model.Host;
import io.atomic.reconcile.model.HostRecord;
import io.atomic.reconcile.model.HostSpec;
import io.atomic.reconcile.model.HostSpec.Driver;
import io.atomic.reconcile.model.HostSpec.KernelArguments;
import io.atomic.reconcile.model.HostSpec.Reboot;
import io.atomic.reconcile.model.Recorded;
import io.atomic.reconcile.model.Update;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FileStateStoreTest {
  @TempDir Path temporary;
  private StateDirectory directory = new StateDirectory(Path.of(""));
  private FileStateStore store = new FileStateStore(directory);

  @BeforeEach
  void makeDirectory() throws Exception {
    directory = new StateDirectory(temporary.resolve("below/state"));
    store = new FileStateStore(directory);
    directory.create();
  }

  @Test
  void whatIsSavedIsLoaded() throws Exception {
    for (var seed = 0; seed < 300; seed++) {
      var recorded = new RandomRecords(seed).recorded();
      store.save(recorded);
      assertThat(store.load()).as("seed %d", seed).isEqualTo(recorded);
    }
  }

  @Test
  void aHealthBlockWithNothingInItIsNotNone() throws Exception {
    write(
        """
        {"formatVersion": 1, "apps": {"web": {"manifest": {"spec": {"image": "a", "health": {}}}}}}
        """);
    var loaded = store.load();
    store.save(loaded);
    assertThat(directory.file("state.json")).content().contains("\"health\": {}");
    assertThat(store.load()).isEqualTo(loaded);
  }

  @Test
  void whatIsNotRecordedOfAHostHasItsDefault() throws Exception {
    write("{\"formatVersion\": 1, \"host\": {\"name\": \"box\", \"spec\": {}}}");
    var manifest =
        new HostSpec(
            null,
            null,
            null,
            null,
            Update.DEFAULT,
            List.of(),
            List.of(),
            List.of(),
            new KernelArguments(List.of(), List.of()),
            Driver.AUTO,
            false,
            Reboot.DEFAULT);
    assertThat(store.load().host()).isEqualTo(HostRecord.of(new Host("box", manifest), null));
  }

  @Test
  void earlierReleasesRecordedNoHost() throws Exception {
    store.save(SampleRecord.RECORDED.withHost(null));
    assertThat(directory.file("state.json")).content().doesNotContain("\"host\"");
    assertThat(store.load()).isEqualTo(SampleRecord.RECORDED.withHost(null));
  }

  /** When this fails the format has changed: add fields only, or raise the format version. */
  @Test
  void theFormatIsThatOfTheGoldenFile() throws Exception {
    var golden = Path.of("src/test/resources/state/format-1.json");
    var recorded = SampleRecord.RECORDED;
    store.save(recorded);
    assertThat(directory.file("state.json")).hasSameTextualContentAs(golden);
    Files.copy(golden, temporary.resolve("state.json"));
    assertThat(new FileStateStore(new StateDirectory(temporary)).load()).isEqualTo(recorded);
  }

  @Test
  void nothingWasRecordedYet() throws Exception {
    assertThat(store.load()).isEqualTo(Recorded.NOTHING);
    var missing = new StateDirectory(temporary.resolve("no"));
    assertThat(new FileStateStore(missing).load()).isEqualTo(Recorded.NOTHING);
    assertThat(missing.path()).doesNotExist();
  }

  @Test
  void theStateBeforeStays() throws Exception {
    store.save(Recorded.NOTHING);
    assertThat(directory.file("state.json.previous")).doesNotExist();
    store.save(SampleRecord.RECORDED);
    assertThat(directory.file("state.json.previous")).hasContent("{\n  \"formatVersion\": 1\n}\n");
    try (var files = Files.list(directory.path())) {
      assertThat(files).hasSize(2);
    }
  }

  @Test
  void isReadableByItsOwnerOnly() throws Exception {
    store.save(Recorded.NOTHING);
    store.save(Recorded.NOTHING);
    assertThat(mode(directory.path())).isEqualTo("rwx------");
    assertThat(mode(directory.file("state.json"))).isEqualTo("rw-------");
    assertThat(mode(directory.file("state.json.previous"))).isEqualTo("rw-------");
  }

  @Test
  void savesOnAnInterruptedThread() throws Exception {
    Thread.currentThread().interrupt();
    store.save(SampleRecord.RECORDED);
    assertThat(Thread.interrupted()).isTrue();
    assertThat(store.load()).isEqualTo(SampleRecord.RECORDED);
  }

  @Test
  void whatACrashLeavesOfTheNextFileIsNoMatter() throws Exception {
    store.save(SampleRecord.RECORDED);
    Files.writeString(directory.file("state.json.new"), "{\"format");
    Files.writeString(directory.file("state.json.previous.new"), "{\"format");
    assertThat(store.load()).isEqualTo(SampleRecord.RECORDED);
    store.save(Recorded.NOTHING);
    assertThat(store.load()).isEqualTo(Recorded.NOTHING);
  }

  @Test
  void aLaterFormatIsRefusedInPlainWords() throws Exception {
    write("{\"formatVersion\": 7, \"apps\": []}");
    var file = directory.file("state.json");
    var refusal = refusal();
    assertThat(refusal.message())
        .isEqualTo(
            "tried to read '%s', but it has format version 7 and this release knows 1 at most"
                .formatted(file));
    assertThat(refusal.remedy()).isEqualTo("install the release that wrote it, or a later one");
  }

  @Test
  void anEarlierFormatIsMigrated() throws Exception {
    write("{\"formatVersion\": 1, \"applications\": {}, \"outdated\": true}");
    var format =
        new StateFormat(
            3,
            new TreeMap<>(
                Map.of(
                    1,
                    node -> {
                      node.set("apps", node.remove("applications"));
                      return node;
                    },
                    2,
                    node -> node.without("outdated"))));
    assertThat(new FileStateStore(directory, format).load()).isEqualTo(Recorded.NOTHING);
    new FileStateStore(directory, format).save(Recorded.NOTHING);
    assertThat(refusal().message()).contains("format version 3 and this release knows 1");
  }

  @Test
  void aFormatWithoutMigrationCannotBeShipped() throws Exception {
    assertThatThrownBy(() -> new StateFormat(2, new TreeMap<>()))
        .hasMessage("nothing migrates version '1'");
  }

  @Test
  void unknownFieldsAreToleratedAndMissingOnesHaveTheirDefault() throws Exception {
    write(
        """
        {"formatVersion": 1, "new": [1],
         "apps": {"web": {"new": {}, "manifest": {"spec": {"image": "web:1", "new": 1}}}}}
        """);
    var loaded = store.load();
    var spec = loaded.apps().values().iterator().next().manifest().spec();
    assertThat(spec.rollback()).isTrue();
    assertThat(spec.image()).hasToString("web:1");
  }

  @Test
  void damageNamesThePreviousFileAndTheRemedy() throws Exception {
    store.save(SampleRecord.RECORDED);
    store.save(SampleRecord.RECORDED);
    var file = directory.file("state.json");
    var previous = directory.file("state.json.previous");
    write("{\n  \"formatVersion\": 1,\n  \"apps\": {");
    var refusal = refusal();
    assertThat(refusal.message())
        .isEqualTo("tried to read '%s', but it is not JSON (line 3, column 12)".formatted(file));
    assertThat(refusal.remedy()).isEqualTo("cp -p '%s' '%s'".formatted(previous, file));
    assertThat(refusal.kind()).isEqualTo(EffectException.Kind.FAILED);
    Files.delete(previous);
    assertThat(refusal().remedy()).isEqualTo("mv '%s' '%s.damaged'".formatted(file, file));
  }

  @Test
  void damageIsFoundAtAnyLength() throws Exception {
    store.save(SampleRecord.RECORDED);
    var whole = Files.readAllBytes(directory.file("state.json"));
    // The line end after the last brace may go.
    for (var length = 0; length < whole.length - 1; length += 13) {
      Files.write(directory.file("state.json"), Arrays.copyOf(whole, length));
      assertRefused("%d bytes".formatted(length));
      // As it is after a power failure on some file systems.
      Files.write(
          directory.file("state.json"), Arrays.copyOf(Arrays.copyOf(whole, length), whole.length));
      assertRefused("%d bytes and zeros".formatted(length));
    }
  }

  @Test
  void everyWrongValueIsNamedByItsPath() throws Exception {
    var cases =
        new TreeMap<>(
            Map.of(
                "[]", "it is not a JSON object",
                "{}", "'formatVersion' is missing",
                "{\"formatVersion\": \"1\"}", "'formatVersion' is not a whole number",
                "{\"formatVersion\": 0}", "there was never a format version '0'",
                "{\"formatVersion\": 1, \"apps\": 3}", "'apps' is not an object",
                "{\"formatVersion\": 1, \"apps\": {\"a\": {}}}", "'apps.a.manifest' is missing",
                "{\"formatVersion\": 1, \"apps\": {\"a\": {\"manifest\": {\"spec\": {\"image\": \"A\"}}}}}",
                    "'apps.a.manifest.spec.image' is not an image reference",
                "{\"formatVersion\": 1, \"formatVersion\": 1}", "it is not JSON"));
    for (var entry : cases.entrySet()) {
      write(entry.getKey());
      assertThat(refusal().message()).contains(entry.getValue());
    }
  }

  @Test
  void refusesADirectoryThatIsNone() throws Exception {
    var file = Files.createFile(temporary.resolve("file"));
    assertThatThrownBy(() -> new StateDirectory(file).create())
        .isInstanceOf(EffectException.class)
        .hasMessage(
            "tried to use '%s' as state directory, but '%s' is not a directory"
                .formatted(file, file));
    assertThatThrownBy(() -> new StateDirectory(file.resolve("x")).create())
        .isInstanceOf(EffectException.class)
        .hasMessageContaining("'%s' is not a directory".formatted(file));
  }

  @Test
  void refusesADirectoryThatCannotBeWrittenTo() throws Exception {
    // Read-only whoever asks, even root.
    var readOnly = new StateDirectory(Path.of("/proc/atomic"));
    assertThatThrownBy(readOnly::create)
        .isInstanceOf(EffectException.class)
        .hasMessageStartingWith("tried to make the state directory '/proc/atomic', but ");
    assertThatThrownBy(() -> new FileStateStore(readOnly).save(Recorded.NOTHING))
        .isInstanceOf(EffectException.class)
        .hasMessageStartingWith("tried to write '/proc/atomic/state.json', but ");
    assertThat(new FileStateStore(readOnly).load()).isEqualTo(Recorded.NOTHING);
  }

  @Test
  void makesAnOpenDirectoryPrivate() throws Exception {
    Files.setPosixFilePermissions(directory.path(), PosixFilePermissions.fromString("rwxr-xr-x"));
    directory.create();
    assertThat(mode(directory.path())).isEqualTo("rwx------");
  }

  @Test
  void whatIsNotPermittedIsToldApart() throws Exception {
    var file = Path.of("/x/state.json");
    for (var cause :
        List.of(
            new AccessDeniedException("/x/state.json"),
            new FileNotFoundException("/x/state.json (Permission denied)"),
            new FileSystemException("/x", null, "Operation not permitted"))) {
      var failure = DiskFailure.of("read", file, cause);
      assertThat(failure.kind()).isEqualTo(EffectException.Kind.NOT_PERMITTED);
      assertThat(failure)
          .hasMessage("tried to read '/x/state.json', but permission was denied")
          .hasCause(cause);
      assertThat(failure.remedy()).startsWith("run it as root");
    }
    var full = DiskFailure.of("write", file, new IOException("No space left on device"));
    assertThat(full.kind()).isEqualTo(EffectException.Kind.FAILED);
    assertThat(full.remedy()).isNull();
  }

  private EffectException refusal() {
    return catchThrowableOfType(EffectException.class, store::load);
  }

  private void assertRefused(String what) {
    assertThatThrownBy(store::load)
        .as(what)
        .isInstanceOf(EffectException.class)
        .hasMessageStartingWith("tried to read ");
  }

  private void write(String content) throws IOException {
    Files.writeString(directory.file("state.json"), content);
  }

  static String mode(Path path) throws IOException {
    return PosixFilePermissions.toString(Files.getPosixFilePermissions(path));
  }
}
