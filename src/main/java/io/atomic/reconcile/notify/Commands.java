package io.atomic.reconcile.notify;

import io.atomic.reconcile.model.Alert;
import io.atomic.reconcile.model.Durations;
import io.atomic.reconcile.model.Notification;
import io.atomic.reconcile.model.Receiver.Channel.Command;
import io.atomic.reconcile.notify.Courier.Outcome;
import io.atomic.reconcile.process.ChildCommand;
import io.atomic.reconcile.process.ChildListener;
import io.atomic.reconcile.process.ChildProcesses;
import io.atomic.reconcile.process.ChildResult;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Collections;
import java.util.SortedMap;
import java.util.TreeMap;

/** Starts programs with messages: as JSON on standard input, and as variables. */
final class Commands {
  /** What a pipe takes before anybody reads. */
  private static final int MOST_INPUT = 4000;

  private static final int MOST_OUTPUT = 4096;
  private static final Duration GRACE = Duration.ofSeconds(2);
  private static final Path DIRECTORY = Path.of("/");

  private final ChildProcesses processes = new ChildProcesses();
  private final SortedMap<String, String> environment;

  /**
   * Starts nothing yet.
   *
   * @param environment of the children, but for the message
   */
  Commands(SortedMap<String, String> environment) {
    this.environment = Collections.unmodifiableSortedMap(new TreeMap<>(environment));
  }

  Outcome start(Command command, Notification notification, Duration timeout)
      throws InterruptedException {
    var message = fitting(notification);
    var variables = new TreeMap<>(environment);
    variables.putAll(Message.variables(message));
    var child =
        ChildCommand.of(command.argv(), variables, DIRECTORY, timeout)
            .withGrace(GRACE)
            .withOutputLimit(MOST_OUTPUT)
            .withInput(Message.json(message) + "\n");
    var result = processes.run(child, ChildListener.NONE);
    var tried = "tried to notify by '%s', but ".formatted(child.program());
    return switch (result) {
      case ChildResult.Exited(var code, _) when code == 0 -> new Outcome.Delivered();
      case ChildResult.Exited(var code, _) ->
          new Outcome.Failed(tried + "it exited with %d".formatted(code), null);
      case ChildResult.Signalled(var signal, _) ->
          new Outcome.Failed(tried + "signal %d ended it".formatted(signal), null);
      case ChildResult.TimedOut(_, var after) ->
          new Outcome.Failed(
              tried + "it did not end within %s".formatted(Durations.text(after)), null);
      case ChildResult.NotStarted(var reason) ->
          new Outcome.Failed(reason, "look at notifications[].command in the settings");
    };
  }

  /** Its text may have to be shorter than it is. */
  private static Notification fitting(Notification notification) {
    var fitting = notification;
    while (Message.json(fitting).toString().getBytes(StandardCharsets.UTF_8).length >= MOST_INPUT) {
      var alert = fitting.alert();
      fitting =
          new Notification(
              new Alert(alert.kind(), half(alert.subject()), alert.reason(), half(alert.message())),
              fitting.state(),
              fitting.host(),
              fitting.since(),
              fitting.at());
    }
    return fitting;
  }

  private static String half(String text) {
    return text.length() < 200 ? text : text.substring(0, text.length() / 2) + "…";
  }
}
