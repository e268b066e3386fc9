package io.atomic.reconcile.host;

import io.atomic.reconcile.cycle.EffectException;
import io.atomic.reconcile.cycle.HostFiles;
import io.atomic.reconcile.cycle.Secrets;
import io.atomic.reconcile.model.HostFacts;
import io.atomic.reconcile.model.MountSource;
import java.io.IOException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.UnaryOperator;

/** This host's files, all below a root. */
public final class LocalHostFiles implements HostFiles {
  /** What is recorded for a watched file that is not there. */
  private static final String MISSING = "missing";

  /** Recorded for what is no readable regular file. */
  private static final String UNREADABLE = "unreadable";

  private static final Path BOOT_ID = Path.of("/proc/sys/kernel/random/boot_id");
  private static final Path HOSTNAME = Path.of("/proc/sys/kernel/hostname");

  private final Path root;
  private final Secrets secrets;
  private final UnaryOperator<String> hash;
  private final MountSources mounts;

  /**
   * Files below a root.
   *
   * @param hash salted hash of a secret; the empty text = there is no salt yet, so nothing to
   *     compare with
   */
  public LocalHostFiles(
      Path root, Secrets secrets, UnaryOperator<String> hash, MountSources mounts) {
    this.mounts = mounts;
    this.root = root;
    this.secrets = secrets;
    this.hash = hash;
  }

  /** By which the kernel knows this host. */
  public static String hostname() {
    return firstLine(HOSTNAME);
  }

  @Override
  public HostFacts observe(Questions questions) {
    var missing = new TreeSet<String>();
    for (var path : questions.paths()) {
      if (!Files.exists(HostPath.below(root, path))) {
        missing.add(path);
      }
    }
    var hashes = new TreeMap<String, String>();
    for (var secret : questions.secrets()) {
      try {
        hashes.put(HostFacts.secretKey(secret), hash.apply(secrets.value(secret)));
      } catch (EffectException _) {
        // Absent from the facts: the plan says which app cannot do without it.
      }
    }
    return new HostFacts(
        firstLine(BOOT_ID),
        hostname(),
        architecture(),
        OsRelease.read(root),
        missing,
        contents(questions.watched()),
        hashes,
        TextFiles.read(root, questions.texts()));
  }

  @Override
  public SortedMap<String, String> contents(Set<String> paths) {
    var contents = new TreeMap<String, String>();
    for (var path : paths) {
      contents.put(path, contentHash(HostPath.below(root, path)));
    }
    return contents;
  }

  @Override
  public boolean makeDirectory(String path) throws EffectException {
    // CONFDIR, LOGDIR and DATADIR come with the root in front: label commands see them like that.
    var directory = Path.of(path);
    try {
      if (Files.isDirectory(directory)) {
        return false;
      }
      Files.createDirectories(directory.getParent());
      Files.createDirectory(directory);
      Files.setPosixFilePermissions(directory, PosixFilePermissions.fromString("rwxr-xr-x"));
      return true;
    } catch (IOException e) {
      throw new EffectException(
          "tried to make directory '%s', but %s".formatted(path, reason(e)), null, e);
    }
  }

  @Override
  public void removeIfEmpty(String path) throws EffectException {
    var directory = Path.of(path);
    if (!Files.isDirectory(directory, LinkOption.NOFOLLOW_LINKS)) {
      // Gone, or a link or file that somebody has put in its place: not what we made.
      return;
    }
    try {
      Files.deleteIfExists(directory);
    } catch (FileSystemException _) {
      // It holds data, or something is mounted on it: it stays.
    } catch (IOException e) {
      throw new EffectException(
          "tried to remove empty directory '%s', but %s".formatted(path, reason(e)), null, e);
    }
  }

  @Override
  public void purge(String path) throws EffectException, InterruptedException {
    new DirectoryPurge(Path.of(path)).run();
  }

  @Override
  public MountSource mountSource(String path) {
    return mounts.look(path);
  }

  @Override
  public SortedMap<String, String> systemLinks() {
    return mounts.systemLinks();
  }

  private static String contentHash(Path path) {
    // Opening a FIFO waits for a writer, and a device may have no end.
    if (Files.exists(path) && !Files.isRegularFile(path)) {
      return UNREADABLE;
    }
    try (var in = Files.newInputStream(path)) {
      var sha = MessageDigest.getInstance("SHA-256");
      var buffer = new byte[64 * 1024];
      for (var read = in.read(buffer); read >= 0; read = in.read(buffer)) {
        sha.update(buffer, 0, read);
      }
      return HexFormat.of().formatHex(sha.digest());
    } catch (NoSuchFileException _) {
      return MISSING;
    } catch (IOException _) {
      // A directory, or not readable: its content is not known, which is a content as well.
      return UNREADABLE;
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-256", e);
    }
  }

  private static String firstLine(Path path) {
    try {
      return Files.readString(path).lines().findFirst().orElse("").strip();
    } catch (IOException _) {
      return "";
    }
  }

  /** Java's names for what {@code uname -m} calls otherwise. */
  private static String architecture() {
    var arch = System.getProperty("os.arch", "");
    return arch.equals("amd64") ? "x86_64" : arch;
  }

  private static String reason(IOException e) {
    return e.getMessage() == null
        ? e.toString()
        : e.getClass().getSimpleName() + ": " + e.getMessage();
  }
}
