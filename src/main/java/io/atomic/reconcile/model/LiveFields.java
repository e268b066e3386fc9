package io.atomic.reconcile.model;

import java.util.Collections;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * What an engine says of a container when it is inspected, as far as somebody can change that, or
 * make another one in its place, behind our back.
 *
 * @param version of the rule by which it was read: what was read by another one is not comparable
 * @param fields by name: {@link #NAME}, and with a salted hash for its value {@link #COMMAND} and
 *     each variable as {@code env.NAME}, since people put secrets into both, and options of {@code
 *     run} in the words of the engine's command line; an option that is not set is not there
 */
public record LiveFields(int version, SortedMap<String, String> fields) {
  public static final int VERSION = 1;

  public static final String NAME = "name";
  public static final String COMMAND = "command";

  /** Options that an engine may be able to change of a container that runs. */
  public static final Set<String> UPDATABLE =
      Set.of(
          "blkio-weight",
          "cpu-period",
          "cpu-quota",
          "cpu-rt-period",
          "cpu-rt-runtime",
          "cpu-shares",
          "cpus",
          "cpuset-cpus",
          "cpuset-mems",
          "memory",
          "memory-reservation",
          "memory-swap",
          "pids-limit",
          "restart");

  private static final String ENV = "env.";

  public LiveFields {
    fields = Collections.unmodifiableSortedMap(new TreeMap<>(fields));
  }

  /** What is read by the rule of this release. */
  public static LiveFields of(SortedMap<String, String> fields) {
    return new LiveFields(VERSION, fields);
  }

  /** The field for an environment variable. */
  public static String env(String variable) {
    return ENV + variable;
  }

  /** Whether a field's value is only a hash. */
  public static boolean isHashed(String field) {
    return field.equals(COMMAND) || field.startsWith(ENV);
  }

  public @Nullable String get(String field) {
    return fields.get(field);
  }
}
