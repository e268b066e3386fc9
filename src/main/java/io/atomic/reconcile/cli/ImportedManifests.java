package io.atomic.reconcile.cli;

import io.atomic.reconcile.cycle.EffectException;
import io.atomic.reconcile.manifest.ManifestText;
import io.atomic.reconcile.plan.Imported;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Where imported manifests go: one file each, or all of them to standard output. */
final class ImportedManifests {
  private final Console console;
  private final @Nullable Path directory;

  ImportedManifests(Console console, @Nullable Path directory) {
    this.console = console;
    this.directory = directory;
  }

  /** Checks that none of their files is there already. */
  void check(List<Imported> imported) throws EffectException {
    for (var one : imported) {
      if (directory != null && Files.exists(file(directory, one))) {
        throw exists(file(directory, one), null);
      }
    }
  }

  /** Writes all of them, or none if one of their files is there already. */
  void put(List<Imported> imported) throws EffectException {
    if (directory == null) {
      console.print(
          imported.stream().map(ImportedManifests::text).collect(Collectors.joining("---\n")));
      return;
    }
    check(imported);
    for (var one : imported) {
      var file = file(directory, one);
      try {
        Files.createDirectories(directory);
        Files.write(
            file, text(one).getBytes(StandardCharsets.UTF_8), StandardOpenOption.CREATE_NEW);
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-r--r--"));
      } catch (FileAlreadyExistsException e) {
        throw exists(file, e);
      } catch (IOException e) {
        throw new EffectException(
            "tried to write '%s', but %s: %s"
                .formatted(file, e.getClass().getSimpleName(), e.getMessage()),
            null,
            e);
      }
      console.print("wrote " + file + "\n");
    }
  }

  private static Path file(Path directory, Imported imported) {
    return directory.resolve(imported.app().name() + ".yaml");
  }

  private static String text(Imported imported) {
    return ManifestText.of(imported.app(), imported.remarks());
  }

  private static EffectException exists(Path file, @Nullable IOException cause) {
    return new EffectException(
        "tried to write '%s', but there is a file of that name".formatted(file),
        "nothing was overwritten; move it away, or write to another directory",
        cause);
  }
}
