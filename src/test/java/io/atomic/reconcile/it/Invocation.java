package io.atomic.reconcile.it;

import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * One call of a tool of an {@link OstreeHost}.
 *
 * @param words the tool's name and its arguments
 * @param clientId {@code RPMOSTREE_CLIENT_ID}, of which the initiator's name is made
 * @param locale {@code LC_ALL}
 * @param terminalKind {@code TERM}
 * @param hasTerminal whether it could have asked or been asked something
 * @param exitCode null while it runs, and for good where it was killed
 */
record Invocation(
    List<String> words,
    @Nullable String clientId,
    @Nullable String locale,
    @Nullable String terminalKind,
    boolean hasTerminal,
    @Nullable Integer exitCode) {
  private static final Set<String> LOOKS =
      Set.of("status", "--version", "is-active", "is-enabled", "is-failed", "show");

  /**
   * Of the call's two entries in the log.
   *
   * @param ended null where it has not
   */
  static Invocation parsed(JsonNode started, @Nullable JsonNode ended) {
    var environment = started.path("environment");
    return new Invocation(
        started.path("argv").valueStream().map(JsonNode::asString).toList(),
        variable(environment, "RPMOSTREE_CLIENT_ID"),
        variable(environment, "LC_ALL"),
        variable(environment, "TERM"),
        started.path("terminal").asBoolean(),
        ended == null ? null : ended.path("exit").asInt());
  }

  private static @Nullable String variable(JsonNode environment, String name) {
    var value = environment.path(name);
    return value.isString() ? value.asString() : null;
  }

  /** The command line, for assertions. */
  String line() {
    return String.join(" ", words);
  }

  /** Whether it only looked: at the status, at a unit, at kernel arguments. */
  boolean isLook() {
    var verb = words.size() > 1 ? words.get(1) : "";
    var printsKernelArguments =
        verb.equals("kargs")
            && words.stream().skip(2).allMatch(word -> word.startsWith("--deploy-index"));
    return LOOKS.contains(verb) || words.getFirst().equals("busctl") || printsKernelArguments;
  }
}
