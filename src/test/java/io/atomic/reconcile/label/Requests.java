package io.atomic.reconcile.label;

import io.atomic.reconcile.model.EnvValue;
import java.util.Arrays;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;

/** Builds requests for tests: an app {@code web} made from {@code reg.io/web:1}. */
final class Requests {
  private final Purpose purpose;
  private final CommandText source;
  private final SortedMap<String, EnvValue> env = new TreeMap<>();
  private final SortedMap<String, String> labels = new TreeMap<>();
  private final SortedMap<String, String> options = new TreeMap<>();
  private List<String> args = List.of();
  private List<String> engine = List.of("docker");
  private boolean nameTaken;
  private boolean shell;

  private Requests(Purpose purpose, CommandText source) {
    this.purpose = purpose;
    this.source = source;
  }

  static Requests of(Purpose purpose, String label) {
    return new Requests(purpose, new CommandText.Label(label));
  }

  static Requests of(Purpose purpose, CommandText source) {
    return new Requests(purpose, source);
  }

  Requests with(String variable, String value) {
    env.put(variable, new EnvValue.Plain(value));
    return this;
  }

  Requests withSecret(String variable) {
    env.put(variable, secret(variable));
    return this;
  }

  static EnvValue secret(String variable) {
    return new EnvValue.FromFile("/etc/atomic/secrets/" + variable);
  }

  Requests withOption(String number, String value) {
    options.put(number, value);
    return this;
  }

  Requests withArgs(String... words) {
    args = Arrays.asList(words);
    return this;
  }

  Requests withLabel(String key, String value) {
    labels.put(key, value);
    return this;
  }

  Requests onEngine(String... words) {
    engine = Arrays.asList(words);
    return this;
  }

  Requests withShell() {
    shell = true;
    return this;
  }

  Requests nameTaken() {
    nameTaken = true;
    return this;
  }

  LabelRequest build() {
    return named("web");
  }

  /** The request for an app of that name. */
  LabelRequest named(String name) {
    var variables =
        new CommandVariables(
            name,
            "reg.io/web:1",
            "/etc/" + name,
            "/var/log/" + name,
            "/var/lib/" + name,
            options,
            null,
            "/",
            "/root",
            "0",
            "0",
            env);
    return new LabelRequest(
        purpose, source, variables, args, engine, name, nameTaken, labels, env, shell);
  }
}
