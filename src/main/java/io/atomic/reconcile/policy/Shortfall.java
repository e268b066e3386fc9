package io.atomic.reconcile.policy;

import io.atomic.reconcile.policy.EffectiveNeeds.Need;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.SequencedMap;
import java.util.SequencedSet;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** What the commands of one app need and do not get, gathered over all of them. */
final class Shortfall {
  private final SequencedMap<String, SortedSet<String>> lacking = new LinkedHashMap<>();
  private final SequencedMap<String, SortedSet<String>> capped = new LinkedHashMap<>();
  private final SequencedMap<String, SortedSet<String>> impossible = new LinkedHashMap<>();
  private final Map<String, String> notes = new HashMap<>();
  private final SequencedSet<String> given = new LinkedHashSet<>();

  void lacks(String origin, Need need, List<String> grants) {
    given.addAll(grants);
    note(need.grants().isEmpty() ? impossible : lacking, origin, need);
  }

  void isCapped(String origin, Need need) {
    note(capped, origin, need);
  }

  private void note(SequencedMap<String, SortedSet<String>> where, String origin, Need need) {
    if (!need.note().isEmpty()) {
      notes.put(need.text(), need.note());
    }
    where.computeIfAbsent(origin, _ -> new TreeSet<>()).add(need.text());
  }

  boolean isEmpty() {
    return lacking.isEmpty() && capped.isEmpty() && impossible.isEmpty();
  }

  /** Everything that is missing, in the spelling of grants. */
  SortedSet<String> all() {
    var all = new TreeSet<String>();
    List.of(lacking, capped, impossible).forEach(part -> part.values().forEach(all::addAll));
    return all;
  }

  /**
   * A sentence that names the labels and what each needs.
   *
   * @param before what the installed version needs; null = none is, or it is the same
   */
  String message(@Nullable SortedSet<String> before) {
    var sentences = new ArrayList<String>();
    if (!lacking.isEmpty()) {
      sentences.add(
          "%s, but its manifest does not grant %s"
              .formatted(uses(lacking), count(lacking) == 1 ? "it" : "them"));
    }
    if (!capped.isEmpty()) {
      sentences.add(
          "%s, which policy.grants in the settings of this host lets no manifest grant"
              .formatted(uses(capped)));
    }
    if (!impossible.isEmpty()) {
      sentences.add("%s, which no grant can allow".formatted(uses(impossible)));
    }
    if (before != null) {
      var grown = all();
      grown.removeAll(before);
      if (!grown.isEmpty()) {
        sentences.add("the version that is installed does without " + String.join(", ", grown));
      }
    }
    return String.join("; ", sentences);
  }

  /** What to write where. */
  @Nullable String remedy(boolean goes) {
    if (!lacking.isEmpty()) {
      var all = new LinkedHashSet<>(given);
      lacking.values().forEach(all::addAll);
      return "%s grants: [%s]"
          .formatted(
              goes
                  ? "put its manifest back with 'state: absent' and, if you trust the image, in"
                      + " its spec:"
                  : "if you trust the image, write into the spec of its manifest:",
              quoted(all));
    }
    if (!capped.isEmpty()) {
      var all = new TreeSet<String>();
      capped.values().forEach(all::addAll);
      return "if this host is to allow it, add to policy.grants in its settings: [%s]"
          .formatted(quoted(all));
    }
    return "the image must do without";
  }

  /** Commands that need the same are named together. */
  private String uses(SequencedMap<String, SortedSet<String>> part) {
    var commands = new LinkedHashMap<SortedSet<String>, List<String>>();
    part.forEach(
        (origin, needs) -> commands.computeIfAbsent(needs, _ -> new ArrayList<>()).add(origin));
    return commands.entrySet().stream()
        .map(entry ->
            "%s %s %s"
                .formatted(
                    String.join(" and ", entry.getValue()),
                    entry.getValue().size() == 1 ? "uses" : "use",
                    entry.getKey().stream().map(this::explained).collect(Collectors.joining(", "))))
        .collect(Collectors.joining("; "));
  }

  private String explained(String need) {
    var note = notes.get(need);
    return note == null ? need : "%s (%s)".formatted(need, note);
  }

  private static int count(SequencedMap<String, SortedSet<String>> part) {
    var all = new TreeSet<String>();
    part.values().forEach(all::addAll);
    return all.size();
  }

  /** As YAML wants them: what is more than a plain word stands in quotes. */
  private static String quoted(Collection<String> grants) {
    return grants.stream()
        .map(grant ->
            grant.matches("[a-z-]+")
                ? grant
                : '"' + grant.replace("\\", "\\\\").replace("\"", "\\\"") + '"')
        .collect(Collectors.joining(", "));
  }
}
