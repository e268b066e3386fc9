package io.atomic.reconcile.cycle;

import io.atomic.reconcile.model.EnvValue;
import io.atomic.reconcile.model.HostFacts;
import io.atomic.reconcile.model.MountSource;
import java.util.Set;
import java.util.SortedMap;

/** The host's own files, as far as plans depend on them or steps make them. */
public interface HostFiles {

  HostFacts observe(Questions questions);

  /** Hashes of the files; {@code missing} for one that is not there. */
  SortedMap<String, String> contents(Set<String> paths);

  /**
   * Makes a directory (0755) with its parents.
   *
   * @return whether it was not there before
   */
  boolean makeDirectory(String path) throws EffectException;

  /** Removes a directory if it is empty; anything else is left alone. */
  void removeIfEmpty(String path) throws EffectException;

  /**
   * Removes a directory with all that is in it. It follows no link, and refuses to begin while
   * something is mounted there. What is not a directory any more is left alone, and what is gone is
   * well.
   */
  void purge(String path) throws EffectException, InterruptedException;

  /**
   * Where the source of a mount leads now, for the engine, which knows no root but the kernel's.
   */
  MountSource mountSource(String path);

  /** Links of the system's own, such as {@code /home}, and where they lead, by path. */
  SortedMap<String, String> systemLinks();

  /**
   * What to look at.
   *
   * @param paths of which it is asked whether they exist
   * @param watched files of which a hash is wanted
   * @param texts small files of which the content is wanted
   */
  record Questions(
      Set<String> paths, Set<String> watched, Set<EnvValue> secrets, Set<String> texts) {
    public Questions {
      paths = Set.copyOf(paths);
      watched = Set.copyOf(watched);
      secrets = Set.copyOf(secrets);
      texts = Set.copyOf(texts);
    }
  }
}
