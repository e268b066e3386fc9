"""Packages and overrides as a commit of the host's own on top of its base."""

import re
import tempfile
from pathlib import Path

from .host import Refusal
from .ostree import commit, ostree, read_file

# What an image has installed, one NEVRA a line. Test images need no rpm database.
PACKAGE_LIST = "/usr/share/testos/packages"
NEVRA = re.compile(r"(?P<name>.+)-(?P<epoch>\d+:)?(?P<version>[^-:]+)-(?P<release>[^-]+)\.(?P<arch>[^.]+)")


def nevra_of_file(path):
    return Path(path.partition("#")[0]).name.removesuffix(".rpm")


def name_of(nevra):
    match = NEVRA.fullmatch(nevra)
    return match["name"] if match else nevra


def fields(nevra):
    """[NEVRA, name, epoch, version, release, architecture], as status shows a package."""
    match = NEVRA.fullmatch(nevra)
    epoch = int((match["epoch"] or "0").rstrip(":"))
    return [nevra, match["name"], epoch, match["version"], match["release"], match["arch"]]


def base_packages(host, base):
    """Name → NEVRA of what the base has."""
    return {name_of(line): line for line in read_file(host.repo, base.checksum, PACKAGE_LIST).split()}


def layered(host, base, origin):
    """The commit of base with all that the origin asks for: the base itself when that is nothing."""
    if not origin.is_layered:
        return base
    absent = [name for name in origin.packages if name in host.behaviour()["unavailable"]]
    if absent:
        raise Refusal("Packages not found: " + ", ".join(absent))
    known = base_packages(host, base)
    active = [name for name in origin.packages if name not in known]
    with tempfile.TemporaryDirectory() as layer:
        notes = Path(layer) / "usr" / "share" / "testos" / "layered"
        notes.mkdir(parents=True)
        for name in (*active, *origin.local_packages):
            (notes / name).touch()
        listed = "".join(f"'{name}', " for name in active).removesuffix(", ")
        words = [
            f"--repo={host.repo}",
            "commit",
            "--orphan",
            "--bootable",
            f"--parent={base.checksum}",
            "--subject=layered",
            f"--tree=ref={base.checksum}",
            f"--tree=dir={layer}",
            "--add-metadata=rpmostree.clientlayer=true",
            "--add-metadata=rpmostree.clientlayer_version=uint32 6",
            f"--add-metadata=rpmostree.packages=@as [{listed}]",
        ]
        if base.version:
            words.append(f"--add-metadata-string=version={base.version}")
        return commit(host.repo, ostree(*words).strip())
