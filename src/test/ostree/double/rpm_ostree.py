"""The command line of rpm-ostree."""

import json

from . import changes, files, status, transactions
from .arguments import COMMANDS, UsageError
from .deployments import deployments
from .host import Refusal
from .machine import inhibition, is_asked_to_reboot

VERSION = "rpm-ostree:\n Version: '2026.2'\n Git: d5ef5f0\n Features:\n  - rust\n  - container\n"

# D-Bus method of each command that is a transaction.
METHODS = {
    "upgrade": "Upgrade",
    "rebase": "Rebase",
    "deploy": "Deploy",
    "install": "PkgChange",
    "uninstall": "PkgChange",
    "override remove": "UpdateDeployment",
    "override replace": "UpdateDeployment",
    "override reset": "UpdateDeployment",
    "reset": "UpdateDeployment",
    "kargs": "KernelArgs",
    "rollback": "Rollback",
    "cleanup": "Cleanup",
    "finalize-deployment": "FinalizeDeployment",
}
NOT_BOOTED = (
    "This system was not booted via libostree.\n"
    "Currently, most rpm-ostree commands only work on ostree-based host systems."
)
DRIVEN = ("upgrade", "rebase", "deploy")


def client(host, words, environment, out, err):
    """Runs a command line, gives its exit code."""
    if words[:1] == ["--version"]:
        out.write(VERSION)
        return 0
    try:
        command, rest = _command(words)
        options, names = COMMANDS[command].parse(rest)
    except UsageError:
        err.write("Usage:\n  rpm-ostree [OPTION…] COMMAND\n\n")
        raise
    if not host.is_booted:
        raise Refusal(NOT_BOOTED)
    if command not in METHODS:
        _fails_as_told(host, command)
        return _reads(host, command, options, out)
    if command == "kargs" and not any(option in options for option in changes.OURS):
        if not options.get("import-proc-cmdline"):
            _fails_as_told(host, command)
            out.write(" ".join(changes.kernel_arguments_of(host, options)) + "\n")
            return 0
    if command in DRIVEN:
        _asks_driver(host, options)
    call = {
        "tool": "rpm-ostree",
        "command": command,
        "method": METHODS[command],
        "title": " ".join(words),
        "arguments": [command, options, names],
        "client": environment.get("RPMOSTREE_CLIENT_ID", "cli"),
    }
    return transactions.runs(host, call, out, err)


def work(host, call, say):
    """What the daemon does for a client."""
    command, options, names = call["arguments"]
    before = deployments(host)[0].id
    exit_code = getattr(changes, command.replace(" ", "_").replace("-", "_"))(host, options, names, say)
    if exit_code != 0 or command == "finalize-deployment" or options.get("check") or options.get("preview"):
        return exit_code
    if options.get("reboot"):
        if inhibition(host):
            raise Refusal(inhibition(host))
        is_asked_to_reboot(host, call["title"])
    elif options.get("unchanged-exit-77") and deployments(host)[0].id == before:
        return 77
    return 0


def _command(words):
    for length in (2, 1):
        command = " ".join(words[:length])
        if len(words) >= length and command in COMMANDS:
            return command, words[length:]
    raise UsageError(f"Unknown command '{' '.join(words)}'")


def _fails_as_told(host, command):
    failure = host.told_to_fail(command)
    if failure is not None:
        raise Refusal(failure["stderr"], failure.get("exit", 1))


def _reads(host, command, options, out):
    if command == "cancel":
        return transactions.cancels(host, out)
    if command == "reload":
        return 0
    found = deployments(host)
    if options.get("json"):
        # Without a newline at its end, like the original.
        out.write(json.dumps(status.document(host, found, options.get("booted", False)), indent=2))
    else:
        out.write(status.text(host, found, options.get("booted", False)))
    pending = options.get("pending-exit-77") and len(found) > 1 and not found[0].booted
    return 77 if pending else 0


def driver(host):
    """The registered update driver: {"name", "unit", "documentation"?}; None when there is none."""
    registered = files.read_json(host.run / "rpm-ostree" / "update-driver.json", None)
    return host.behaviour()["driver"] or registered


def _asks_driver(host, options):
    active = driver(host)
    if active is None or options.get("bypass-driver") or "register-driver" in options:
        return
    state = host.behaviour()["units"].get(active["unit"], "active")
    if state not in ("active", "activating", "reloading", "failed"):
        return
    name = active["name"]
    where = active.get("documentation", "https://github.com/coreos/zincati")
    raise Refusal(
        f"Updates and deployments are driven by {name} ({active['unit']})\n"
        f"See {name}'s documentation at {where}\n"
        f"Use --bypass-driver to bypass {name} and perform the operation anyways"
    )
