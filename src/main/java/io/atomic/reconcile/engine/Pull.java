package io.atomic.reconcile.engine;

import com.github.dockerjava.api.DockerClient;
import com.github.dockerjava.api.async.ResultCallback;
import com.github.dockerjava.api.model.AuthConfig;
import com.github.dockerjava.api.model.PullResponseItem;
import io.atomic.reconcile.model.RegistryLogin;
import java.util.Objects;
import java.util.concurrent.CompletionException;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** One pull. Engines report a failed one as the last item of an answer that began well. */
final class Pull extends ResultCallback.Adapter<PullResponseItem> {
  private final Consumer<String> progress;
  private volatile @Nullable String error;

  private Pull(Consumer<String> progress) {
    this.progress = progress;
  }

  /**
   * How it ended.
   *
   * @param message what the engine said; null = it is done
   */
  record Ending(@Nullable String message) {}

  /**
   * Pulls.
   *
   * @param login null = without; podman then looks for one itself
   */
  static Ending run(
      DockerClient client,
      String reference,
      @Nullable RegistryLogin login,
      Consumer<String> progress) {
    var pull = new Pull(progress);
    var command = client.pullImageCmd(reference);
    if (login != null) {
      command.withAuthConfig(shown(login));
    }
    command.exec(pull);
    try {
      pull.awaitCompletion();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new CompletionException(e);
    }
    return new Ending(pull.error);
  }

  private static AuthConfig shown(RegistryLogin login) {
    return switch (login) {
      case RegistryLogin.Password(var user, var password) ->
          new AuthConfig().withUsername(user).withPassword(password);
      case RegistryLogin.IdentityToken(var token) -> new AuthConfig().withIdentityToken(token);
    };
  }

  @Override
  public void onNext(PullResponseItem item) {
    var detail = item.getErrorDetail();
    if (detail != null && detail.getMessage() != null) {
      error = detail.getMessage();
      return;
    }
    var status = item.getStatus();
    if (status == null || status.isBlank()) {
      return;
    }
    var amount = item.getProgressDetail();
    var current = amount == null ? null : amount.getCurrent();
    var total = amount == null ? null : amount.getTotal();
    progress.accept(
        item.getId() == null || current == null || total == null
            ? status
            : "%s %s %d of %d kB"
                .formatted(
                    Objects.requireNonNull(item.getId()), status, current / 1024, total / 1024));
  }
}
