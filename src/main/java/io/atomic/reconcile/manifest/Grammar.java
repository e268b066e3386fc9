package io.atomic.reconcile.manifest;

import io.atomic.reconcile.model.SocketPath;
import java.util.regex.Pattern;

/**
 * The spelling of single values. The JSON Schemas carry the same patterns, and a test holds the two
 * together.
 */
final class Grammar {
  /** Resource names: usable as container name, directory name and unit name. */
  static final Pattern NAME = Pattern.compile("(?!atomic(\\.d)?\\z)[a-z0-9][a-z0-9_.-]{1,62}");

  /** Keys of {@code metadata.labels}: what can stand left of the sign in {@code -l tier=web}. */
  static final Pattern LABEL_KEY = Pattern.compile("[A-Za-z0-9][A-Za-z0-9_./-]{0,62}");

  /**
   * Names of environment variables that a manifest may set. Not those of the label commands and of
   * ours, and none that changes which program or engine is run.
   */
  static final Pattern ENV_NAME =
      Pattern.compile(
          "(?!(PATH|HOME|BASH_ENV|ENV|IFS|NAME|IMAGE|CONFDIR|LOGDIR|DATADIR|OPT[123]|RUN_OPTS|PWD"
              + "|SUDO_UID|SUDO_GID|NOTIFY_SOCKET|GODEBUG|GCONV_PATH|GLIBC_TUNABLES)\\z"
              + "|LD_|DOCKER_|_?CONTAINER|PODMAN_|BUILDAH_|STORAGE_|XDG_|REGISTRY_AUTH|SSL_CERT_)"
              + "[A-Za-z_][A-Za-z0-9_]*");

  static final Pattern OPTION_KEY = Pattern.compile("[123]");
  static final Pattern OS_RELEASE_KEY = Pattern.compile("[A-Z][A-Z0-9_]*");

  /** Absolute, no {@code ..} component, no control character. */
  static final Pattern PATH =
      Pattern.compile("/(?!([^\\x00-\\x1f]*/)?\\.\\.(/|\\z))[^\\x00-\\x1f]*");

  static final Pattern CREDENTIAL = Pattern.compile("[A-Za-z0-9_-][A-Za-z0-9_.-]{0,254}");

  static final Pattern WINDOW = Pattern.compile("[a-z0-9][a-z0-9_.-]{0,62}");
  static final Pattern HTTP_URL = Pattern.compile("https?://[!-~]+");
  static final Pattern TCP = Pattern.compile("([A-Za-z0-9_.-]+|\\[[0-9A-Fa-f:.]+]):[0-9]{1,5}");
  static final Pattern UNIT =
      Pattern.compile(
          "[A-Za-z0-9:_.\\\\@-]{1,246}\\.(service|socket|target|timer|path|mount|scope|slice)");

  /**
   * A registry, or the beginning of repositories in it; the case of a host name does not matter.
   */
  static final Pattern REGISTRY =
      Pattern.compile(
          "[A-Za-z0-9]([A-Za-z0-9.-]*[A-Za-z0-9])?(:[0-9]{1,5})?(/[a-z0-9]+([._-]+[a-z0-9]+)*)*/?");

  /** One word of printable ASCII that no tool can take for an option. */
  static final Pattern WORD = Pattern.compile("[!-,.-~][!-~]*");

  static final Pattern COMMIT = Pattern.compile("[0-9a-f]{64}");
  static final Pattern DIGEST = Pattern.compile("sha256:[0-9a-f]{64}");
  static final Pattern KERNEL_ARGUMENT = Pattern.compile("[!-~]([ -~]*[!-~])?");
  static final Pattern FLEET_LOCK_GROUP = Pattern.compile("[A-Za-z0-9.-]+");

  /** Quartz cron: six fields, or seven with the year. */
  static final Pattern CRON = Pattern.compile("[!-~]+( +[!-~]+){5,6}");

  /** An amount of bytes: the suffixes are powers of 1024, as for docker's {@code --memory}. */
  static final Pattern SIZE = Pattern.compile("(0|[1-9][0-9]{0,8})(KiB|MiB|GiB)?");

  /** On the hour and the minute, of twenty-four hours. */
  static final Pattern TIME_OF_DAY = Pattern.compile("([01][0-9]|2[0-3]):[0-5][0-9]");

  static final Pattern TIME_ZONE = Pattern.compile("[A-Za-z][A-Za-z0-9_+/-]*");
  static final Pattern SOCKET = Pattern.compile("(unix://)?" + PATH.pattern());

  /** In ASCII, so that characters are bytes. */
  static final Pattern SOCKET_PATH =
      Pattern.compile("/(?!([!-~]*/)?\\.\\.(/|\\z))[!-~]{1,%d}".formatted(SocketPath.LONGEST - 1));

  /** An address that nobody but this host can reach, and a port. */
  static final Pattern LOOPBACK =
      Pattern.compile(
          "(127(\\.(0|[1-9][0-9]?|1[0-9]{2}|2[0-4][0-9]|25[0-5])){3}|localhost|\\[::1])"
              + ":([1-9][0-9]{0,3}|[1-5][0-9]{4}|6[0-4][0-9]{3}|65[0-4][0-9]{2}|655[0-2][0-9]"
              + "|6553[0-5])");

  /** node_exporter reads no other files. */
  static final Pattern TEXTFILE = Pattern.compile(PATH.pattern() + "\\.prom");

  static final Pattern WEBHOOK =
      Pattern.compile(
          "(https://(?![^/?#]*@)[A-Za-z0-9\\[][!-~]*"
              + "|http://(127(\\.[0-9]{1,3}){3}|localhost|\\[::1])(:[0-9]{1,5})?([/?][!-~]*)?)");

  static final Pattern LOGIN_IN_URL = Pattern.compile("\\A[A-Za-z]+://[^/?#]*@");

  /** Not those that belong to the connection. */
  static final Pattern HEADER =
      Pattern.compile(
          "(?!([Cc][Oo][Nn][Nn][Ee][Cc][Tt][Ii][Oo][Nn]"
              + "|[Cc][Oo][Nn][Tt][Ee][Nn][Tt]-[Ll][Ee][Nn][Gg][Tt][Hh]"
              + "|[Ee][Xx][Pp][Ee][Cc][Tt]|[Hh][Oo][Ss][Tt]|[Uu][Pp][Gg][Rr][Aa][Dd][Ee])\\z)"
              + "[A-Za-z][A-Za-z0-9-]{0,62}");

  static final Pattern HEADER_VALUE = Pattern.compile("[ -~]*");

  /** Any text in which every {@code ${…}} is one that is filled in. */
  static final Pattern TEMPLATE =
      Pattern.compile("(?![\\s\\S]*\\$\\{(?!(resource|kind|state|reason|message|host)}))[\\s\\S]*");

  private Grammar() {}
}
