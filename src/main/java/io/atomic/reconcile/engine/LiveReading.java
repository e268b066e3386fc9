package io.atomic.reconcile.engine;

import static java.util.stream.Collectors.groupingBy;
import static java.util.stream.Collectors.joining;
import static java.util.stream.Collectors.mapping;

import io.atomic.reconcile.label.ShellWords;
import io.atomic.reconcile.model.ContainerMake.Option;
import io.atomic.reconcile.model.LiveFields;
import io.atomic.reconcile.model.Observed.EngineKind;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.UnaryOperator;

/**
 * Reads an inspected container as it is compared with what was started. What a change of this rule
 * would read differently is compared with nothing: {@link LiveFields#VERSION} has to change with
 * it, or a newer release would take its own progress for drift.
 */
final class LiveReading {
  /** Besides those that somebody can change: what decides what the container can reach. */
  private static final Set<String> REACH =
      Set.of("publish", "publish-all", "tmpfs", "volume", "volumes-from");

  private final EngineKind kind;
  private final Answer made;
  private final UnaryOperator<String> hash;

  /**
   * @param hash salted, for what is not to be recorded
   */
  LiveReading(EngineKind kind, Answer made, UnaryOperator<String> hash) {
    this.kind = kind;
    this.made = made;
    this.hash = hash;
  }

  LiveFields fields() {
    var config = made.in("Config");
    var fields = new TreeMap<>(options());
    fields.put(LiveFields.NAME, made.text("Name").replaceFirst("^/", ""));
    var words = new ArrayList<>(config.texts("Entrypoint"));
    words.addAll(config.texts("Cmd"));
    fields.put(LiveFields.COMMAND, hash.apply(ShellWords.joinExactly(words)));
    env(config).forEach((name, value) -> fields.put(LiveFields.env(name), hash.apply(value)));
    return LiveFields.of(fields);
  }

  private SortedMap<String, String> options() {
    var host = made.in("HostConfig");
    var options = new ArrayList<Option>();
    new LimitReading(kind, host).into(options);
    new MountReading(kind, made).into(options);
    NetworkReading.ports(made, List.of(), options);
    RestartReading.into(host, options);
    return options.stream()
        .filter(
            option -> REACH.contains(option.name()) || LiveFields.UPDATABLE.contains(option.name()))
        .collect(
            groupingBy(
                Option::name,
                TreeMap::new,
                mapping(
                    option -> option.value() == null ? "true" : option.value(), joining(", "))));
  }

  /** Without what podman makes of the container's own name. */
  private static SortedMap<String, String> env(Answer config) {
    var env = config.assignments("Env");
    env.remove("HOSTNAME", config.text("Hostname"));
    return env;
  }
}
