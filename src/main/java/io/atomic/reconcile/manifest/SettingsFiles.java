package io.atomic.reconcile.manifest;

import io.atomic.reconcile.manifest.TextFile.Content;
import io.atomic.reconcile.model.CronCalendar;
import io.atomic.reconcile.model.Place;
import io.atomic.reconcile.model.Problem;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Reads the settings: those of the administrator over those of the operating system, top-level key
 * by top-level key. A file that does not exist says nothing.
 */
public final class SettingsFiles {
  /** The default files, lowest first. */
  public static final List<String> DEFAULT =
      List.of("/usr/lib/atomic/reconcile.yaml", "/etc/atomic/reconcile.yaml");

  private final List<Path> files;
  private final boolean mayBeMissing;
  private final Trust trust;
  private final CronCalendar calendar;

  private SettingsFiles(
      List<Path> files, boolean mayBeMissing, Trust trust, CronCalendar calendar) {
    this.files = List.copyOf(files);
    this.mayBeMissing = mayBeMissing;
    this.trust = trust;
    this.calendar = calendar;
  }

  /** The default files below a root. */
  public static SettingsFiles below(Path root, Trust trust, CronCalendar calendar) {
    var files = DEFAULT.stream().map(file -> root.resolve(file.substring(1))).toList();
    return new SettingsFiles(files, true, trust, calendar);
  }

  /** One file that was named in their stead, which must be there. */
  public static SettingsFiles named(Path file, Trust trust, CronCalendar calendar) {
    return new SettingsFiles(List.of(file), false, trust, calendar);
  }

  /**
   * What was read.
   *
   * @param settings defaults stand for whatever is wrong
   * @param problems with an error among them, nothing should be done with the settings
   * @param places of all that they say, by its path such as {@code metrics.textfile}
   */
  public record Loaded(Settings settings, List<Problem> problems, SortedMap<String, Place> places) {
    public Loaded {
      problems = List.copyOf(problems);
      places = Collections.unmodifiableSortedMap(new TreeMap<>(places));
    }

    public boolean hasErrors() {
      return problems.stream().anyMatch(Problem::isError);
    }
  }

  public Loaded read() {
    var problems = new ArrayList<Problem>();
    Map<String, Yaml.Entry> entries = new LinkedHashMap<>();
    for (var file : files) {
      if (mayBeMissing && !Files.exists(file, LinkOption.NOFOLLOW_LINKS)) {
        continue;
      }
      if (!isTrusted(file, problems)) {
        continue;
      }
      switch (TextFile.read(file)) {
        case Content.Mask _ -> {}
        case Content.Refused(var problem) -> problems.add(problem);
        case Content.Text(var text) ->
            entries(YamlReader.read(file.toString(), text), problems)
                .forEach(entry -> entries.put(entry.key(), entry));
      }
    }
    var findings = new Findings();
    var decoder = new SettingsDecoder(calendar);
    var merged =
        new Yaml.Mapping(
            Place.of(files.getLast().toString()), List.copyOf(entries.values()), Set.of());
    var settings = ValueType.mapping(decoder::settings).read(new Value(merged, "", findings));
    problems.addAll(findings.about(null));
    problems.addAll(decoder.remarks());
    problems.sort(Problem.BY_PLACE);
    var places = new TreeMap<String, Place>();
    collect(merged, "", places);
    return new Loaded(settings == null ? Settings.DEFAULT : settings, problems, places);
  }

  private static void collect(Yaml value, String path, SortedMap<String, Place> places) {
    switch (value) {
      case Yaml.Mapping mapping -> {
        for (var entry : mapping.entries()) {
          var inner = path.isEmpty() ? entry.key() : path + "." + entry.key();
          places.put(inner, entry.value().place());
          collect(entry.value(), inner, places);
        }
      }
      case Yaml.Sequence sequence -> {
        for (var i = 0; i < sequence.items().size(); i++) {
          collect(sequence.items().get(i), "%s[%d]".formatted(path, i), places);
        }
      }
      default -> {}
    }
  }

  /** Whether the file counts: what others may have written is not even looked at. */
  private boolean isTrusted(Path file, List<Problem> problems) {
    var objection = trust.objection(file);
    if (objection == null) {
      return true;
    }
    var place = Place.of(file.toString());
    problems.add(
        trust.isBinding()
            ? Problem.error(place, "cannot be trusted: " + objection)
                .withRemedy("only root may own or write the settings and their directory")
            : Problem.warning(place, "root would not trust this: " + objection));
    return !trust.isBinding();
  }

  private static List<Yaml.Entry> entries(YamlReader.Stream stream, List<Problem> problems) {
    if (stream.failure() != null) {
      problems.add(stream.failure());
      return List.of();
    }
    for (var document : stream.documents()) {
      problems.addAll(document.findings().about(null));
    }
    if (stream.documents().size() > 1) {
      var second = stream.documents().get(1).root().place();
      problems.add(Problem.error(second, "settings are one document, and this is a second one"));
    }
    if (stream.documents().isEmpty()) {
      return List.of();
    }
    return switch (stream.documents().getFirst().root()) {
      case Yaml.Mapping mapping -> mapping.entries();
      case Yaml other -> {
        problems.add(
            Problem.error(
                other.place(), "settings are %s, not a mapping".formatted(other.description())));
        yield List.of();
      }
    };
  }
}
