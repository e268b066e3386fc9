package io.atomic.reconcile.model;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Collections;
import java.util.HexFormat;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Everything that a step depended on when it was carried out, field by field, and one hash over it.
 *
 * <p>The fields are kept so that a plan can say <em>which</em> of them changed. Only fields that
 * differ from their default are listed: a release that learns a new field therefore computes the
 * same hash for an old manifest, and nothing restarts.
 *
 * @param version of the hash rule; another version is compared by fields, never by hash
 * @param hash 64 hexadecimal digits
 * @param fields path in the manifest to canonical value; empty where only the hash survived (state
 *     rebuilt from container labels)
 */
public record Fingerprint(int version, String hash, SortedMap<String, String> fields) {
  public static final int VERSION = 1;

  public Fingerprint {
    fields = Collections.unmodifiableSortedMap(new TreeMap<>(fields));
  }

  public static Fingerprint of(SortedMap<String, String> fields) {
    return new Fingerprint(VERSION, digest(fields), fields);
  }

  /** A fingerprint of which only the hash is known. */
  public static Fingerprint ofHash(String hash) {
    return new Fingerprint(VERSION, hash, Collections.emptySortedMap());
  }

  public boolean matches(Fingerprint other) {
    return version == other.version ? hash.equals(other.hash) : fields.equals(other.fields);
  }

  private static String digest(SortedMap<String, String> fields) {
    try {
      var sha = MessageDigest.getInstance("SHA-256");
      fields.forEach((key, value) -> {
        // Lengths keep {a: "b=c"} and {a=b: "c"} apart.
        var entry = key.length() + ":" + key + value.length() + ":" + value;
        sha.update(entry.getBytes(StandardCharsets.UTF_8));
      });
      return HexFormat.of().formatHex(sha.digest());
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-256", e);
    }
  }
}
