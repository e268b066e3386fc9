"""The machine below the operating system: shutdown, boot, loss of power, and the tools that ask for them."""

import json
import shutil
import time
import uuid

from . import files
from .deployments import deployments, entries, forgets_staged, swaps
from .host import Refusal
from .ostree import booted_ostree
from .transactions import ends_transaction


def boots(host):
    """Starts what the boot loader has first, with an empty /run."""
    _starts(host, deployments(host)[0])


def reboots(host):
    """A clean shutdown, which finalizes what is staged and not locked, and the boot after it."""
    behaviour = host.behaviour()
    ends_transaction(host)
    before = next(each for each in deployments(host) if each.booted)
    staged = host.staged.exists()
    applied = staged and not host.lock.exists() and _finalizes(host, behaviour["finalizeFails"])
    forgets_staged(host)
    first, *others = deployments(host)
    falls = behaviour["bootFalls"] and not first.booted and (applied or not staged)
    if falls and behaviour["fallback"] == "permanent":
        swaps(host, first, next(each for each in others if each.booted))
    _starts(host, before if falls else first)


def loses_power(host):
    """Nothing is finalized; what was in /run is gone."""
    ends_transaction(host)
    _clears_run(host)
    boots(host)


def _finalizes(host, failure):
    """Whether the staged deployment became one that boots."""
    if failure is None:
        booted_ostree(host, "admin", "finalize-staged")
        return True
    files.write(host.failure_stamp, failure)
    return False


def _clears_run(host):
    shutil.rmtree(host.run, ignore_errors=True)
    (host.run / "ostree").mkdir(parents=True)
    (host.run / "ostree-booted").touch()
    # Where sd_booted(3) looks.
    (host.run / "systemd" / "system").mkdir(parents=True)


def _starts(host, deployment):
    _clears_run(host)
    boot = str(uuid.uuid4())
    host.boots({"osname": deployment.osname, "deployment": deployment.name, "bootId": boot})
    (host.sysroot / "ostree" / "deploy" / deployment.osname / "var").mkdir(exist_ok=True)
    options = next(options for path, options in entries(host) if path == deployment.entry)
    files.write(host.root / "proc" / "cmdline", " ".join(["BOOT_IMAGE=(hd0,gpt3)/vmlinuz", *options]) + "\n")
    files.write(host.root / "proc" / "sys" / "kernel" / "random" / "boot_id", boot + "\n")
    shutil.copyfile(deployment.directory / "usr" / "lib" / "os-release", host.root / "etc" / "os-release")
    if host.failure_stamp.exists():
        _completes_boot(host)


def _completes_boot(host):
    """ostree-boot-complete.service: says what the shutdown before has left, once."""
    try:
        booted_ostree(host, "admin", "boot-complete")
    except Refusal as refusal:
        files.write_json(host.run / "failed-units.json", {"ostree-boot-complete.service": str(refusal)})


def is_asked_to_reboot(host, by):
    """What happens when a tool of the host asks for a reboot."""
    does = host.behaviour()["rebootDoes"]
    if does == "nothing":
        return
    files.append_json(host.reboots, {"by": by, "at": time.time(), "bootId": host.machine()["bootId"]})
    if does == "now":
        reboots(host)


def inhibition(host):
    """Why a reboot is refused; None when it is not."""
    inhibited = host.behaviour()["inhibited"]
    if inhibited is None:
        return None
    text = "Reboot blocked by a systemd inhibitor lock in `block` mode\n"
    text += f"Held by: {inhibited['who']}\nReason: {inhibited['why']}"
    others = inhibited.get("others", 0)
    return text + (f"\nand {others} other blocking inhibitor lock(s)" if others else "")


# --- tools ---


def wall(host, words, stdin):
    files.append_json(host.wall, " ".join(words) if words else stdin.read())
    return 0


SESSIONS = "/org/freedesktop/login1/session/"


def busctl(host, words, out, err):
    """What logind says of who would be disturbed by a reboot."""
    behaviour = host.behaviour()
    if behaviour["logind"] is None:
        err.write("Failed to connect to bus: No such file or directory\n")
        return 1
    if words[-1] == "ListInhibitors":
        told = [[each["what"], each["who"], each["why"], each["mode"], 0, 4711] for each in behaviour["logind"]["inhibitors"]]
    elif words[-1] == "ListSessions":
        names = [each["user"] for each in behaviour["logind"]["sessions"]]
        told = [[str(i), 1000, name, "seat0", f"{SESSIONS}_{i}"] for i, name in enumerate(names)]
    else:
        path = next(word for word in words if word.startswith(SESSIONS))
        session = behaviour["logind"]["sessions"][int(path.rpartition("_")[2])]
        told = {key: {"data": value} for key, value in _session(session).items()}
    out.write(json.dumps({"type": "a", "data": [told]}) + "\n")
    return 0


def _session(session):
    user, terminal = session["user"], session["tty"]
    return {"Id": "1", "Name": user, "TTY": terminal, "Seat": ["", "/"], "Class": "user", "State": "active", "Remote": False, "RemoteHost": ""}


SHOWN = ("Id", "LoadState", "ActiveState", "SubState", "UnitFileState", "Result")


def properties(host, unit):
    told = host.behaviour()["units"].get(unit)
    if told is None and unit in files.read_json(host.run / "failed-units.json", {}):
        told = "failed"
    driver = host.behaviour()["driver"]
    if told is None and driver and driver.get("unit") == unit:
        told = "active"
    if isinstance(told, dict):
        return {"Id": unit, **told}
    loaded = told is not None
    active = told or "inactive"
    sub = {"active": "active", "inactive": "dead"}.get(active, active)
    result = "exit-code" if active == "failed" else "success"
    return dict(zip(SHOWN, (unit, "loaded" if loaded else "not-found", active, sub, "enabled" if loaded else "", result)))


def systemctl(host, words, out, err):
    options = [word for word in words if word.startswith("-")]
    verb, *units = [word for word in words if not word.startswith("-")] or ["list-units"]
    quiet = "--quiet" in options or "-q" in options
    if verb == "reboot":
        if inhibition(host) and not {"--force", "-i", "--ignore-inhibitors"} & set(options):
            err.write("Operation denied due to active block inhibitor\n")
            return 1
        is_asked_to_reboot(host, "systemctl reboot")
        return 0
    if verb == "start" and units in (["rpm-ostreed"], ["rpm-ostreed.service"]):
        return 0
    wanted = {"is-active": "ActiveState", "is-failed": "ActiveState", "is-enabled": "UnitFileState"}
    if verb in wanted:
        states = [properties(host, unit).get(wanted[verb], "") or "not-found" for unit in units]
        if not quiet:
            out.write("".join(state + "\n" for state in states))
        good = {"is-active": "active", "is-failed": "failed", "is-enabled": "enabled"}[verb]
        return 0 if good in states else {"is-active": 3, "is-failed": 1, "is-enabled": 1}[verb]
    if verb == "show":
        given = [word.partition("=")[2] for word in options if word.startswith("--property=")]
        keys = [key for keys in given for key in keys.split(",")]
        shown = [properties(host, unit) for unit in units]
        blocks = ["".join(f"{key}={unit.get(key, '')}\n" for key in keys or unit) for unit in shown]
        out.write("\n".join(blocks))
        return 0
    err.write(f"Unknown command verb '{verb}'.\n")
    return 1
