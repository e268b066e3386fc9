package io.atomic.reconcile.cli;

import io.atomic.reconcile.cycle.Targets;
import io.atomic.reconcile.cycle.Targets.Choice;
import io.atomic.reconcile.model.Desired;
import io.atomic.reconcile.model.Kind;
import io.atomic.reconcile.model.Recorded;
import io.atomic.reconcile.model.ResourceId;
import io.atomic.reconcile.plan.Selection;
import io.atomic.reconcile.report.HostStatus;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Option;

/** Which apps a verb is about, or that it is about the host. */
final class SelectionOptions {
  private static final String HOST = Kind.HOST.label() + "/";

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

  /** What is named, or everything, as far as it has the labels. */
  Targets targets(List<String> names) {
    var labels = Assignment.map(wanted.stream().flatMap(one -> one.labels().stream()).toList());
    return (desired, recorded) -> {
      if (names.isEmpty() && labels.isEmpty()) {
        return new Choice.Of(Selection.ALL);
      }
      var chosen = new TreeSet<String>();
      for (var name : names) {
        var id = named(name, desired, recorded);
        if (id == null) {
          return new Choice.Unknown(
              isHost(name)
                  ? "there is no '%s': no such host is declared or recorded".formatted(name)
                  : "there is no app '%s': it is neither declared nor recorded".formatted(name));
        }
        chosen.add(Selection.name(id));
      }
      if (names.isEmpty()) {
        chosen.addAll(desired.apps().keySet());
      }
      chosen.removeIf(
          name -> !labelsOf(name, desired, recorded).entrySet().containsAll(labels.entrySet()));
      return new Choice.Of(Selection.of(chosen));
    };
  }

  /** Whether it is written as Host/NAME, which no app can be called. */
  static boolean isHost(String name) {
    return name.startsWith(HOST);
  }

  /** An app of that name, or else the host, of which there is only one; null = neither. */
  private static @Nullable ResourceId named(String name, Desired desired, Recorded recorded) {
    if (desired.apps().containsKey(name)
        || recorded.apps().containsKey(name)
        || desired.invalid().contains(ResourceId.app(name))) {
      return ResourceId.app(name);
    }
    var host = HostStatus.known(desired, recorded);
    return host != null && (name.equals("host") || name.equals(host.toString())) ? host : null;
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
