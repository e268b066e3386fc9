package io.atomic.reconcile.daemon;

import java.lang.reflect.Proxy;
import java.util.Map;

/**
 * What signals ask of the daemon. Java receives them only through {@code sun.misc.Signal}, which is
 * there for good (JEP 260) but warned of by the compiler wherever it is named; so it is looked up.
 */
final class Signals {
  private Signals() {}

  /**
   * From now on a signal is such a task, done on a thread of its own.
   *
   * @param tasks by the name of the signal without SIG
   */
  static void are(Map<String, Runnable> tasks) {
    try {
      var signal = Class.forName("sun.misc.Signal");
      var handler = Class.forName("sun.misc.SignalHandler");
      var handle = signal.getMethod("handle", signal, handler);
      var named = signal.getConstructor(String.class);
      for (var task : tasks.entrySet()) {
        var does =
            Proxy.newProxyInstance(
                Signals.class.getClassLoader(),
                new Class<?>[] {handler},
                (_, _, _) -> {
                  task.getValue().run();
                  return null;
                });
        handle.invoke(null, named.newInstance(task.getKey()), does);
      }
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException("tried to receive signals, but " + e, e);
    }
  }
}
