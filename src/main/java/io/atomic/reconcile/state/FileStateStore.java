package io.atomic.reconcile.state;

import io.atomic.reconcile.cycle.EffectException;
import io.atomic.reconcile.cycle.StateStore;
import io.atomic.reconcile.model.Recorded;
import java.nio.file.Files;
import java.nio.file.Path;
import tools.jackson.core.JacksonException;

/** The record in {@code state.json}; the one before it stays in a file beside it. */
public final class FileStateStore implements StateStore {
  private static final String FILE = "state.json";
  private static final String PREVIOUS = "state.json.previous";

  private final StateDirectory directory;
  private final StateFormat format;

  public FileStateStore(StateDirectory directory) {
    this(directory, StateFormat.SHIPPED);
  }

  FileStateStore(StateDirectory directory, StateFormat format) {
    this.directory = directory;
    this.format = format;
  }

  /** Reads the record and changes nothing. */
  @Override
  public Recorded load() throws EffectException {
    var file = directory.file(FILE);
    var bytes = DurableFile.read(file);
    if (bytes == null) {
      return Recorded.NOTHING;
    }
    try {
      var node = Json.parse(bytes);
      var version = new Fields("", node).integer(StateFormat.FIELD);
      if (version > format.current()) {
        throw tooNew(file, version);
      }
      if (version < 1) {
        throw new IllegalArgumentException(
            "there was never a format version '%d'".formatted(version));
      }
      return RecordJson.read(new Fields("", format.migrate(node, version)));
    } catch (JacksonException e) {
      var place = e.getLocation();
      throw damaged(
          file,
          "it is not JSON (line %d, column %d)".formatted(place.getLineNr(), place.getColumnNr()),
          e);
    } catch (Fields.Malformed | IllegalArgumentException e) {
      throw damaged(file, String.valueOf(e.getMessage()), e);
    }
  }

  /** A later release wrote it, and this one could misunderstand it. */
  private EffectException tooNew(Path file, int version) {
    return new EffectException(
        "tried to read '%s', but it has format version %d and this release knows %d at most"
            .formatted(file, version, format.current()),
        "install the release that wrote it, or a later one",
        null);
  }

  private EffectException damaged(Path file, String reason, RuntimeException cause) {
    var previous = directory.file(PREVIOUS);
    return new EffectException(
        "tried to read '%s', but %s".formatted(file, reason),
        Files.exists(previous)
            ? "cp -p '%s' '%s'".formatted(previous, file)
            : "mv '%s' '%s.damaged'".formatted(file, file),
        cause);
  }

  /** Replaces the record; when this returns it is on disk. The caller holds the lock. */
  @Override
  public synchronized void save(Recorded recorded) throws EffectException {
    var node = Json.object().put(StateFormat.FIELD, format.current());
    node.setAll(RecordJson.write(recorded).node());
    DurableFile.write(directory.file(FILE), Json.pretty(node), directory.file(PREVIOUS));
  }
}
