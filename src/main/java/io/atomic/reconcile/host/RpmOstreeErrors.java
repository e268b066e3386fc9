package io.atomic.reconcile.host;

import io.atomic.reconcile.cycle.OperatingSystem.Kind;
import java.util.List;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * What the errors of rpm-ostree and bootc mean. There is one exit status for all of them, so the
 * text has to tell: what is known to pass by itself, and what somebody has to settle on this host.
 * Everything else would happen again with the same manifest.
 */
final class RpmOstreeErrors {
  /** Between the two the newer releases say how to cancel, which nobody here does. */
  private static final Pattern BUSY = Pattern.compile("Transaction in progress: (.*)");

  private static final String SYSTEM_BUSY = "System transaction in progress";

  /**
   * The first that fits counts. What says most clearly what is wrong comes first: the words for a
   * bad network can also stand in what others are quoted with.
   */
  private static final List<Rule> RULES =
      List.of(
          human(
              "Updates and deployments are driven by",
              "stop that service, or say 'bypassDriver: true'"),
          human(
              "LockLayering=true",
              "whoever keeps /etc/rpm-ostreed.conf has forbidden layers on this host"),
          human("origin unconfigured-state:", "this host has to be registered first"),
          human(
              "Reboot blocked by a systemd inhibitor",
              "systemd-inhibit --list tells who asks for that"),
          human(
              "min-free-space-(percent|size)|[Nn]o space left on device",
              "make room: rpm-ostree cleanup -b -m, ostree admin undeploy"),
          human(
              "Authorization error|not allowed for user|[Ii]nteractive authentication required|"
                  + "must be executed as the root user|requires full root privileges",
              "run it as root"),
          human(
              "System not booted via bootc|not booted via libostree",
              "this host is kept by another tool"),
          passing("Reboot initiated, cannot start new transaction", "the host is about to boot"),
          passing("Bus owner changed, aborting", "journalctl -u rpm-ostreed tells why it ended"),
          passing(
              "Failed to invoke RegisterClient|Loading sysroot: Failed|NoReply|ServiceUnknown|"
                  + "Could not activate remote peer|Job for rpm-ostreed.service ",
              "journalctl -u rpm-ostreed tells why it does not start"),
          lasting(
              "Commit .* has no requested ref", "the commit is of another branch than 'ref' says"),
          lasting(
              "A signature was required|signature verification failed|Can't check signature|"
                  + "GPG verification|GPG signatures|BAD signature|cannot be verified",
              "nothing was deployed; check the keys, and who has published it"),
          lasting(
              "chronologically older than",
              "pin it with 'version', 'commit' or 'digest' if it is meant"),
          lasting(
              "Version .* not (found|cached) in|Checksum .* not found in",
              "give a version that 'ref' has, or another 'ref'"),
          lasting(
              "already provided by", "take the package out of 'packages.install': the base has it"),
          lasting(
              "Packages not found:",
              "check 'packages.install', and the host's package repositories"),
          lasting(
              "Package \".*\" not found|Multiple packages match",
              "name packages in 'overrides.remove' as the base does"),
          lasting("Cannot look up version while pinned to commit", "give 'commit' or a branch"),
          lasting(
              "Deployment contains local rpm-ostree modifications",
              "'driver: rpm-ostree' goes on with them, 'rpm-ostree reset' takes them off"),
          lasting(
              "unauthorized: |requested access to the resource is denied",
              "/etc/ostree/auth.json tells the registry who this host is"),
          passing(
              "Could(n't| not) (resolve|connect)|[Cc]onnection (refused|reset|closed|timed out)|"
                  + "([Oo]peration|[Rr]equest) timed out|Timeout was reached|timeout was exceeded|"
                  + "[Nn]etwork is unreachable|[Nn]o route to host|no such host|server misbehaving|"
                  + "Temporary failure in name resolution|i/o timeout|TLS handshake timeout|"
                  + "context deadline exceeded|unexpected EOF|Curl error|Cannot download|"
                  // curl's numbers, as ostree shows them.
                  + "While fetching \\S+: \\[\\d+]|error sending request",
              "look at the network"),
          passing(
              "toomanyrequests|(Status code:|HTTP status:|Server returned HTTP) (429|5\\d\\d)",
              null));

  private RpmOstreeErrors() {}

  /** What an error means. */
  record Meaning(Kind kind, @Nullable String remedy) {}

  private record Rule(Pattern pattern, Meaning meaning) {}

  private static Rule passing(String pattern, @Nullable String remedy) {
    return new Rule(Pattern.compile(pattern), new Meaning(Kind.PASSING, remedy));
  }

  private static Rule human(String pattern, String remedy) {
    return new Rule(Pattern.compile(pattern), new Meaning(Kind.HUMAN, remedy));
  }

  private static Rule lasting(String pattern, String remedy) {
    return new Rule(Pattern.compile(pattern), new Meaning(Kind.LASTING, remedy));
  }

  /** What is being changed instead; null = nothing is. */
  static @Nullable String busy(String errors) {
    var matcher = BUSY.matcher(errors);
    if (matcher.find()) {
      return matcher.group(1).strip();
    }
    return errors.contains(SYSTEM_BUSY) ? "another program's change" : null;
  }

  static Meaning meaning(String errors) {
    return RULES.stream()
        .filter(rule -> rule.pattern().matcher(errors).find())
        .map(Rule::meaning)
        .findFirst()
        .orElse(new Meaning(Kind.LASTING, null));
  }

  /** The error itself, on one line, without what comes before it. */
  static String text(List<String> lines) {
    var text = String.join(" ", lines);
    var at = text.indexOf("error: ");
    return at < 0 ? text : text.substring(at + "error: ".length());
  }
}
