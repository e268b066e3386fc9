package io.atomic.reconcile.registry;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.atomic.reconcile.cycle.RegistryLogins.Found;
import io.atomic.reconcile.http.Json;
import io.atomic.reconcile.http.Sayings;
import io.atomic.reconcile.model.Durations;
import io.atomic.reconcile.model.RegistryLogin;
import io.atomic.reconcile.process.ChildCommand;
import io.atomic.reconcile.process.ChildListener;
import io.atomic.reconcile.process.ChildProcesses;
import io.atomic.reconcile.process.ChildResult;
import io.atomic.reconcile.process.Output;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.regex.Pattern;

/** Asks the programs that keep logins: {@code docker-credential-NAME get}. */
final class CredentialHelper {
  private static final Pattern NAME = Pattern.compile("[A-Za-z0-9_][A-Za-z0-9_.-]*");
  private static final Pattern VARIABLE = Pattern.compile("[A-Za-z_][A-Za-z0-9_]*");
  private static final Duration GRACE = Duration.ofSeconds(2);

  /** What helpers print, and exit with an error, when they have nothing. */
  private static final String NOT_THERE = "credentials not found";

  /** In the place of a user's name: what is called secret is an identity token. */
  private static final String TOKEN = "<token>";

  private final ChildProcesses processes = new ChildProcesses();
  private final SortedMap<String, String> environment = new TreeMap<>();
  private final Duration timeout;

  /**
   * Helpers.
   *
   * @param environment of ours: helpers find their own settings in it
   * @param home of the user, since under systemd there is no HOME
   */
  CredentialHelper(Map<String, String> environment, Path home, Duration timeout) {
    this.environment.put("HOME", home.toString());
    // A function that a shell has exported, say, has a name that cannot be handed on.
    environment.forEach((name, value) -> {
      if (VARIABLE.matcher(name).matches()) {
        this.environment.put(name, value);
      }
    });
    this.timeout = timeout;
  }

  Found get(String name, Repository repository) throws InterruptedException {
    if (!NAME.matcher(name).matches()) {
      return unusable(
          "a credential helper", "'%s' is no name of one".formatted(Sayings.plain(name)));
    }
    var program = "docker-credential-" + name;
    // What is secret is printed for us alone, and what we ask is no word of a command line.
    var command =
        ChildCommand.of(List.of(program, "get"), environment, Path.of("/"), timeout)
            .withGrace(GRACE)
            .withStreams(ChildCommand.Streams.SEPARATE)
            .withInput(repository.address());
    var asked = "'%s' for the login to '%s'".formatted(program, repository.registry());
    return switch (processes.run(command, ChildListener.NONE)) {
      case ChildResult.Exited(var code, var output) when code == 0 -> login(asked, output);
      case ChildResult.Exited(var code, var output) ->
          output.text().contains(NOT_THERE)
              ? new Found.Nothing()
              : unusable(asked, "it ended with %d%s".formatted(code, complaint(output)));
      case ChildResult.Signalled(var signal, _) ->
          unusable(asked, "signal %d ended it".formatted(signal));
      case ChildResult.TimedOut(_, var after) ->
          unusable(asked, "it did not end within " + Durations.text(after));
      case ChildResult.NotStarted(var reason) ->
          new Found.Unusable(reason, "install it, or take it out of the file that names it");
    };
  }

  private static Found login(String asked, Output output) {
    try {
      var json = Json.object(output.text().getBytes(UTF_8));
      var user = json.text("Username");
      var secret = json.text("Secret");
      if (user != null && secret != null) {
        return new Found.Login(
            user.equals(TOKEN)
                ? new RegistryLogin.IdentityToken(secret)
                : new RegistryLogin.Password(user, secret));
      }
    } catch (IllegalArgumentException _) {
      // What it printed may hold a secret, so it is not shown.
    }
    return unusable(asked, "it printed no login");
  }

  /** Helpers complain on either stream; where there are braces, there may be a login. */
  private static String complaint(Output output) {
    var lines = output.lastLines(1);
    return lines.isEmpty() || lines.getFirst().matches(".*[{}\"].*")
        ? ""
        : ": " + Sayings.plain(lines.getFirst());
  }

  private static Found unusable(String asked, String reason) {
    return new Found.Unusable(
        "tried to ask %s, but %s".formatted(asked, reason), "see to it, or log in again");
  }
}
