package io.atomic.reconcile.model;

import java.util.Collections;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * What the host itself reports of the things that plans depend on.
 *
 * @param bootId the kernel's random ID of this boot
 * @param arch as {@code uname -m} says
 * @param osRelease the fields of os-release
 * @param missing those of the paths asked about ({@code creates}, {@code when.fileExists}) that do
 *     not exist
 * @param contents hash of each watched file; {@code missing} for one that is not there
 * @param secrets salted hash of each secret asked about, keyed by {@link #secretKey}; absent =
 *     cannot be read, empty = can be read, but nothing is recorded to compare it with
 * @param texts content of each file asked about; absent = it is not there
 */
public record HostFacts(
    String bootId,
    String hostname,
    String arch,
    SortedMap<String, String> osRelease,
    SortedSet<String> missing,
    SortedMap<String, String> contents,
    SortedMap<String, String> secrets,
    SortedMap<String, FileText> texts) {
  public HostFacts {
    osRelease = Collections.unmodifiableSortedMap(new TreeMap<>(osRelease));
    missing = Collections.unmodifiableSortedSet(new TreeSet<>(missing));
    contents = Collections.unmodifiableSortedMap(new TreeMap<>(contents));
    secrets = Collections.unmodifiableSortedMap(new TreeMap<>(secrets));
    texts = Collections.unmodifiableSortedMap(new TreeMap<>(texts));
  }

  /** {@code file:/path} or {@code credential:name}. */
  public static String secretKey(EnvValue value) {
    return switch (value) {
      case EnvValue.FromFile(var path) -> "file:" + path;
      case EnvValue.FromCredential(var name) -> "credential:" + name;
      case EnvValue.Plain _ -> throw new IllegalArgumentException("a plain value is no secret");
    };
  }
}
