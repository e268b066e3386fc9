package io.atomic.reconcile.notify;

import io.atomic.reconcile.cycle.Secrets;
import io.atomic.reconcile.model.Notification;
import io.atomic.reconcile.model.Receiver;
import io.atomic.reconcile.model.Receiver.Channel;
import java.nio.file.Path;
import java.util.Map;
import java.util.SortedMap;

/** The way to each kind of receiver. */
public final class Couriers implements Courier {
  private final Webhooks webhooks;
  private final Commands commands;

  /**
   * Reaches nobody yet.
   *
   * @param root put before the host's certificates
   * @param ours our own environment, for proxies
   * @param children the environment of commands
   */
  public Couriers(
      Path root, Map<String, String> ours, SortedMap<String, String> children, Secrets secrets) {
    this.webhooks = new Webhooks(root, ours, secrets);
    this.commands = new Commands(children);
  }

  @Override
  public Outcome carry(Receiver receiver, Notification notification) throws InterruptedException {
    return switch (receiver.channel()) {
      case Channel.Webhook hook -> webhooks.post(hook, notification, receiver.timeout());
      case Channel.Command command -> commands.start(command, notification, receiver.timeout());
    };
  }
}
