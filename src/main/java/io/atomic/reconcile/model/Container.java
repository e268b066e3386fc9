package io.atomic.reconcile.model;

import java.time.Instant;
import java.util.Collections;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * A container as the engine lists it.
 *
 * @param id 64 hexadecimal digits
 * @param name without a leading slash
 * @param imageId {@code sha256:…} of the image it was made from
 * @param created when the engine made it, to the second
 * @param exitCode of one that has ended; null while it runs or was never started
 * @param health what its HEALTHCHECK says; null = it has none, or the engine does not tell
 * @param volumes names of those that it mounts, also of such that nobody has named
 * @param live what only an inspection tells; null = it was not inspected
 */
public record Container(
    String id,
    String name,
    String imageId,
    Instant created,
    Status status,
    @Nullable Integer exitCode,
    SortedMap<String, String> labels,
    @Nullable Health health,
    SortedSet<String> volumes,
    @Nullable LiveFields live) {
  public Container {
    labels = Collections.unmodifiableSortedMap(new TreeMap<>(labels));
    volumes = Collections.unmodifiableSortedSet(new TreeSet<>(volumes));
  }

  /** One without volumes that was not inspected. */
  public Container(
      String id,
      String name,
      String imageId,
      Instant created,
      Status status,
      @Nullable Integer exitCode,
      SortedMap<String, String> labels,
      @Nullable Health health) {
    this(
        id,
        name,
        imageId,
        created,
        status,
        exitCode,
        labels,
        health,
        Collections.emptySortedSet(),
        null);
  }

  /** One without volumes and a HEALTHCHECK that was not inspected. */
  public Container(
      String id,
      String name,
      String imageId,
      Instant created,
      Status status,
      @Nullable Integer exitCode,
      SortedMap<String, String> labels) {
    this(id, name, imageId, created, status, exitCode, labels, null);
  }

  /** The same container, inspected. */
  public Container with(@Nullable LiveFields seen) {
    return new Container(
        id, name, imageId, created, status, exitCode, labels, health, volumes, seen);
  }

  /** Enough of the ID to recognise it by. */
  public String shortId() {
    return shortId(id);
  }

  /** The first characters of an ID, as the engines show it. */
  public static String shortId(String id) {
    return id.substring(0, Math.min(12, id.length()));
  }

  /** The engines' container states; podman's {@code configured} is {@code CREATED} here. */
  public enum Status {
    CREATED,
    RUNNING,
    PAUSED,
    RESTARTING,
    REMOVING,
    EXITED,
    DEAD
  }

  /** What a HEALTHCHECK comes to. */
  public enum Health {
    /** It has not passed yet, nor failed often enough. */
    STARTING,
    HEALTHY,
    UNHEALTHY
  }
}
