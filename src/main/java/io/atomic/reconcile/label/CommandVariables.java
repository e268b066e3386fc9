package io.atomic.reconcile.label;

import io.atomic.reconcile.model.EnvValue;
import java.util.Arrays;
import java.util.Collections;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * The variables that label commands may use. Nothing else exists for them, least of all the
 * environment of this program.
 *
 * @param name NAME
 * @param image IMAGE: the reference as written, or an image ID
 * @param confDir CONFDIR as the host sees it
 * @param logDir LOGDIR as the host sees it
 * @param dataDir DATADIR as the host sees it
 * @param options OPT1..OPT3, keyed "1".."3"; a missing one is unset
 * @param runOpts content of the file that the label RUN_OPTS_FILE names; null = unset
 * @param pwd PWD
 * @param home HOME
 * @param sudoUid SUDO_UID
 * @param sudoGid SUDO_GID
 * @param env the app's own entries; they never shadow one of the above, set or not
 */
public record CommandVariables(
    String name,
    String image,
    String confDir,
    String logDir,
    String dataDir,
    SortedMap<String, String> options,
    @Nullable String runOpts,
    String pwd,
    String home,
    String sudoUid,
    String sudoGid,
    SortedMap<String, EnvValue> env)
    implements Variables {

  public CommandVariables {
    options = Collections.unmodifiableSortedMap(new TreeMap<>(options));
    env = Collections.unmodifiableSortedMap(new TreeMap<>(env));
  }

  @Override
  public Value lookup(String variable) {
    return switch (variable) {
      case "NAME" -> new Value.Plain(name);
      case "IMAGE" -> new Value.Plain(image);
      case "CONFDIR" -> new Value.Plain(confDir);
      case "LOGDIR" -> new Value.Plain(logDir);
      case "DATADIR" -> new Value.Plain(dataDir);
      case "OPT1" -> plain(options.get("1"));
      case "OPT2" -> plain(options.get("2"));
      case "OPT3" -> plain(options.get("3"));
      case "RUN_OPTS" -> plain(runOpts);
      case "PWD" -> new Value.Plain(pwd);
      case "HOME" -> new Value.Plain(home);
      case "SUDO_UID" -> new Value.Plain(sudoUid);
      case "SUDO_GID" -> new Value.Plain(sudoGid);
      default ->
          switch (env.get(variable)) {
            case null -> new Value.Unset();
            case EnvValue.Plain(var text) -> new Value.Plain(text);
            case EnvValue.FromFile _, EnvValue.FromCredential _ -> new Value.Secret(variable);
          };
    };
  }

  /** All of them as the child process sees them: the built-in ones that are set, and the app's. */
  public SortedMap<String, EnvValue> environment() {
    var all = new TreeMap<>(env);
    for (var builtIn : BuiltIn.values()) {
      all.remove(builtIn.name());
      if (lookup(builtIn.name()) instanceof Value.Plain(var text)) {
        all.put(builtIn.name(), new EnvValue.Plain(text));
      }
    }
    return Collections.unmodifiableSortedMap(all);
  }

  /** Whether an app's env may have a variable of that name. */
  public static boolean mayBeSet(String variable) {
    return ChildEnvironment.mayHold(variable)
        && Arrays.stream(BuiltIn.values()).noneMatch(builtIn -> builtIn.name().equals(variable));
  }

  private static Value plain(@Nullable String text) {
    return text == null ? new Value.Unset() : new Value.Plain(text);
  }

  /** Names that the app's env cannot take. */
  public enum BuiltIn {
    NAME,
    IMAGE,
    CONFDIR,
    LOGDIR,
    DATADIR,
    OPT1,
    OPT2,
    OPT3,
    RUN_OPTS,
    PWD,
    HOME,
    SUDO_UID,
    SUDO_GID
  }
}
