package io.atomic.reconcile.state;

import io.atomic.reconcile.cycle.EffectException;
import io.atomic.reconcile.cycle.Kept;
import io.atomic.reconcile.model.AlertBook;
import io.atomic.reconcile.model.Tally;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Set;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.node.ObjectNode;

/** A file of JSON beside the record, which several processes change one after the other. */
public final class KeptFile<T> implements Kept<T> {
  private static final int VERSION = 1;

  /** Within this process; a kernel lock is one of the whole process. */
  private static final ReentrantLock OURS = new ReentrantLock();

  private final StateDirectory directory;
  private final String name;
  private final T nothing;
  private final Function<Fields, T> reader;
  private final Function<T, ObjectNode> writer;

  private KeptFile(
      StateDirectory directory,
      String name,
      T nothing,
      Function<Fields, T> reader,
      Function<T, ObjectNode> writer) {
    this.directory = directory;
    this.name = name;
    this.nothing = nothing;
    this.reader = reader;
    this.writer = writer;
  }

  /** What metrics are made of. */
  public static KeptFile<Tally> tally(StateDirectory directory) {
    return new KeptFile<>(
        directory, "metrics.json", Tally.NOTHING, TallyJson::read, TallyJson::write);
  }

  /** Who was told what. */
  public static KeptFile<AlertBook> alerts(StateDirectory directory) {
    return new KeptFile<>(
        directory, "notifications.json", AlertBook.EMPTY, AlertJson::read, AlertJson::write);
  }

  @Override
  public T load() throws EffectException {
    var bytes = DurableFile.read(directory.file(name));
    if (bytes == null) {
      return nothing;
    }
    try {
      var fields = new Fields("", Json.parse(bytes));
      return fields.integer(StateFormat.FIELD) == VERSION ? reader.apply(fields) : nothing;
    } catch (JacksonException | Fields.Malformed | IllegalArgumentException _) {
      return nothing;
    }
  }

  @Override
  public T update(UnaryOperator<T> change) throws EffectException {
    // A channel closes itself under an interrupted thread.
    var interrupted = Thread.interrupted();
    OURS.lock();
    try {
      directory.create();
      return updated(change);
    } catch (IOException e) {
      throw DiskFailure.of("lock", directory.file(name), e);
    } finally {
      OURS.unlock();
      if (interrupted) {
        Thread.currentThread().interrupt();
      }
    }
  }

  private T updated(UnaryOperator<T> change) throws EffectException, IOException {
    try (var channel = lock(directory.file(name + ".lock"))) {
      channel.lock();
      var before = load();
      var after = change.apply(before);
      if (!after.equals(before)) {
        var node = Json.object().put(StateFormat.FIELD, VERSION);
        node.setAll(writer.apply(after));
        DurableFile.write(directory.file(name), Json.pretty(node));
      }
      return after;
    }
  }

  private static FileChannel lock(Path file) throws IOException {
    return FileChannel.open(
        file, Set.of(StandardOpenOption.CREATE, StandardOpenOption.WRITE), DurableFile.PRIVATE);
  }
}
