"""Transactions: the client starts a daemon that does the work, follows what it prints, and is not needed any more."""

import contextlib
import fcntl
import json
import os
import signal
import sys
import time
import uuid
from pathlib import Path

from . import files
from .host import SOURCE, Refusal

CANCELLED = "Operation was cancelled"
CRASHED = (
    "Bus owner changed, aborting. This likely means the daemon crashed; check logs with `journalctl -xe`."
)
OBJECT_PATH = "/org/projectatomic/rpmostree1/testos"
POLL = 0.01


def busy_text(host, title):
    text = f"Transaction in progress: {title}"
    if host.is_era("2021"):
        text += "\n You can cancel the current transaction with `rpm-ostree cancel`"
    return text


def running(host):
    """The transaction that a daemon works on; None when there is none."""
    active = files.read_json(host.daemon / "active.json", None)
    if active is None or active["start"] is None or files.start_of(active["pid"]) != active["start"]:
        return None
    return active


def shown(host):
    """`transaction` of status."""
    busy = host.behaviour()["busy"]
    if busy is not None:
        return ["Upgrade", ":1.99", OBJECT_PATH]
    active = running(host)
    return [active["method"], f":1.{active['pid']}", OBJECT_PATH] if active else None


def runs(host, call, out, err):
    """
    Joins the transaction that does the same already, or starts one, and follows it to its end.

    call: {"tool", "command", "method", "title", "arguments", "client"}
    """
    behaviour = host.behaviour()
    with _client_lock(host):
        if behaviour["busy"] is not None:
            raise Refusal(busy_text(host, behaviour["busy"]))
        if behaviour["systemTransaction"]:
            raise Refusal("System transaction in progress")
        active = running(host)
        if active is None:
            active = _starts(host, call)
        elif active["key"] == _key(call):
            out.write(f"Attaching to existing transaction: {active['title']}\n")
            out.flush()
        else:
            raise Refusal(busy_text(host, active["title"]))
    return _follows(host, active, out, err)


def cancels(host, out):
    active = running(host)
    if active is None:
        out.write("No active transaction.\n")
        return 0
    out.write(f"Cancelling transaction: {active['title']}\n")
    _signals(active)
    while running(host) is not None:
        time.sleep(POLL)
    out.write("Cancelled.\n")
    return 0


def ends_transaction(host):
    """The machine goes down under the daemon; a daemon that takes the machine down itself goes on."""
    active = running(host)
    if active is not None and active["pid"] != os.getpid():
        os.kill(active["pid"], signal.SIGKILL)
    (host.daemon / "active.json").unlink(missing_ok=True)


# --- client ---


@contextlib.contextmanager
def _client_lock(host):
    host.daemon.mkdir(exist_ok=True)
    with open(host.daemon / "lock", "w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield


def _key(call):
    return json.dumps([call["tool"], call["method"], call["arguments"]], sort_keys=True)


def _starts(host, call):
    directory = host.daemon / uuid.uuid4().hex
    directory.mkdir()
    files.write_json(directory / "call.json", call)
    pid = _daemon(host, directory)
    active = {
        "directory": str(directory),
        "key": _key(call),
        "title": call["title"],
        "method": call["method"],
        "pid": pid,
        "start": files.start_of(pid),
    }
    files.write_json(host.daemon / "active.json", active)
    return active


def _daemon(host, directory):
    """Starts the daemon as nobody's child, with nothing of the client's environment; gives its number."""
    reading, writing = os.pipe()
    child = os.fork()
    if child == 0:
        os.setsid()
        daemon = os.fork()
        if daemon != 0:
            os.write(writing, str(daemon).encode())
            os._exit(0)
        os.dup2(os.open("/dev/null", os.O_RDONLY), 0)
        os.dup2(os.open(directory / "crash", os.O_WRONLY | os.O_CREAT), 1)
        os.dup2(1, 2)
        argv = [sys.executable, *python_options(host), str(SOURCE / "testhost"), str(host.directory), "daemon"]
        os.execve(sys.executable, [*argv, str(directory)], {"PATH": os.environ["PATH"], "LC_ALL": "C.UTF-8"})
    os.waitpid(child, 0)
    os.close(writing)
    with os.fdopen(reading) as pipe:
        return int(pipe.read())


def python_options(host):
    """Nothing of the user's Python, and no compiled files beside the sources."""
    return ["-I", "-X", f"pycache_prefix={host.directory / 'cache'}"]


def _signals(active):
    with contextlib.suppress(ProcessLookupError):
        os.kill(active["pid"], signal.SIGTERM)


def _follows(host, active, out, err):
    directory = Path(active["directory"])

    def interrupted(_signal, _frame):
        err.write("Caught SIGINT, cancelling transaction\n")
        err.flush()
        _signals(active)

    signal.signal(signal.SIGINT, interrupted)
    position = 0
    while True:
        alive = files.start_of(active["pid"]) == active["start"] and active["start"] is not None
        ended = files.read_json(directory / "end.json", None)
        text = (directory / "out").read_text() if (directory / "out").exists() else ""
        out.write(text[position:])
        out.flush()
        position = len(text)
        if ended is not None:
            err.write(ended["err"])
            return ended["exit"]
        if not alive and not (directory / "end.json").exists():
            raise Refusal(CRASHED)
        time.sleep(POLL)


# --- daemon ---


class Cancelled(Exception):
    pass


def serves(host, directory, work):
    """
    What the daemon does.

    work: from the call and a function that prints a line to the exit code
    """

    def cancelled(_signal, _frame):
        raise Cancelled

    signal.signal(signal.SIGTERM, cancelled)
    call = files.read_json(directory / "call.json", None)
    err, exit_code = "", 1
    with open(directory / "out", "w") as out:

        def say(line):
            out.write(line + "\n")
            out.flush()

        try:
            _takes_its_time(host, call["command"])
            # From here on it is done, whoever wants it otherwise.
            signal.signal(signal.SIGTERM, signal.SIG_IGN)
            failure = host.told_to_fail(call["command"])
            if failure is None or failure.get("after"):
                exit_code = work(call, say)
            if failure is not None:
                raise Refusal(failure["stderr"], failure.get("exit", 1))
        except Cancelled:
            err = f"error: {CANCELLED}\n"
        except Refusal as refusal:
            err, exit_code = f"error: {refusal}\n", refusal.exit_code
    (host.daemon / "active.json").unlink(missing_ok=True)
    files.write_json(directory / "end.json", {"exit": exit_code, "err": err})


def _takes_its_time(host, command):
    """As slow as it is told to be, until it is told otherwise."""
    began = time.monotonic()
    while time.monotonic() - began < host.behaviour()["slow"].get(command, 0):
        time.sleep(POLL)
