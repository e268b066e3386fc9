package io.atomic.reconcile.host;

import io.atomic.reconcile.cycle.HostVitals;
import io.atomic.reconcile.cycle.Told;
import io.atomic.reconcile.process.ChildResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.SortedMap;
import org.jspecify.annotations.Nullable;

/** What systemd, the kernel and podman's directories tell of this host. */
public final class LocalHostVitals implements HostVitals {
  private static final Path ROOT = Path.of("/");
  private static final String TIMESYNC = "/run/systemd/timesync/synchronized";
  private static final String VAR = "/var";

  /** File system, size of a block, blocks, those free for everyone, inodes, those free. */
  private static final String FORMAT = "%i %S %b %a %c %d";

  private final Path root;
  private final HostTools tools;

  /**
   * Asks nothing yet.
   *
   * @param environment of children, with the PATH in which they are found
   */
  public LocalHostVitals(Path root, SortedMap<String, String> environment) {
    this.root = root;
    this.tools = new HostTools(environment);
  }

  /** Whoever follows a time server tells the kernel so; {@code timedatectl} asks that. */
  @Override
  public @Nullable Boolean isClockSynchronised() throws InterruptedException {
    if (Files.exists(HostPath.below(root, TIMESYNC))) {
      return true;
    }
    return switch (said("timedatectl", "show", "--property=NTPSynchronized", "--value")) {
      case "yes" -> true;
      case "no" -> false;
      default -> null;
    };
  }

  @Override
  public Told<List<Disk>> disks(List<String> directories) throws InterruptedException {
    var all = new ArrayList<>(directories);
    all.add(HostPath.below(root, VAR).toString());
    var disks = new LinkedHashMap<String, Disk>();
    for (var directory : all) {
      var result =
          tools.run(List.of("stat", "--file-system", "--format=" + FORMAT, "--", there(directory)));
      if (!(result instanceof ChildResult.Exited(var code, var output) && code == 0)) {
        return new Told.Unknown<>(
            "tried to ask 'stat' how much of '%s' is free, but %s"
                .formatted(directory, HostTools.why(result)),
            "df -h " + directory);
      }
      var fields = output.text().strip().split(" ", -1);
      disks.merge(fields[0], disk(directory, fields), LocalHostVitals::joined);
    }
    return new Told.Known<>(List.copyOf(disks.values()));
  }

  private static Disk disk(String directory, String[] fields) {
    var block = Long.parseLong(fields[1]);
    return new Disk(
        List.of(directory),
        Long.parseLong(fields[3]) * block,
        Long.parseLong(fields[2]) * block,
        Long.parseLong(fields[5]),
        Long.parseLong(fields[4]));
  }

  private static Disk joined(Disk one, Disk other) {
    var directories = new ArrayList<>(one.directories());
    directories.addAll(other.directories());
    return new Disk(
        directories.stream().distinct().toList(),
        one.freeBytes(),
        one.bytes(),
        one.freeInodes(),
        one.inodes());
  }

  /** What does not exist yet will lie where the first of its parents lies that does. */
  private static String there(String directory) {
    var path = Path.of(directory).toAbsolutePath().normalize();
    while (!Files.exists(path) && path.getParent() != null) {
      path = path.getParent();
    }
    return path.toString();
  }

  @Override
  public Unit unit(String name) throws InterruptedException {
    return HostTools.isBootedBySystemd(ROOT)
        ? new Unit(
            said("systemctl", "is-enabled", "--", name).startsWith("enabled"),
            said("systemctl", "is-active", "--", name).equals("active"))
        : new Unit(false, false);
  }

  @Override
  public SortedMap<String, String> quadlets() {
    return Quadlets.below(root);
  }

  /** What it prints; empty = nothing, or it could not be asked. */
  private String said(String... words) throws InterruptedException {
    return tools.run(List.of(words)).output().text().strip();
  }
}
