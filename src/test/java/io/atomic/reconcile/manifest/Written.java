package io.atomic.reconcile.manifest;

import io.atomic.reconcile.model.Desired;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** Manifest files below a temporary root, as a test writes them. */
record Written(Path root) {
  /** A file system in which root owns everything and nobody else may write. */
  static final Inodes ROOTS =
      new Inodes() {
        @Override
        public Inode read(Path path) throws IOException {
          var type = REAL.read(path).mode() & 0170000;
          return new Inode(0, type | 0755);
        }

        @Override
        public Path target(Path link) throws IOException {
          return REAL.target(link);
        }
      };

  static final Trust TRUSTING = new Trust(0, ROOTS);

  static String app(String name, String... specLines) {
    var spec = new StringBuilder();
    for (var line : specLines) {
      spec.append("  ").append(line).append('\n');
    }
    return """
    ---
    apiVersion: atomic/v1
    kind: App
    metadata:
      name: %s
    spec:
      image: quay.io/a/%s:1
    %s\
    """
        .formatted(name, name, spec);
  }

  Path path(String file) {
    return root.resolve(file);
  }

  Written file(String file, String... parts) throws IOException {
    Files.createDirectories(path(file).getParent());
    Files.writeString(path(file), String.join("", parts));
    return this;
  }

  Written etc(String name, String... parts) throws IOException {
    return file("etc/atomic.d/" + name, parts);
  }

  Desired read() {
    return ManifestDirectories.below(root, TRUSTING).read();
  }

  /** Every problem as it is printed, with the root left out. */
  List<String> problems() {
    return problems(read());
  }

  List<String> problems(Desired desired) {
    return desired.problems().stream()
        .map(problem -> problem.toString().replace(root + "/", ""))
        .toList();
  }
}
