"""Command lines: which options a command has, and the words that remain."""

from .host import Refusal


class UsageError(Refusal):
    def __init__(self, text):
        super().__init__(f"usage error: {text}")


class Options:
    """
    The options of one command.

    flags: names that stand alone
    values: names that take a value, and may be repeated
    aliases: short or older spelling → name
    """

    def __init__(self, flags=(), values=(), aliases=None):
        self.flags = frozenset(flags)
        self.values = frozenset(values)
        self.aliases = aliases or {}

    def parse(self, words):
        """(name → True or list of values, words)"""
        given, rest = {}, []
        remaining = list(words)
        while remaining:
            word = remaining.pop(0)
            if word == "--":
                return given, rest + remaining
            if not word.startswith("-") or word == "-":
                rest.append(word)
                continue
            name, equals, value = word.partition("=")
            name = self.aliases.get(name, name)
            if name in self.flags and not equals:
                given[name.lstrip("-")] = True
            elif name in self.values:
                if not equals:
                    if not remaining:
                        raise UsageError(f"Missing argument for {word}")
                    value = remaining.pop(0)
                given.setdefault(name.lstrip("-"), []).append(value)
            else:
                raise UsageError(f"Unknown option {word}")
        return given, rest


def _options(flags, values=(), **aliases):
    short = {"-r": "--reboot", "-C": "--cache-only", "--os": "--stateroot", "-p": "--pending"}
    return Options(
        [f"--{flag}" for flag in flags.split()],
        [f"--{value}" for value in ("stateroot", *values)],
        short | {alias.replace("_", "-"): name for alias, name in aliases.items()},
    )


PACKAGES = ("install", "uninstall")

# What each command of rpm-ostree knows; everything else is a usage error, as it would be there.
COMMANDS = {
    "status": Options(
        ["--json", "--booted", "--verbose", "--pending-exit-77"],
        [],
        {"-b": "--booted", "-v": "--verbose"},
    ),
    "upgrade": _options(
        "reboot check preview cache-only download-only allow-downgrade unchanged-exit-77 lock-finalization"
        " bypass-driver trigger-automatic-update-policy",
        PACKAGES,
    ),
    "rebase": _options(
        "reboot cache-only download-only skip-purge disallow-downgrade lock-finalization bypass-driver experimental",
        (*PACKAGES, "custom-origin-url", "custom-origin-description"),
    ),
    "deploy": _options(
        "reboot preview cache-only download-only skip-branch-check disallow-downgrade unchanged-exit-77"
        " lock-finalization bypass-driver",
        (*PACKAGES, "register-driver"),
    ),
    "install": _options(
        "reboot dry-run assumeyes idempotent allow-inactive unchanged-exit-77 lock-finalization cache-only"
        " download-only force-replacefiles",
        ("uninstall",),
        _n="--dry-run",
        _y="--assumeyes",
    ),
    "uninstall": _options(
        "reboot dry-run assumeyes idempotent allow-inactive unchanged-exit-77 lock-finalization all",
        ("install",),
        _n="--dry-run",
        _y="--assumeyes",
    ),
    "override remove": _options("reboot dry-run lock-finalization cache-only", (*PACKAGES, "replace"), _n="--dry-run"),
    "override replace": _options("reboot dry-run lock-finalization cache-only", PACKAGES, _n="--dry-run"),
    "override reset": _options("reboot dry-run lock-finalization all", PACKAGES, _n="--dry-run", _a="--all"),
    "kargs": Options(
        ["--reboot", "--unchanged-exit-77", "--lock-finalization", "--import-proc-cmdline"],
        [
            "--append",
            "--append-if-missing",
            "--delete",
            "--delete-if-present",
            "--replace",
            "--deploy-index",
            "--stateroot",
        ],
        {"--os": "--stateroot"},
    ),
    "rollback": Options(["--reboot"], [], {"-r": "--reboot"}),
    "cleanup": Options(
        ["--pending", "--rollback", "--base", "--repomd"],
        ["--stateroot"],
        {"-p": "--pending", "-r": "--rollback", "-b": "--base", "-m": "--repomd", "--os": "--stateroot"},
    ),
    "finalize-deployment": Options(["--allow-missing-checksum", "--allow-unlocked"], ["--stateroot"]),
    "reset": _options(
        "reboot overlays overrides initramfs lock-finalization",
        PACKAGES,
        _l="--overlays",
        _o="--overrides",
        _i="--initramfs",
    ),
    "cancel": Options(),
    "reload": Options(),
}
