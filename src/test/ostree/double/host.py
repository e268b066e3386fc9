"""Where everything of one test host is, and what its doubles are told to do."""

import hashlib
import json
from pathlib import Path

from . import files

SOURCE = Path(__file__).resolve().parent.parent
STATEROOT = "testos"
REMOTE = "testremote"

BEHAVIOUR = {
    "busy": None,
    "systemTransaction": False,
    "slow": {},
    "fail": {},
    "driver": None,
    "finalizeFails": None,
    "bootFalls": False,
    "fallback": "once",
    "diskFull": False,
    "rebootDoes": "later",
    "inhibited": None,
    "era": "2026",
    "rpmOstree": True,
    "bootc": "v1",
    "units": {"boot-complete.target": "active"},
    "logind": {"inhibitors": [], "sessions": []},
    "unavailable": [],
}


class Refusal(Exception):
    """What a tool says as `error: …`, on its way out."""

    def __init__(self, text, exit_code=1):
        super().__init__(text)
        self.exit_code = exit_code


class Host:
    def __init__(self, directory):
        self.directory = Path(directory).resolve()
        self.server = self.directory / "srv"
        self.containers = self.server / "containers.json"
        self.sysroot = self.directory / "sysroot"
        self.repo = self.sysroot / "ostree" / "repo"
        self.run = self.directory / "run"
        self.root = self.directory / "root"
        self.bin = self.directory / "bin"
        self.daemon = self.directory / "daemon"
        self.lock = self.run / "ostree" / "staged-deployment-locked"
        self.staged = self.run / "ostree" / "staged-deployment"
        self.failure_stamp = self.sysroot / "boot" / "ostree" / "finalize-failure.stamp"
        self.log = self.directory / "log.jsonl"
        self.reboots = self.directory / "reboots.jsonl"
        self.wall = self.directory / "wall.log"

    # --- what it is told ---

    def behaviour(self):
        return BEHAVIOUR | files.read_json(self.directory / "behaviour.json", {})

    def behaves(self, changes):
        told = files.read_json(self.directory / "behaviour.json", {}) | changes
        unknown = told.keys() - BEHAVIOUR.keys()
        if unknown:
            raise Refusal("no such behaviour: " + ", ".join(sorted(unknown)))
        files.write_json(self.directory / "behaviour.json", told)
        if "fail" in changes:
            (self.directory / "failures.json").unlink(missing_ok=True)

    def told_to_fail(self, command):
        """The failure that this call is to show, if any; counts it."""
        failure = self.behaviour()["fail"].get(command)
        if failure is None or "times" not in failure:
            return failure
        counted = files.read_json(self.directory / "failures.json", {})
        key = hashlib.sha256(json.dumps([command, failure]).encode()).hexdigest()
        if counted.get(key, 0) >= failure["times"]:
            return None
        files.write_json(self.directory / "failures.json", counted | {key: counted.get(key, 0) + 1})
        return failure

    def is_era(self, first, last="9999"):
        return first <= self.behaviour()["era"] <= last

    # --- this boot ---

    def machine(self):
        """Which deployment is booted: {"osname", "deployment": "CHECKSUM.SERIAL", "bootId"}."""
        return files.read_json(self.directory / "machine.json", None)

    @property
    def is_booted(self):
        """Whether this is an ostree system at all; who removes the file makes it another one."""
        return (self.run / "ostree-booted").exists()

    def boots(self, machine):
        files.write_json(self.directory / "machine.json", machine)

    def deployment_directory(self, osname, deployment):
        return self.sysroot / "ostree" / "deploy" / osname / "deploy" / deployment
