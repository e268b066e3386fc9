package io.atomic.reconcile.daemon;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.atomic.reconcile.daemon.ControlClient.Answer;
import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Whoever wants to ask the daemon finds its socket, whatever becomes of the file. */
@Timeout(60)
class ControlSocketIT {
  private static final Answer REFUSED = new Answer.Refused("not today", 64);

  @TempDir Path directory;
  private final FakeChronicle chronicle = new FakeChronicle();
  private Path path;
  private ControlSocket socket;

  @BeforeEach
  void listen() throws IOException {
    path = directory.resolve("run/control.sock");
    socket = ControlSocket.open(path, (_, _, _) -> "not today", chronicle);
  }

  @AfterEach
  void close() {
    socket.close();
  }

  @Test
  void whileItIsThereNothingIsSaidOfIt() throws Exception {
    socket.look();

    assertThat(answer(path)).isEqualTo(REFUSED);
    assertThat(chronicle.lines()).isEmpty();
  }

  @Test
  void oneThatWasRemovedIsMadeAgain() throws Exception {
    Files.delete(path);
    assertThat(answer(path)).isInstanceOf(Answer.Unreachable.class);

    socket.look();

    assertThat(answer(path)).isEqualTo(REFUSED);
    assertThat(Files.getPosixFilePermissions(path))
        .isEqualTo(PosixFilePermissions.fromString("rw-------"));
    assertThat(chronicle.lines())
        .containsExactly("the control socket was taken away; it is at '%s' again".formatted(path));
    socket.look();
    assertThat(chronicle.lines()).hasSize(1);
  }

  @Test
  void oneWhoseDirectoryWasRemovedIsMadeAgain() throws Exception {
    Files.delete(path);
    Files.delete(path.getParent());

    socket.look();

    assertThat(answer(path)).isEqualTo(REFUSED);
  }

  @Test
  void oneThatNobodyAnswersGivesWay() throws Exception {
    Files.delete(path);
    leftBehind(path);

    socket.look();

    assertThat(answer(path)).isEqualTo(REFUSED);
  }

  private static void leftBehind(Path path) throws IOException {
    try (var former = ServerSocketChannel.open(StandardProtocolFamily.UNIX)) {
      former.bind(UnixDomainSocketAddress.of(path));
    }
    assertThat(path).as("what is left of a daemon that was killed").exists();
  }

  @Test
  void whatIsNoSocketIsNeverRemoved() throws Exception {
    var precious = directory.resolve("precious");
    Files.writeString(precious, "the only copy");
    var link = Files.createSymbolicLink(directory.resolve("link"), precious);

    for (var other : List.of(precious, link)) {
      assertThatThrownBy(() -> ControlSocket.open(other, (_, _, _) -> null, chronicle))
          .hasMessage("there is something of that name that is no socket");
      socket.moveTo(other);
      Files.deleteIfExists(path);
      Files.move(other, path);
      socket.look();
      Files.move(path, other);
    }
    assertThat(link).isSymbolicLink();
    assertThat(precious).hasContent("the only copy");
    assertThat(chronicle.lines())
        .hasSize(3)
        .allMatch(line -> line.contains("there is something of that name that is no socket"));
  }

  @Test
  void whoIsTooBusyToAnswerIsThereAllTheSame() throws Exception {
    var busy = directory.resolve("busy.sock");
    try (var other = ServerSocketChannel.open(StandardProtocolFamily.UNIX);
        var first = SocketChannel.open(StandardProtocolFamily.UNIX);
        var second = SocketChannel.open(StandardProtocolFamily.UNIX)) {
      other.bind(UnixDomainSocketAddress.of(busy), 1);
      for (var waiting : List.of(first, second)) {
        waiting.configureBlocking(false);
        waiting.connect(UnixDomainSocketAddress.of(busy));
      }

      assertThatThrownBy(() -> ControlSocket.open(busy, (_, _, _) -> null, chronicle))
          .isInstanceOf(AlreadyRunningException.class);
    }
  }

  @Test
  void anotherDaemonInItsPlaceIsLeftAloneAndSaidOnce() throws Exception {
    Files.delete(path);
    try (var other = ServerSocketChannel.open(StandardProtocolFamily.UNIX)) {
      other.bind(UnixDomainSocketAddress.of(path));
      socket.look();
      socket.look();

      assertThat(chronicle.lines())
          .containsExactly(
              "warning: the control socket was taken away; tried to listen at '%s' again, but another daemon listens there"
                  .formatted(path));
      socket.close();
      assertThat(path).as("it is that daemon's").exists();
    }
  }

  @Test
  void whatCannotBeMadeAgainIsMadeOnceItCan() throws Exception {
    Files.delete(path);
    Files.createDirectories(path.resolve("in-the-way"));
    socket.look();
    assertThat(chronicle.lines())
        .singleElement()
        .asString()
        .endsWith("again, but there is something of that name that is no socket");

    Files.delete(path.resolve("in-the-way"));
    Files.delete(path);
    socket.look();
    assertThat(answer(path)).isEqualTo(REFUSED);
  }

  @Test
  void itMovesWhereItIsToldTo() throws Exception {
    var elsewhere = directory.resolve("elsewhere.sock");

    socket.moveTo(elsewhere);

    assertThat(answer(elsewhere)).isEqualTo(REFUSED);
    assertThat(path).doesNotExist();
    socket.moveTo(elsewhere);
    assertThat(chronicle.lines())
        .as("it is there already")
        .containsExactly("the control socket is at '%s' now".formatted(elsewhere));
  }

  @Test
  void whereItCannotMoveItStays() throws Exception {
    var elsewhere = Files.createDirectory(directory.resolve("elsewhere"));
    Files.createFile(elsewhere.resolve("something"));

    socket.moveTo(elsewhere);

    assertThat(answer(path)).isEqualTo(REFUSED);
    assertThat(chronicle.lines())
        .containsExactly(
            "warning: tried to listen at '%s' for whoever asks for a run, but there is something of that name that is no socket; the control socket stays at '%s'"
                .formatted(elsewhere, path));
  }

  @Test
  void whoWaitsForARunIsToldOfItsEndAlthoughTheSocketHasMoved() throws Exception {
    socket.close();
    var waiting = new LinkedBlockingQueue<Order.Waiting>();
    socket =
        ControlSocket.open(
            path,
            (_, _, someone) -> {
              waiting.add(someone);
              return null;
            },
            chronicle);
    var answer = new CompletableFuture<Answer>();
    Thread.ofVirtual()
        .start(() -> {
          try {
            answer.complete(new ControlClient(path).run(List.of("web"), true));
          } catch (InterruptedException e) {
            answer.completeExceptionally(e);
          }
        });
    var asked = waiting.take();

    socket.moveTo(directory.resolve("elsewhere.sock"));
    asked.abandoned("the daemon ended", 75);

    assertThat(answer.get(30, TimeUnit.SECONDS))
        .isEqualTo(new Answer.Refused("the daemon ended", 75));
  }

  @Test
  void afterItsEndNothingIsMadeAgain() throws Exception {
    socket.close();
    socket.look();
    socket.moveTo(directory.resolve("elsewhere.sock"));

    assertThat(path).doesNotExist();
    assertThat(directory.resolve("elsewhere.sock")).doesNotExist();
  }

  @Test
  void thereIsOneAtAPath() {
    assertThatThrownBy(() -> ControlSocket.open(path, (_, _, _) -> null, chronicle))
        .isInstanceOf(AlreadyRunningException.class);
  }

  private static Answer answer(Path path) throws InterruptedException {
    return new ControlClient(path).run(List.of(), false);
  }
}
