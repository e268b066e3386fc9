package io.atomic.reconcile.socket;

import java.io.Closeable;
import java.io.IOException;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/**
 * Lets in who comes to a socket, as long as there is room.
 *
 * <p>It waits at a selector, and ends by being woken: a channel that is closed under a thread that
 * accepts can lose a connection which has just been made, so that its other end waits for ever.
 */
public final class Acceptor implements AutoCloseable {
  /** After which there may be descriptors again. */
  private static final long PAUSE_MILLIS = 100;

  private final Closeable socket;
  private final ServerSocketChannel channel;
  private final Selector selector;
  private final Semaphore room;
  private final Consumer<SocketChannel> serve;
  private final Thread thread;
  private volatile boolean ending;

  private Acceptor(
      String name,
      Closeable socket,
      ServerSocketChannel channel,
      Selector selector,
      Semaphore room,
      Consumer<SocketChannel> serve) {
    this.socket = socket;
    this.channel = channel;
    this.selector = selector;
    this.room = room;
    this.serve = serve;
    this.thread = Thread.ofPlatform().daemon().name(name).unstarted(this::run);
  }

  /**
   * Begins to let in.
   *
   * @param name of its thread
   * @param socket which it closes at its end
   * @param channel of that socket
   * @param room of which it takes a permit for each connection
   * @param serve gets the connection, and gives the permit back
   */
  public static Acceptor start(
      String name,
      Closeable socket,
      ServerSocketChannel channel,
      Semaphore room,
      Consumer<SocketChannel> serve)
      throws IOException {
    try {
      var selector = Selector.open();
      channel.configureBlocking(false);
      channel.register(selector, SelectionKey.OP_ACCEPT);
      var acceptor = new Acceptor(name, socket, channel, selector, room, serve);
      acceptor.thread.start();
      return acceptor;
    } catch (IOException e) {
      socket.close();
      throw e;
    }
  }

  private void run() {
    try (socket;
        selector) {
      try {
        while (!ending) {
          room.acquire();
          letIn();
        }
      } catch (InterruptedException _) {
        // Nobody is let in any more.
      }
      turnAway();
    } catch (IOException _) {
      // It goes with this thread.
    }
  }

  private void letIn() throws InterruptedException {
    SocketChannel client = null;
    try {
      selector.select(_ -> {});
      client = ending ? null : channel.accept();
    } catch (IOException _) {
      // Out of descriptors, or a client that is gone already: the next one may be luckier.
      TimeUnit.MILLISECONDS.sleep(PAUSE_MILLIS);
    }
    if (client == null) {
      room.release();
    } else {
      serve.accept(client);
    }
  }

  private void turnAway() throws IOException {
    for (var late = channel.accept(); late != null; late = channel.accept()) {
      late.close();
    }
  }

  /** Lets nobody in any more, and returns when nobody listens. */
  @Override
  public void close() {
    ending = true;
    // Where it waits for room; at the selector it is woken by that as well.
    thread.interrupt();
    try {
      thread.join();
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    }
  }
}
