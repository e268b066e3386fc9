package io.atomic.reconcile.engine;

import io.atomic.reconcile.cycle.CommandRunner;
import io.atomic.reconcile.cycle.EffectException;
import io.atomic.reconcile.cycle.Secrets;
import io.atomic.reconcile.model.EnvValue;
import io.atomic.reconcile.process.AttachedChild;
import io.atomic.reconcile.process.ChildCommand;
import io.atomic.reconcile.process.ChildListener;
import io.atomic.reconcile.process.ChildProcesses;
import io.atomic.reconcile.process.ChildResult;
import io.atomic.reconcile.process.Leftovers;
import io.atomic.reconcile.process.Output;
import io.atomic.reconcile.process.ProcessMark;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Consumer;

/** Label commands as child processes that talk to the same engine as we do. */
public final class EngineCommandRunner implements CommandRunner {
  /** As many lines of a failed command's output as help without drowning the rest. */
  private static final int LAST_LINES = 20;

  private static final Duration GRACE = Duration.ofSeconds(10);

  private final ChildProcesses processes = new ChildProcesses();
  private final SortedMap<String, String> baseEnvironment;
  private final Secrets secrets;
  private final Path directory;

  /**
   * A runner.
   *
   * @param baseEnvironment what every child gets: PATH, HOME and the engine's variables
   * @param directory in which children run, and from which their relative paths count
   */
  public EngineCommandRunner(
      SortedMap<String, String> baseEnvironment, Secrets secrets, Path directory) {
    this.baseEnvironment = new TreeMap<>(baseEnvironment);
    this.secrets = secrets;
    this.directory = directory;
  }

  @Override
  public Ending run(
      List<String> argv,
      SortedMap<String, EnvValue> environment,
      Duration timeout,
      Started started,
      Consumer<String> line)
      throws EffectException, InterruptedException {
    var values = new TreeMap<String, String>();
    var mask = new SecretMask();
    for (var entry : environment.entrySet()) {
      var value = secrets.value(entry.getValue());
      values.put(entry.getKey(), value);
      if (entry.getValue().isSecret()) {
        mask.hide(value);
      }
    }
    values.putAll(baseEnvironment);
    var command = ChildCommand.of(argv, values, directory, timeout).withGrace(GRACE);
    var result = runJournalled(command, started, text -> line.accept(mask.apply(text)));
    return switch (result) {
      case ChildResult.Exited(var code, var output) ->
          new Ending.Exited(code, mask.apply(text(output)));
      case ChildResult.Signalled(var signal, var output) ->
          new Ending.Signalled(signal, mask.apply(text(output)));
      case ChildResult.TimedOut(var output, var after) ->
          new Ending.TimedOut(after, mask.apply(text(output)));
      case ChildResult.NotStarted(var reason) -> new Ending.NotStarted(reason);
    };
  }

  @Override
  public Ending attach(List<String> argv, SortedMap<String, EnvValue> environment)
      throws EffectException, InterruptedException {
    var values = new TreeMap<String, String>();
    for (var entry : environment.entrySet()) {
      values.put(entry.getKey(), secrets.value(entry.getValue()));
    }
    values.putAll(baseEnvironment);
    return switch (AttachedChild.run(argv, values, GRACE)) {
      case AttachedChild.Ending.Exited(var code) -> new Ending.Exited(code, "");
      case AttachedChild.Ending.NotStarted(var reason) -> new Ending.NotStarted(reason);
    };
  }

  /** The child waits until the journal has its mark; without that it must not run. */
  private ChildResult runJournalled(ChildCommand command, Started started, Consumer<String> line)
      throws EffectException, InterruptedException {
    try {
      return processes.run(
          command,
          new ChildListener() {
            @Override
            public void started(ProcessMark mark) {
              try {
                started.started(new ChildMark(mark.pid(), mark.startTicks(), mark.bootId()));
              } catch (EffectException e) {
                throw new NotJournalledException(e);
              }
            }

            @Override
            public void line(String text) {
              line.accept(text);
            }
          });
    } catch (NotJournalledException e) {
      throw e.reason;
    }
  }

  @Override
  public boolean endLeftovers(ChildMark mark) {
    var leftovers = new Leftovers(new ProcessMark(mark.pid(), mark.startTicks(), mark.bootId()));
    if (!leftovers.exist()) {
      return false;
    }
    leftovers.end(GRACE);
    return true;
  }

  private static String text(Output output) {
    return String.join("\n", output.lastLines(LAST_LINES));
  }

  /** Carries a journal's failure through the listener. */
  private static final class NotJournalledException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final EffectException reason;

    NotJournalledException(EffectException reason) {
      super(reason);
      this.reason = reason;
    }
  }
}
