package io.atomic.reconcile.host;

import io.atomic.reconcile.cycle.CommandRunner.ChildMark;
import io.atomic.reconcile.cycle.CommandRunner.Started;
import io.atomic.reconcile.cycle.EffectException;
import io.atomic.reconcile.cycle.OperatingSystem.Answer;
import io.atomic.reconcile.cycle.OperatingSystem.Kind;
import io.atomic.reconcile.model.OsView.OsTool;
import io.atomic.reconcile.process.ChildCommand;
import io.atomic.reconcile.process.ChildCommand.Streams;
import io.atomic.reconcile.process.ChildListener;
import io.atomic.reconcile.process.ChildProcesses;
import io.atomic.reconcile.process.ChildResult;
import io.atomic.reconcile.process.ProcessMark;
import io.atomic.reconcile.process.ProgramSearch;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Collections;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;

/**
 * Calls of rpm-ostree, bootc and systemctl, and what their answers mean. They are run without a
 * terminal and in the C locale, and say in their own logs who has called them.
 */
final class OsToolCalls {
  /** The daemon may have to start, which its unit allows five minutes. */
  private static final Duration LOOK_DEADLINE = Duration.ofMinutes(10);

  /** Ten deployments with the metadata of their commits have a few hundred KiB. */
  private static final int LOOK_LIMIT = 16 << 20;

  private static final int LAST_LINES = 20;

  /** The tools print addresses whole. */
  private static final Pattern USER_INFO = Pattern.compile("//[^/@\\s]+@");

  private static final Path DIRECTORY = Path.of("/");

  private final ChildProcesses processes = new ChildProcesses();
  private final SortedMap<String, String> environment;

  /**
   * Calls nothing yet.
   *
   * @param environment of children, with the PATH in which they are found
   */
  OsToolCalls(SortedMap<String, String> environment) {
    var plain = new TreeMap<>(environment);
    plain.put("LC_ALL", "C");
    plain.put("TERM", "dumb");
    // Shown as the transaction's initiator, and kept in the journal (AGENT=).
    plain.put("RPMOSTREE_CLIENT_ID", "atomic-reconcile");
    this.environment = Collections.unmodifiableSortedMap(plain);
  }

  boolean isThere(OsTool tool) {
    return !(ProgramSearch.find(tool.program(), environment, DIRECTORY)
        instanceof ProgramSearch.Found.Nothing);
  }

  /** Understands what a tool prints. */
  interface Reading<T> {
    T of(String json);
  }

  /** What a tool says of the host. */
  <T> T read(List<String> words, Reading<T> reading) throws EffectException, InterruptedException {
    var shown = String.join(" ", words);
    var result = run(words, LOOK_DEADLINE, LOOK_LIMIT, ChildListener.NONE);
    if (!result.isSuccess() || !result.output().isWhole()) {
      throw new EffectException(
          "tried to look at the host with '%s', but %s".formatted(shown, why(result)),
          RpmOstreeErrors.meaning(result.output().errors()).remedy(),
          null);
    }
    try {
      return reading.of(result.output().text());
    } catch (JacksonException | IllegalArgumentException e) {
      throw new EffectException(
          "tried to understand '%s', but %s"
              .formatted(
                  shown, e instanceof IllegalArgumentException ? e.getMessage() : "it is no JSON"),
          "report this with what the command prints",
          e);
    }
  }

  /** What a tool prints; null = it did not end well. */
  @Nullable String said(List<String> words) throws InterruptedException {
    var result = run(words, LOOK_DEADLINE, LOOK_LIMIT, ChildListener.NONE);
    return result.isSuccess() ? result.output().text() : null;
  }

  private ChildResult run(List<String> words, Duration deadline, int limit, ChildListener listener)
      throws InterruptedException {
    return processes.run(
        ChildCommand.of(words, environment, DIRECTORY, deadline)
            .withStreams(Streams.SEPARATE)
            .withOutputLimit(limit),
        listener);
  }

  private static String why(ChildResult result) {
    return switch (result) {
      case ChildResult.NotStarted(var reason) -> reason;
      case ChildResult.TimedOut(_, var after) ->
          "it has not ended in %d minutes".formatted(after.toMinutes());
      case ChildResult.Signalled(var signal, _) -> "signal %d ended it".formatted(signal);
      case ChildResult.Exited(var code, var output) -> {
        if (!output.isWhole()) {
          yield "the answer is too long";
        }
        var said =
            USER_INFO
                .matcher(RpmOstreeErrors.text(output.lastLines(LAST_LINES)))
                .replaceAll("//***@");
        yield said.isBlank() ? "it ended with %d".formatted(code) : "it said: " + said;
      }
    };
  }

  /**
   * What comes of a call that changes something.
   *
   * @param started told of the child before it does anything
   * @param doing told each line that it prints
   */
  Answer answer(List<String> argv, Duration deadline, Started started, Consumer<String> doing)
      throws EffectException, InterruptedException {
    ChildResult result;
    try {
      result = run(argv, deadline, LOOK_LIMIT, new Following(started, doing));
    } catch (NotJournalledException e) {
      throw e.reason;
    }
    var tried = "tried to run '%s', but ".formatted(String.join(" ", argv));
    return switch (result) {
      case ChildResult.NotStarted(var reason) ->
          new Answer.Refused(Kind.HUMAN, reason, "install it, or put it on PATH", "");
      case ChildResult.TimedOut _ -> new Answer.Lost(tried + why(result), false);
      case ChildResult.Signalled _ -> new Answer.Lost(tried + why(result), true);
      case ChildResult.Exited(var code, var output) -> {
        // 77: what was asked for was so already.
        if (code == 0 || code == 77) {
          yield new Answer.Done(String.join("\n", output.lastLines(LAST_LINES)));
        }
        var errors = output.errors();
        var busy = RpmOstreeErrors.busy(errors);
        if (busy != null) {
          yield new Answer.Busy(busy);
        }
        var meaning = RpmOstreeErrors.meaning(errors);
        yield new Answer.Refused(meaning.kind(), tried + why(result), meaning.remedy(), "");
      }
    };
  }

  /** Tells of a child what it says, and that it exists. */
  private record Following(Started begun, Consumer<String> doing) implements ChildListener {
    @Override
    public void started(ProcessMark mark) {
      try {
        begun.started(new ChildMark(mark.pid(), mark.startTicks(), mark.bootId()));
      } catch (EffectException e) {
        throw new NotJournalledException(e);
      }
    }

    @Override
    public void line(String text) {
      doing.accept(text);
    }
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
