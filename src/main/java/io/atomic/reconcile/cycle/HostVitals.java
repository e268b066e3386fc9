package io.atomic.reconcile.cycle;

import java.util.List;
import java.util.SortedMap;
import org.jspecify.annotations.Nullable;

/** Looks at what a host needs to be well besides its apps; changes nothing. */
public interface HostVitals {

  /** Whether the clock follows a time server; null = nobody on this host tells. */
  @Nullable Boolean isClockSynchronised() throws InterruptedException;

  /**
   * The file systems that hold the directories, and {@code /var}, each once.
   *
   * @param directories that need not exist yet
   */
  Told<List<Disk>> disks(List<String> directories) throws InterruptedException;

  /** How a unit of systemd stands; one that is not there is neither enabled nor active. */
  Unit unit(String name) throws InterruptedException;

  /** Files that podman makes services of, and the name of the container that each starts. */
  SortedMap<String, String> quadlets();

  /**
   * A file system.
   *
   * @param directories of those that were asked for, that lie in it
   * @param inodes how many it can have; 0 = it has no such limit
   */
  record Disk(List<String> directories, long freeBytes, long bytes, long freeInodes, long inodes) {
    public Disk {
      directories = List.copyOf(directories);
    }
  }

  /** A unit. */
  record Unit(boolean enabled, boolean active) {
    public boolean isOn() {
      return enabled || active;
    }
  }
}
