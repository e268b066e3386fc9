"""Calls of the real ostree(1), outside of the fake boot and within it, and what it tells about commits."""

import os
import re
import subprocess
from dataclasses import dataclass

from .host import SOURCE, Refusal

ENVIRONMENT = {
    "PATH": os.environ.get("PATH", "/usr/bin:/bin"),
    "LC_ALL": "C.UTF-8",
    "OSTREE_SYSROOT_DEBUG": "mutable-deployments",
    # What only units run refuses to run without it.
    "INVOCATION_ID": "0123456789abcdef0123456789abcdef",
}
METADATA = re.compile(r"'([\w.-]+)': <((?:'(?:[^'\\]|\\.)*'|\"(?:[^\"\\]|\\.)*\"|[^>])*)>")

# (metadata, parent, related objects, subject, body, time, …) as GVariant's text form has it.
RAW = re.compile(r"\(\{(.*)\}, (@ay \[\]|\[byte [^]]*\]), @a\(say\) \[\], .*, uint64 (\d+), \[byte", re.DOTALL)


def ostree(*words):
    """Runs it, gives what it prints; its error is ours."""
    return _run(["ostree", *map(str, words)])


def booted_ostree(host, *words):
    """Runs it as if the booted deployment of a host were the running system."""
    machine = host.machine()
    deployment = host.deployment_directory(machine["osname"], machine["deployment"])
    boot = ["unshare", "--mount", "--pid", "--fork", str(SOURCE / "fakeboot")]
    where = [str(host.sysroot), str(deployment), machine["osname"], str(host.run)]
    return _run([*boot, *where, "ostree", *map(str, words)])


def _run(argv):
    done = subprocess.run(argv, env=ENVIRONMENT, stdin=subprocess.DEVNULL, capture_output=True, text=True)
    if done.returncode != 0:
        said = done.stderr.strip().splitlines()
        errors = [line.removeprefix("error: ") for line in said if line.startswith("error: ")]
        raise Refusal("\n".join(errors or said) or f"ostree ended with {done.returncode}")
    return done.stdout


@dataclass(frozen=True)
class Commit:
    checksum: str
    parent: str | None
    timestamp: int
    metadata: dict

    @property
    def version(self):
        return self.metadata.get("version")

    @property
    def digest(self):
        return self.metadata.get("ostree.manifest-digest")

    @property
    def is_layered(self):
        return self.metadata.get("rpmostree.clientlayer") is True

    @property
    def packages(self):
        return self.metadata.get("rpmostree.packages", [])


def commit(repo, checksum):
    """Reads a commit; None when the repository does not have it."""
    try:
        text = ostree(f"--repo={repo}", "show", "--raw", checksum)
    except Refusal:
        return None
    return _commit(checksum, text)


def history(repo, ref):
    """All commits of a branch, newest first; none when there is no such branch."""
    found = []
    checksum = resolve(repo, ref)
    while checksum is not None:
        read = commit(repo, checksum)
        if read is None:
            break
        found.append(read)
        checksum = read.parent
    return found


def resolve(repo, ref):
    try:
        return ostree(f"--repo={repo}", "rev-parse", ref).strip()
    except Refusal:
        return None


def read_file(repo, checksum, path):
    try:
        return ostree(f"--repo={repo}", "cat", checksum, path)
    except Refusal:
        return ""


def _commit(checksum, text):
    metadata, parent, time = RAW.search(text).groups()
    values = {key: _value(value) for key, value in METADATA.findall(metadata)}
    return Commit(checksum, "".join(re.findall("0x(..)", parent)) or None, int(time), values)


def _value(text):
    if text in ("true", "false"):
        return text == "true"
    if text.startswith(("[", "@as [")):
        return re.findall(r"'([^']*)'", text)
    if text.startswith(("'", '"')):
        return text[1:-1]
    number = re.search(r"(\d+)$", text)
    return int(number.group(1)) if number else text
