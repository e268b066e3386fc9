package io.atomic.reconcile.it;

import java.util.Collections;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * An image to be built: the shell script that it runs, and its labels.
 *
 * @param script run by {@code /bin/sh -c}
 */
record TestImage(String script, SortedMap<String, String> labels) {
  private static final String NOTE =
      "docker run --rm -v ${DATADIR}:/data IMAGE /bin/sh -c 'echo %s >>/data/notes'";

  /** Keeps running, and ends at once when it is asked to. */
  private static final String SERVE = "trap 'exit 0' TERM; sleep 100000 & wait";

  TestImage {
    labels = Collections.unmodifiableSortedMap(new TreeMap<>(labels));
  }

  static TestImage of(String script) {
    return new TestImage(script, new TreeMap<>());
  }

  /** One without label commands that keeps running. */
  static TestImage plain() {
    return of(SERVE);
  }

  /**
   * One all of whose label commands append a line such as {@code install 1} to {@code
   * ${DATADIR}/notes}: how often they ran, in which order, and of which version they were.
   */
  static TestImage noting(String version) {
    return of("echo run %s >>/data/notes; %s".formatted(version, SERVE))
        .with("INSTALL", NOTE.formatted("install " + version))
        .with("UNINSTALL", NOTE.formatted("uninstall " + version))
        .with("STOP", "docker exec NAME /bin/sh -c 'echo stop %s >>/data/notes'".formatted(version))
        .with("RUN", "docker run -d --name NAME -v ${DATADIR}:/data IMAGE");
  }

  TestImage with(String label, String text) {
    var more = new TreeMap<>(labels);
    more.put(label, text);
    return new TestImage(script, more);
  }

  TestImage without(String label) {
    var fewer = new TreeMap<>(labels);
    fewer.remove(label);
    return new TestImage(script, fewer);
  }

  /** The lines that follow FROM; few, since each is a step of the build. */
  String dockerfile() {
    var text = new StringBuilder();
    if (!labels.isEmpty()) {
      text.append("LABEL");
      labels.forEach((name, value) -> text.append(" %s=%s".formatted(name, quoted(value))));
      text.append('\n');
    }
    return text.append("CMD [\"/bin/sh\", \"-c\", \"%s\"]\n".formatted(escaped(script))).toString();
  }

  /** So that the builder leaves variables alone. */
  private static String quoted(String text) {
    return "\"%s\"".formatted(escaped(text).replace("$", "\\$"));
  }

  private static String escaped(String text) {
    return text.replace("\\", "\\\\").replace("\"", "\\\"");
  }
}
