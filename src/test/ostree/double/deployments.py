"""The deployments of a host in boot order, and what changes them: staging, undeploying, swapping the boot order."""

import os
import re
import time
from dataclasses import dataclass
from functools import cached_property

from . import files
from .host import Refusal
from .origin import Origin
from .ostree import booted_ostree, commit, ostree

BASE_REFS = "rpmostree/base"


@dataclass
class Deployment:
    host: object
    osname: str
    name: str
    kernel_arguments: list
    booted: bool
    staged: bool = False
    entry: object = None

    @property
    def checksum(self):
        return self.name.partition(".")[0]

    @property
    def serial(self):
        return int(self.name.partition(".")[2])

    @property
    def id(self):
        return f"{self.osname}-{self.name}"

    @property
    def directory(self):
        return self.host.deployment_directory(self.osname, self.name)

    @cached_property
    def origin(self):
        return Origin.read(self.directory.with_name(f"{self.name}.origin"))

    @cached_property
    def commit(self):
        return commit(self.host.repo, self.checksum)

    @cached_property
    def base(self):
        """The commit that packages are layered on, or the commit itself."""
        return commit(self.host.repo, self.commit.parent) if self.commit.is_layered else self.commit

    @property
    def is_locked(self):
        return self.staged and self.host.lock.exists()


def entries(host):
    """The boot loader's entries, the one that boots next first."""
    found = []
    for path in (host.sysroot / "boot" / "loader" / "entries").glob("*.conf"):
        keys = dict(line.split(" ", 1) for line in path.read_text().splitlines() if " " in line)
        found.append((int(keys["version"]), path, keys["options"].split()))
    return [(path, options) for _, path, options in sorted(found, key=lambda each: -each[0])]


def _staged(host):
    """What is staged; a transaction that has just staged it notes so a moment later."""
    end = time.monotonic() + 2
    while time.monotonic() < end:
        staged = files.read_json(host.run / "staged.json", None)
        if staged and host.staged.exists() and staged["deployment"].encode()[:64] in host.staged.read_bytes():
            return staged
        time.sleep(0.05)
    # Somebody has staged with ostree itself; then nothing here knows what.
    raise Refusal("the staged deployment was not made by these doubles")


def deployments(host, osname=None):
    """In boot order: a staged one, then what the boot loader has."""
    machine = host.machine()
    found = []
    if host.staged.exists():
        staged = _staged(host)
        found.append(Deployment(host, staged["osname"], staged["deployment"], staged["options"], False, staged=True))
    for path, options in entries(host):
        link = next(option for option in options if option.startswith("ostree=")).removeprefix("ostree=")
        place = os.path.realpath(f"{host.sysroot}{link}").split("/")
        booted = machine is not None and (place[-3], place[-1]) == (machine["osname"], machine["deployment"])
        found.append(Deployment(host, place[-3], place[-1], options, booted, entry=path))
    return [each for each in found if osname in (None, each.osname)]


def booted(host):
    found = next((each for each in deployments(host) if each.booted), None)
    if found is None:
        raise Refusal("This system was not booted via libostree.")
    return found


def default(host, osname=None):
    """The one that boots next: what every change starts from."""
    osname = osname or booted(host).osname
    found = deployments(host, osname)
    if not found:
        raise Refusal(f"No deployments found for os {osname}")
    return found[0]


def stage(host, osname, checksum, origin, kernel_arguments, locked):
    """Puts a commit into the place of whatever is staged."""
    known = deployments(host)
    _keep_bases(host, [each.base.checksum for each in known] + [commit(host.repo, checksum).parent, checksum])
    options = [each for each in kernel_arguments if not each.startswith("ostree=")]
    files.write(host.run / "origin", origin.text())
    before = set(_names(host, osname))
    words = ["admin", "deploy", "--stage", f"--os={osname}", "--origin-file=/run/origin", "--karg-none"]
    booted_ostree(host, *words, *(f"--karg-append={each}" for each in options), checksum)
    link = [each for each in known[0].kernel_arguments if each.startswith("ostree=")]
    name = _staged_name(host, osname, checksum, before)
    files.write_json(host.run / "staged.json", {"osname": osname, "deployment": name, "options": options + link})
    _origin(host, osname, name, origin)
    if locked:
        host.lock.touch()
    else:
        host.lock.unlink(missing_ok=True)
    collects_bases(host)


def _names(host, osname):
    return os.listdir(host.sysroot / "ostree" / "deploy" / osname / "deploy")


def _staged_name(host, osname, checksum, before):
    mine = re.compile(rf"{checksum}\.\d+")
    names = [name for name in _names(host, osname) if mine.fullmatch(name)]
    fresh = [name for name in names if name not in before] or names
    return max(fresh, key=lambda name: int(name.partition(".")[2]))


def _origin(host, osname, name, origin):
    files.write(host.deployment_directory(osname, name).with_name(f"{name}.origin"), origin.text())


def undeploys(host, chosen):
    """Removes deployments, the last ones first, so that the numbers of the others stay."""
    everything = deployments(host)
    numbers = [number for number, each in enumerate(everything) if each.id in {one.id for one in chosen}]
    for number in reversed(numbers):
        booted_ostree(host, "admin", "undeploy", number)
    if any(each.staged for each in chosen):
        forgets_staged(host)
    collects_bases(host)
    return len(numbers)


def forgets_staged(host):
    for path in (host.staged, host.lock, host.run / "staged.json"):
        path.unlink(missing_ok=True)


def swaps(host, first, second):
    """Exchanges the places of two deployments in the boot order."""
    texts = [each.entry.read_text() for each in (first, second)]
    versions = [re.search(r"^version .*$", text, re.MULTILINE).group() for text in texts]
    for each, text, version in zip((first, second), texts, reversed(versions)):
        files.write(each.entry, re.sub(r"^version .*$", version, text, flags=re.MULTILINE))
    # Whoever watches the deployments looks at this time.
    os.utime(host.sysroot / "ostree" / "deploy")


# --- commits that packages are layered on have no deployment, and are pruned unless a ref names them ---


def _keep_bases(host, checksums):
    for checksum in filter(None, set(checksums)):
        ostree(f"--repo={host.repo}", "refs", "--force", f"--create={BASE_REFS}/{checksum}", checksum)


def collects_bases(host):
    """Lets go of bases that no deployment needs any more."""
    needed = {each.base.checksum for each in deployments(host)}
    for ref in ostree(f"--repo={host.repo}", "refs", "--list", BASE_REFS).split():
        if ref.rpartition("/")[2] not in needed:
            ostree(f"--repo={host.repo}", "refs", "--delete", ref)
