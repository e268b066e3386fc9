package io.atomic.reconcile.model;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.List;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * What the manifests say, all of them together.
 *
 * @param apps the valid ones, by name
 * @param invalid resources whose manifest names them but is not valid: they keep their last good
 *     desired state
 * @param named whether every file could be decoded at least to the names in it; while one could
 *     not, nothing may be pruned
 * @param source where manifests were looked for and whether there were any
 * @param problems everything found, with its place, in order of place
 */
public record Desired(
    SortedMap<String, Declared<App>> apps,
    @Nullable Declared<Host> host,
    SortedSet<ResourceId> invalid,
    boolean named,
    Source source,
    List<Problem> problems) {

  public Desired {
    apps = Collections.unmodifiableSortedMap(new TreeMap<>(apps));
    invalid = Collections.unmodifiableSortedSet(new TreeSet<>(invalid));
    problems = List.copyOf(problems);
  }

  /** What was found where manifests were looked for. */
  public sealed interface Source {
    /** At least one manifest document. */
    record Manifests() implements Source {}

    /** Directories could be read, or are allowed to be missing, but hold not one manifest. */
    record Empty(List<String> directories) implements Source {
      public Empty {
        directories = List.copyOf(directories);
      }
    }

    /** A directory that was named is missing, or one that exists cannot be read. */
    record Unreadable(String directory, String reason) implements Source {}
  }

  /** The same with more that was found; an error makes the resource that it is about invalid. */
  public Desired with(Collection<Problem> found) {
    var valid = new TreeMap<>(apps);
    var validHost = host;
    var wrong = new TreeSet<>(invalid);
    for (var problem : found) {
      var id = problem.resource();
      if (id != null && problem.isError()) {
        switch (id.kind()) {
          case APP -> valid.remove(id.name());
          case HOST -> validHost = null;
        }
        wrong.add(id);
      }
    }
    var all = new ArrayList<>(problems);
    all.addAll(found);
    all.sort(Problem.BY_PLACE);
    return new Desired(valid, validHost, wrong, named, source, all);
  }

  public boolean hasErrors() {
    return problems.stream().anyMatch(Problem::isError);
  }
}
