package io.atomic.reconcile.manifest;

import io.atomic.reconcile.manifest.TextFile.Content;
import io.atomic.reconcile.model.Desired;
import io.atomic.reconcile.model.Desired.Source;
import io.atomic.reconcile.model.Place;
import io.atomic.reconcile.model.Problem;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/**
 * Reads what a host is asked to be from its manifest directories.
 *
 * <p>A file that is cut off by a mistake, or that somebody else may have written, counts as a whole
 * or not at all: what it lacks may be a resource that was removed on purpose or one that was lost.
 * Its resources are therefore invalid where their names are known, and {@link Desired#named} is
 * false because others may be missing. A mistake <em>inside</em> one document concerns that
 * document alone.
 */
public final class ManifestDirectories {
  /** The default directories, lowest first. */
  public static final List<String> DEFAULT =
      List.of("/usr/lib/atomic.d", "/run/atomic.d", "/etc/atomic.d");

  private final List<Path> directories;
  private final List<Path> single;
  private final boolean mayBeMissing;
  private final Trust trust;

  private ManifestDirectories(
      List<Path> directories, List<Path> single, boolean mayBeMissing, Trust trust) {
    this.directories = List.copyOf(directories);
    this.single = List.copyOf(single);
    this.mayBeMissing = mayBeMissing;
    this.trust = trust;
  }

  /** The default directories below a root, any of which may be missing. */
  public static ManifestDirectories below(Path root, Trust trust) {
    var directories =
        DEFAULT.stream().map(directory -> root.resolve(directory.substring(1))).toList();
    return new ManifestDirectories(directories, List.of(), true, trust);
  }

  /** Directories that were named, lowest first; all of them must be there. */
  public static ManifestDirectories named(List<Path> directories, Trust trust) {
    return new ManifestDirectories(directories, List.of(), false, trust);
  }

  /** Files and directories that were named; a file counts whatever its name is. */
  public static ManifestDirectories paths(List<Path> paths, Trust trust) {
    var directories = new ArrayList<Path>();
    var files = new ArrayList<Path>();
    for (var path : paths) {
      (Files.isDirectory(path) ? directories : files).add(path);
    }
    return new ManifestDirectories(directories, files, false, trust);
  }

  /** The directories themselves, to be watched. */
  public List<Path> directories() {
    return directories;
  }

  /** Everything the manifests say, and everything that is wrong with them. */
  public Desired read() {
    var found = ManifestFiles.in(directories, mayBeMissing);
    var assembly = new Assembly();
    for (var lost : found.unreadable()) {
      assembly.lost(
          Problem.error(
              Place.of(lost.directory().toString()),
              "the manifest directory cannot be read: " + lost.reason()));
    }
    var distrusted = distrusted(found.read(), assembly);
    var files = new TreeSet<>(found.files().values());
    files.addAll(single);
    for (var file : files) {
      var parent = file.toAbsolutePath().getParent();
      readFile(file, parent != null && distrusted.contains(parent), assembly);
    }
    return assembly.desired(source(found, assembly));
  }

  private Source source(ManifestFiles found, Assembly assembly) {
    if (!found.unreadable().isEmpty()) {
      var first = found.unreadable().getFirst();
      return new Source.Unreadable(first.directory().toString(), first.reason());
    }
    return assembly.isEmpty()
        ? new Source.Empty(directories.stream().map(Path::toString).toList())
        : new Source.Manifests();
  }

  /** Directories that others can write; each is reported once and not with each of its files. */
  private Set<Path> distrusted(List<Path> read, Assembly assembly) {
    var distrusted = new HashSet<Path>();
    for (var directory : read) {
      var objection = trust.objection(directory);
      if (objection != null) {
        distrusted.add(directory.toAbsolutePath());
        distrust(directory, objection, assembly);
      }
    }
    return distrusted;
  }

  private void distrust(Path path, String objection, Assembly assembly) {
    var place = Place.of(path.toString());
    if (trust.isBinding()) {
      assembly.lost(
          Problem.error(place, "cannot be trusted: " + objection)
              .withRemedy("only root may own or write manifests and their directories"));
    } else {
      assembly.warn(Problem.warning(place, "root would not trust this: " + objection));
    }
  }

  private void readFile(Path file, boolean reported, Assembly assembly) {
    // Asked before the file is opened, and of a mask too: it takes a manifest away.
    var objection = reported ? null : trust.objection(file);
    if (objection != null) {
      distrust(file, objection, assembly);
    }
    var trusted = !trust.isBinding() || (!reported && objection == null);
    switch (TextFile.read(file)) {
      case Content.Mask _ -> {}
      case Content.Refused(var problem) -> assembly.lost(problem);
      case Content.Text(var text) -> {
        var stream = YamlReader.read(file.toString(), text);
        if (stream.failure() != null) {
          assembly.lost(stream.failure());
        }
        for (var document : stream.documents()) {
          var declaration = DocumentDecoder.decode(document);
          assembly.add(
              trusted && stream.failure() == null ? declaration : declaration.withoutResource());
        }
      }
    }
  }
}
