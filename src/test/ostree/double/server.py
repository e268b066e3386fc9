"""Making a test host, and publishing what it can follow."""

import hashlib
import shutil
import stat
import sys
import tempfile
from pathlib import Path

from . import files
from .host import REMOTE, SOURCE, STATEROOT, Host
from .layers import PACKAGE_LIST
from .machine import boots
from .ostree import ostree
from .references import with_tag, without_tag
from .transactions import python_options

REF = "testos/1/x86_64/stable"
BASE_PACKAGES = ("bash-5.2.26-1.x86_64", "firefox-128.0-1.x86_64", "kernel-6.1.0-1.x86_64", "nano-7.2-1.x86_64")
# Commits are a day apart, so that what is published later is newer.
FIRST_DAY, DAY = 1704067200, 86400
SYSTEM_PYTHON = "/usr/bin/python3"
TOOLS = ("rpm-ostree", "bootc", "systemctl", "busctl", "wall")
MACHINE_ID = "5f9a0c1de0b34c7c9d1c2b7f6e0a4d18"


def makes(directory):
    """A host that has booted version 1.0."""
    host = Host(directory)
    host.directory.mkdir(parents=True, exist_ok=True)
    ostree(f"--repo={host.server}", "init", "--mode=archive")
    checksum = publishes(host, REF, "1.0")
    host.sysroot.mkdir()
    ostree("admin", "init-fs", "--modern", host.sysroot)
    ostree("admin", "os-init", f"--sysroot={host.sysroot}", STATEROOT)
    has_remote(host, REMOTE)
    ostree(f"--repo={host.repo}", "pull", REMOTE, REF)
    words = ("admin", "deploy", f"--sysroot={host.sysroot}", f"--os={STATEROOT}", "--karg=root=LABEL=root")
    ostree(*words, "--karg=rw", "--karg=quiet", f"{REMOTE}:{REF}")
    (host.root / "etc").mkdir(parents=True)
    files.write(host.root / "etc" / "machine-id", MACHINE_ID + "\n")
    (host.root / "run").symlink_to("../run")
    (host.root / "ostree").symlink_to("../sysroot/ostree")
    bakes(host)
    boots(host)
    return checksum


def copies(template, directory):
    shutil.copytree(template, directory, symlinks=True, dirs_exist_ok=True)
    host = Host(directory)
    config = host.repo / "config"
    config.write_text(config.read_text().replace(str(Path(template).resolve()), str(host.directory)))
    bakes(host)
    boots(host)


def has_remote(host, name):
    ostree("remote", "add", f"--repo={host.repo}", "--no-gpg-verify", name, f"file://{host.server}")


def bakes(host):
    """Writes the tools that this host has, none of which needs to be told where it is."""
    host.bin.mkdir(exist_ok=True)
    behaviour = host.behaviour()
    present = {"rpm-ostree": behaviour["rpmOstree"], "bootc": behaviour["bootc"] is not None}
    # The system's own can be run by everybody, unlike one in somebody's home.
    interpreter = SYSTEM_PYTHON if Path(SYSTEM_PYTHON).exists() else sys.executable
    python = " ".join([interpreter, *python_options(host)])
    for tool in TOOLS:
        wrapper = host.bin / tool
        if present.get(tool, True):
            wrapper.write_text(f'#!/bin/sh\nexec {python} {SOURCE}/testhost {host.directory} {tool} "$@"\n')
            wrapper.chmod(wrapper.stat().st_mode | stat.S_IXUSR | stat.S_IXGRP | stat.S_IXOTH)
        else:
            wrapper.unlink(missing_ok=True)


# --- publishing ---


def publishes(host, ref, version, *, packages=BASE_PACKAGES, metadata=(), orphan=False):
    """A commit of a tree that can be booted; gives its checksum."""
    published = host.server / "published"
    number = int(published.read_text()) if published.exists() else 0
    with tempfile.TemporaryDirectory() as directory:
        tree = Path(directory)
        _writes_tree(tree, version, packages)
        words = ["--orphan"] if orphan else [f"--branch={ref}"]
        words += [f"--add-metadata-string={key}={value}" for key, value in metadata]
        words += [f"--add-metadata-string=version={version}"] if version else []
        time = f"--timestamp=@{FIRST_DAY + number * DAY}"
        tree_is = ("--bootable", "--canonical-permissions", f"--tree=dir={tree}", f"--subject={version}")
        checksum = ostree(f"--repo={host.server}", "commit", time, *tree_is, *words).strip()
    ostree(f"--repo={host.server}", "summary", "--update")
    published.write_text(str(number + 1))
    return checksum


def publishes_image(host, name, version, digest):
    """
    A commit that the tag NAME means from now on; gives its digest.

    digest: of the image that stands for it in a real registry; None where there is none
    """
    name = with_tag(name)
    tags = files.read_json(host.containers, {})
    digest = digest or "sha256:" + hashlib.sha256(f"{name} {version} {len(tags)}".encode()).hexdigest()
    commit = publishes(host, None, version, metadata=[("ostree.manifest-digest", digest)], orphan=True)
    files.write_json(host.containers, tags | {name: commit, f"{without_tag(name)}@{digest}": commit})
    return digest


def _writes_tree(tree, version, packages):
    # Mount points of the fake boot, and the links of every ostree system.
    mounts = ("boot", "dev", "proc", "run", "sys", "sysroot", "tmp", "var")
    for name in (*mounts, "usr/bin", "usr/sbin", "usr/lib64", "usr/etc"):
        (tree / name).mkdir(parents=True)
    kernel = tree / "usr" / "lib" / "modules" / "6.1.0"
    kernel.mkdir(parents=True)
    for name in ("bin", "sbin", "lib", "lib64"):
        (tree / name).symlink_to(f"usr/{name}")
    (tree / "ostree").symlink_to("sysroot/ostree")
    (kernel / "vmlinuz").write_text("kernel\n")
    (kernel / "initramfs.img").write_text("initramfs\n")
    pretty = f'NAME=TestOS\nID=testos\nVERSION_ID="{version}"\nPRETTY_NAME="TestOS {version}"\n'
    (tree / "usr" / "lib" / "os-release").write_text(pretty)
    (tree / "usr" / "etc" / "app.conf").write_text(f"version {version}\n")
    listed = tree / PACKAGE_LIST.lstrip("/")
    listed.parent.mkdir(parents=True)
    listed.write_text("".join(package + "\n" for package in packages))
