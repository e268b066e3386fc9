package io.atomic.reconcile.cli;

import io.atomic.reconcile.cycle.EffectException;
import io.atomic.reconcile.cycle.Secrets;
import io.atomic.reconcile.manifest.Settings;
import io.atomic.reconcile.model.Exposition.Listen;
import io.atomic.reconcile.model.Place;
import io.atomic.reconcile.model.Problem;
import io.atomic.reconcile.model.Receiver.Channel;
import io.atomic.reconcile.model.SocketPath;
import io.atomic.reconcile.process.ProgramSearch;
import io.atomic.reconcile.socket.UnixListener;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Whether what the settings say of sockets, metrics and notifications can work on this host: said
 * when the daemon starts, and by {@code doctor}. None of it keeps a run from its work.
 */
final class OutletCheck {
  /** The metrics of a hundred apps, with room to grow. */
  private static final long TEXTFILE_BYTES = 256L * 1024;

  private final Path root;
  private final SortedMap<String, String> environment;
  private final Secrets secrets;
  private final SortedMap<String, Place> places;
  private final List<Problem> problems = new ArrayList<>();

  /**
   * Looks at nothing yet.
   *
   * @param root put before host paths
   * @param environment of commands
   * @param places of what the settings say, by its path in them
   */
  OutletCheck(
      Path root,
      SortedMap<String, String> environment,
      Secrets secrets,
      SortedMap<String, Place> places) {
    this.root = root;
    this.environment = Collections.unmodifiableSortedMap(new TreeMap<>(environment));
    this.secrets = secrets;
    this.places = Collections.unmodifiableSortedMap(new TreeMap<>(places));
  }

  List<Problem> of(Settings settings) {
    if (settings.metrics().textfile() != null) {
      textfile(settings.metrics().textfile());
    }
    if (settings.metrics().listen() instanceof Listen.UnixSocket(var path)) {
      socket("metrics.listen", path);
    }
    socket("control.socket", settings.control().socket());
    for (var i = 0; i < settings.notifications().size(); i++) {
      receiver("notifications[%d]".formatted(i), settings.notifications().get(i).channel());
    }
    return List.copyOf(problems);
  }

  private void textfile(String file) {
    var directory = below(file).getParent();
    if (directory == null || !Files.isDirectory(directory)) {
      warn(
          "metrics.textfile",
          "'%s' is no directory".formatted(directory),
          "make it, or name that of node_exporter's --collector.textfile.directory");
    } else if (!Files.isWritable(directory)) {
      warn("metrics.textfile", "'%s' cannot be written".formatted(directory), null);
    } else {
      try {
        if (Files.getFileStore(directory).getUsableSpace() < TEXTFILE_BYTES) {
          warn(
              "metrics.textfile",
              "the disk of '%s' is full".formatted(directory),
              "make room there");
        }
      } catch (IOException e) {
        warn("metrics.textfile", "'%s' cannot be looked at: %s".formatted(directory, e), null);
      }
    }
  }

  private void socket(String setting, String path) {
    var file = below(path);
    if (SocketPath.isTooLong(file.toString())) {
      warn(
          setting,
          "'%s' is longer than the %d bytes that a Unix socket's path can have"
              .formatted(file, SocketPath.LONGEST),
          "name a shorter one");
    } else if (Files.exists(file, LinkOption.NOFOLLOW_LINKS) && !UnixListener.isSocket(file)) {
      warn(
          setting,
          "'%s' is there, and is no socket".formatted(file),
          "move it away, or name another one");
    }
  }

  private void receiver(String name, Channel channel) {
    switch (channel) {
      case Channel.Command(var argv) -> {
        if (ProgramSearch.find(argv.getFirst(), environment, Path.of("/"))
            instanceof ProgramSearch.Found.Nothing(var reason)) {
          warn(
              name + ".command",
              "tried to find '%s', but %s".formatted(argv.getFirst(), reason),
              "install it, or name another one");
        }
      }
      case Channel.Webhook hook ->
          hook.headers()
              .forEach((header, value) -> {
                try {
                  secrets.value(value);
                } catch (EffectException e) {
                  warn(name + ".headers." + header, e.message(), e.remedy());
                }
              });
    }
  }

  private Path below(String hostPath) {
    return root.resolve(hostPath.substring(1));
  }

  private void warn(String setting, String objection, @Nullable String remedy) {
    problems.add(
        new Problem(
            Problem.Severity.WARNING,
            null,
            places.get(setting),
            setting + ": " + objection,
            remedy));
  }
}
