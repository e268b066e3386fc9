package io.atomic.reconcile.cli;

import io.atomic.reconcile.cycle.Targets;
import io.atomic.reconcile.cycle.Targets.Choice;
import io.atomic.reconcile.model.Desired;
import io.atomic.reconcile.model.Recorded;
import io.atomic.reconcile.model.ResourceId;
import io.atomic.reconcile.plan.Selection;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Option;

/** Which apps a verb is about. */
final class SelectionOptions {
  @Option(
      names = {"-l", "--selector"},
      paramLabel = "LABEL=VALUE",
      converter = Converter.class,
      description = "Only apps whose metadata.labels have the value; repeatable, all must hold.")
  List<Wanted> wanted = new ArrayList<>();

  /** What one option asks for. */
  record Wanted(List<Assignment> labels) {
    Wanted {
      labels = List.copyOf(labels);
    }
  }

  /** Reads what stands between commas. */
  static final class Converter implements ITypeConverter<Wanted> {
    @Override
    public Wanted convert(String text) {
      var one = new Assignment.Converter();
      return new Wanted(Stream.of(text.split(",", -1)).map(one::convert).toList());
    }
  }

  /** The named apps, or all, as far as they have the labels. */
  Targets targets(List<String> names) {
    var labels = Assignment.map(wanted.stream().flatMap(one -> one.labels().stream()).toList());
    return (desired, recorded) -> {
      for (var name : names) {
        if (!isKnown(name, desired, recorded)) {
          return new Choice.Unknown(
              "there is no app '%s': it is neither declared nor recorded".formatted(name));
        }
      }
      return new Choice.Of(
          names.isEmpty() && labels.isEmpty()
              ? Selection.ALL
              : Selection.of(
                  (names.isEmpty() ? desired.apps().keySet() : names)
                      .stream()
                          .filter(name ->
                              labelsOf(name, desired, recorded)
                                  .entrySet()
                                  .containsAll(labels.entrySet()))
                          .toList()));
    };
  }

  private static boolean isKnown(String name, Desired desired, Recorded recorded) {
    return desired.apps().containsKey(name)
        || recorded.apps().containsKey(name)
        || desired.invalid().contains(ResourceId.app(name));
  }

  private static Map<String, String> labelsOf(String name, Desired desired, Recorded recorded) {
    var declared = desired.apps().get(name);
    if (declared != null) {
      return declared.resource().labels();
    }
    var record = recorded.apps().get(name);
    return record == null ? Map.of() : record.manifest().labels();
  }
}
