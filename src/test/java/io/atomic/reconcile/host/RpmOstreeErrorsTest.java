package io.atomic.reconcile.host;

import static org.assertj.core.api.Assertions.assertThat;

import io.atomic.reconcile.cycle.OperatingSystem.Kind;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What the tools say when something went wrong, word for word, and what becomes of it. */
class RpmOstreeErrorsTest {
  private static final String DRIVEN =
      """
      error: Updates and deployments are driven by Zincati (zincati.service)
      See Zincati's documentation at https://github.com/coreos/zincati
      Use --bypass-driver to bypass Zincati and perform the operation anyways
      """;
  private static final String INHIBITED =
      """
      error: Reboot blocked by a systemd inhibitor lock in `block` mode
      Held by: backupd
      Reason: the upload timed out: Connection refused
      and 2 other blocking inhibitor lock(s)
      """;

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "error: Transaction in progress: upgrade | upgrade",
        "error: Transaction in progress: automatic (stage) | automatic (stage)",
        "error: System transaction in progress | another program's change"
      })
  void whoIsWaitedFor(String errors, String title) {
    assertThat(RpmOstreeErrors.busy(errors)).isEqualTo(title);
  }

  @Test
  void whatIsSaidOfCancellingIsNotItsTitle() {
    assertThat(
            RpmOstreeErrors.busy(
                """
                error: Transaction in progress: rebase fedora:a/b
                 You can cancel the current transaction with `rpm-ostree cancel`
                """))
        .isEqualTo("rebase fedora:a/b");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "error: Reboot initiated, cannot start new transaction",
        "error: No active transaction.",
        "error: Old and new refs are equal: fedora:a/b"
      })
  void whatNobodyIsWaitedFor(String errors) {
    assertThat(RpmOstreeErrors.busy(errors)).isNull();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "Reboot initiated, cannot start new transaction",
        "Bus owner changed, aborting. This likely means the daemon crashed; check logs with `journalctl -xe`.",
        "Loading sysroot: Failed to invoke RegisterClient: GDBus.Error:org.freedesktop.DBus.Error.TimedOut: x",
        "GDBus.Error:org.freedesktop.DBus.Error.NoReply: Message recipient disconnected from message bus without replying",
        "GDBus.Error:org.freedesktop.DBus.Error.ServiceUnknown: The name is not activatable",
        "Job for rpm-ostreed.service failed because a timeout was exceeded.",
        "Could not connect: Connection refused",
        "While pulling fedora/43/x86_64/silverblue: While fetching https://ostree.example.com/config: [6] Couldn't resolve host name",
        "While pulling a/b: While fetching https://ostree.example.com/config: [56] Failure when receiving data from the peer",
        "Timeout was reached",
        "Updating rpm-md repo 'fedora': cannot update repo 'fedora': Cannot download repomd.xml: Cannot download repodata/repomd.xml: All mirrors were tried; Last error: Curl error (6): Could not resolve hostname for https://mirrors.example.com/",
        "Updating rpm-md repo 'fedora': Failed to retrieve GPG key: Curl error (28): Timeout was reached",
        "Creating importer: Failed to invoke skopeo proxy method OpenImage: remote error: pinging container registry quay.io: Get \"https://quay.io/v2/\": dial tcp 1.2.3.4:443: connect: connection refused",
        "remote error: pinging container registry quay.io: Get \"https://quay.io/v2/\": dial tcp: lookup quay.io: no such host",
        "remote error: Get \"https://quay.io/v2/\": net/http: TLS handshake timeout",
        "remote error: read tcp 10.0.0.1:4711->1.2.3.4:443: read: connection reset by peer",
        "remote error: dial tcp 1.2.3.4:443: i/o timeout"
      })
  void whatPasses(String error) {
    assertThat(meaning(error).kind()).isEqualTo(Kind.PASSING);
    assertThat(meaning(error).remedy()).isNotNull();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "While pulling a/b: While fetching https://ostree.example.com/config: Server returned HTTP 503",
        "Updating rpm-md repo 'fedora': Status code: 502 for https://mirrors.example.com/metalink",
        "remote error: reading manifest 1 in quay.io/a/os: received unexpected HTTP status: 502 Bad Gateway",
        "remote error: reading manifest 1 in quay.io/a/os: toomanyrequests: slow down"
      })
  void serversThatHaveTooMuchToDoAreAskedAgain(String error) {
    assertThat(meaning(error)).isEqualTo(new RpmOstreeErrors.Meaning(Kind.PASSING, null));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        DRIVEN,
        INHIBITED,
        "Cannot operate; `LockLayering=true` in configuration.",
        "origin unconfigured-state: This system is not registered; GPG verification is off, Connection refused",
        "min-free-space-percent '3%' would be exceeded, at least 14.2 MB requested",
        "While pulling a/b: While fetching https://ostree.example.com/objects/0f: min-free-space-size '1GB' would be exceeded, at least 14.2 MB requested",
        "Writing content object: fallocate: No space left on device",
        "remote error: writing blob: write /var/tmp/x: no space left on device",
        "GDBus.Error:org.freedesktop.DBus.Error.AccessDenied: Authorization error: not authorized",
        "Loading sysroot: Failed to invoke RegisterClient: GDBus.Error: rpmostreed: not allowed for user",
        "Interactive authentication required.",
        "The status command must be executed as the root user",
        "This command requires full root privileges (CAP_SYS_ADMIN)",
        "System not booted via bootc",
        "This system was not booted via libostree."
      })
  void whatSomebodyHasToSettleOnTheHost(String error) {
    assertThat(meaning(error).kind()).isEqualTo(Kind.HUMAN);
    assertThat(meaning(error).remedy()).isNotNull();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "While pulling a/b: Upgrade target revision 'x' with timestamp 'y' is chronologically older than current revision 'z'",
        "While checking against deployment timestamp: x is chronologically older than y",
        "Cannot look up version while pinned to commit",
        "Version 43.9 not found in fedora:a/b",
        "Version 43.9 not cached in fedora:a/b",
        "Checksum 0f0f not found in fedora:a/b",
        "\"vim\" is already provided by: vim-9.0-1.x86_64. Use --allow-inactive to explicitly require it.",
        "Packages not found: no-such-package",
        "Package \"nano\" not found",
        "Multiple packages match \"nano\"",
        "Commit 0f0f: Commit has no requested ref ‘a/b’ in ref binding metadata (‘a/c’)",
        "Creating importer: Failed to invoke skopeo proxy method OpenImage: remote error: A signature was required, but no signature exists",
        "remote error: cryptographic signature verification failed: invalid signature when validating ASN.1 encoded signature",
        "While pulling a/b: While fetching https://ostree.example.com/x: GPG verification enabled, but no signatures found (use gpg-verify=false in remote config to disable)",
        "Commit 0f0f: GPG signatures found, but none are in trusted keyring",
        "While pulling a/b: Can't check signature: public key not found",
        "package vim-9.0-1.x86_64 cannot be verified and repo fedora is GPG enabled: failed to lookup digest",
        "Deployment contains local rpm-ostree modifications; cannot upgrade via bootc. You can run `rpm-ostree reset` to undo the modifications.",
        "remote error: reading manifest 1 in quay.io/a/os: unauthorized: access to the requested resource is not authorized",
        "remote error: reading manifest 1 in docker.io/a/os: requested access to the resource is denied"
      })
  void whatTheManifestOrItsSourceHasToChange(String error) {
    assertThat(meaning(error).kind()).isEqualTo(Kind.LASTING);
    assertThat(meaning(error).remedy()).isNotNull();
  }

  /** Only a look at the host tells more; a plan would not have asked for most of them. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "Old and new refs are equal: fedora:a/b",
        "Package/capability 'vim' is already requested",
        "Package 'vim' is already layered",
        "Package/capability 'vim' is not currently requested",
        "Override already exists for package 'nano'",
        "No overrides for package 'nano'",
        "No key 'quiet' found",
        "No karg 'a=b' found",
        "Multiple values for key 'a' found",
        "Cannot specify both --delete and --replace",
        "initramfs regeneration state is already enabled",
        "No rollback deployment found",
        "Staged deployment (remove with cleanup -p)",
        "At least one cleanup option must be specified",
        "No pending staged deployment found",
        "Staged deployment already unlocked",
        "Expected staged base checksum 0f, but found 1e",
        "Staged deployment is not for osname default",
        "usage error: Unknown option --x",
        "While pulling a/b: While fetching https://ostree.example.com/refs/heads/a/b: Server returned HTTP 404",
        "Running %post for vim: bwrap(/bin/sh): Child process killed: it has timed out, Permission denied",
        "remote error: reading manifest 1 in quay.io/a/os: manifest unknown",
        "Package/capability 'GPGME' is already requested",
        "nobody has ever seen this",
        ""
      })
  void whatElseThereIsLasts(String error) {
    assertThat(meaning(error)).isEqualTo(new RpmOstreeErrors.Meaning(Kind.LASTING, null));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "error: it is broken | it is broken",
        "Checking out… error: it is broken | it is broken",
        "it is broken | it is broken",
        "'' | ''"
      })
  void theTextIsWhatFollowsTheWord(String line, String text) {
    assertThat(RpmOstreeErrors.text(List.of(line))).isEqualTo(text);
  }

  @Test
  void theTextIsOnOneLine() {
    assertThat(RpmOstreeErrors.text(List.of("progress", "error: a", " b", "c")))
        .isEqualTo("a  b c");
    assertThat(RpmOstreeErrors.text(List.of())).isEmpty();
  }

  private static RpmOstreeErrors.Meaning meaning(String error) {
    return RpmOstreeErrors.meaning("error: " + error + "\n");
  }
}
