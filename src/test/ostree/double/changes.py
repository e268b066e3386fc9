"""What the mutating commands of rpm-ostree do. Each starts from what boots next, and stages what shall boot instead."""

from . import files
from .deployments import booted, collects_bases, default, deployments, forgets_staged, stage, swaps, undeploys
from .host import Refusal
from .kernel_arguments import OURS, edited
from .layers import base_packages, layered, name_of, nevra_of_file
from .machine import inhibition, is_asked_to_reboot
from .ostree import ostree
from .references import Source, is_checksum, is_container, rebased

QUEUED = 'Changes queued for next boot. Run "systemctl reboot" to start a reboot'
OLDER = (
    "Upgrade target revision '{}' with timestamp '{}' is chronologically older than current revision '{}' with"
    " timestamp '{}'; use --allow-downgrade to permit"
)


class Draft:
    """What shall boot instead of a deployment."""

    def __init__(self, host, options):
        self.host = host
        self.options = options
        self.now = default(host, first(options, "stateroot"))
        self.origin = self.now.origin.with_(pinned=False)
        self.base = self.now.base
        self.kernel_arguments = self.now.kernel_arguments

    @property
    def source(self):
        return Source(self.host, self.origin.reference)

    def never_goes_back(self):
        if self.base.timestamp < self.now.base.timestamp:
            old, new = self.now.base, self.base
            text = OLDER.format(new.checksum, new.timestamp, old.checksum, old.timestamp)
            raise Refusal(f"While checking against deployment timestamp: {text}")

    def takes_packages(self):
        """--install and --uninstall of commands that are for something else."""
        self.origin = requested(self, self.options.get("install", []), self.options.get("uninstall", []))

    @property
    def is_new(self):
        """Pins do not count: neither upgrade nor deploy makes a deployment for one alone."""
        return self.base.checksum != self.now.base.checksum or self.origin.asks_for_other_than(self.now.origin)

    def stages(self):
        if self.options.get("download-only"):
            return
        checksum = layered(self.host, self.base, self.origin).checksum
        locked = self.options.get("lock-finalization", False)
        stage(self.host, self.now.osname, checksum, self.origin, self.kernel_arguments, locked)


def first(options, name):
    return options[name][0] if name in options else None


# --- what is followed ---


def upgrade(host, options, words, say):
    draft = Draft(host, options)
    if options.get("check") or options.get("preview"):
        return _checks(host, draft, say)
    draft.origin = draft.origin.with_(override_commit=None)
    draft.base = draft.source.tip()
    if not options.get("allow-downgrade"):
        draft.never_goes_back()
    draft.takes_packages()
    if not draft.is_new:
        say("No upgrade available.")
        return 0
    draft.stages()
    (host.directory / "cached-update.json").unlink(missing_ok=True)
    say(QUEUED)
    return 0


def _checks(host, draft, say):
    say("Note: --check and --preview may be unreliable.  See https://github.com/coreos/rpm-ostree/issues/1579")
    tip = draft.source.looks_at_tip()
    if tip.checksum == draft.now.base.checksum:
        (host.directory / "cached-update.json").unlink(missing_ok=True)
        say("No updates available.")
        return 77
    update = {"osname": draft.now.osname, "checksum": tip.checksum, "version": tip.version, "timestamp": tip.timestamp}
    update |= {"origin": draft.origin.reference, "digest": tip.digest, "deployment": draft.now.id}
    files.write_json(host.directory / "cached-update.json", update)
    say(f"AvailableUpdate:\n        Version: {tip.version}\n         Commit: {tip.checksum}")
    return 0


def rebase(host, options, words, say):
    if not words:
        raise Refusal("usage error: REFSPEC must be specified")
    draft = Draft(host, options)
    old = draft.origin.reference
    new = rebased(words[0], old)
    if new == old and not is_checksum(new):
        raise Refusal(f"Old and new refs are equal: {new}")
    custom = tuple(filter(None, (first(options, "custom-origin-url"), first(options, "custom-origin-description"))))
    draft.origin = draft.origin.with_(reference=new, override_commit=None, custom=custom)
    if len(words) > 1:
        _pins(draft, words[1], skips_branch_check=False)
    else:
        draft.base = draft.source.tip()
    if options.get("disallow-downgrade"):
        draft.never_goes_back()
    draft.takes_packages()
    draft.stages()
    _purges(host, old, new, options)
    say(QUEUED)
    return 0


def _purges(host, old, new, options):
    if not options.get("skip-purge") and not is_container(old) and not is_checksum(old) and old != new:
        ostree(f"--repo={host.repo}", "refs", "--delete", old)


def _pins(draft, revision, skips_branch_check):
    draft.base = draft.source.revision(revision, skips_branch_check)
    pin = draft.base.digest if is_container(draft.origin.reference) else draft.base.checksum
    draft.origin = draft.origin.with_(override_commit=pin)


def deploy(host, options, words, say):
    if len(words) != 1:
        raise Refusal("usage error: REVISION must be specified")
    driver = first(options, "register-driver")
    if driver is not None:
        registered = {"name": driver, "unit": f"{driver.lower()}.service"}
        files.write_json(host.run / "rpm-ostree" / "update-driver.json", registered)
    if words == [""]:
        if driver is None:
            raise Refusal("Empty revision is only for --register-driver")
        return 0
    draft = Draft(host, options)
    _pins(draft, words[0], options.get("skip-branch-check", False))
    if options.get("disallow-downgrade"):
        draft.never_goes_back()
    draft.takes_packages()
    if not draft.is_new:
        say("No change.")
        return 0
    if not options.get("preview"):
        draft.stages()
        say(QUEUED)
    return 0


# --- packages ---


def requested(draft, installs, uninstalls):
    """The origin with packages asked for, and others not any more."""
    options, origin = draft.options, draft.origin
    names, local = list(origin.packages), list(origin.local_packages)
    for name in uninstalls:
        among = local if name in local else names
        matching = [one for one in (*names, *local) if name in (one, name_of(one) if one in local else one)]
        if matching:
            among = local if matching[0] in local else names
            among.remove(matching[0])
        elif not options.get("idempotent"):
            raise Refusal(f"Package/capability '{name}' is not currently requested")
    known = base_packages(draft.host, draft.base) if installs else {}
    for name in installs:
        if name.endswith(".rpm"):
            nevra = nevra_of_file(name)
            if nevra not in local:
                local.append(nevra)
            elif not options.get("idempotent"):
                raise Refusal(f"Package '{name_of(nevra)}' is already layered")
        elif name in names:
            if not options.get("idempotent"):
                raise Refusal(f"Package/capability '{name}' is already requested")
        elif name in known and not options.get("allow-inactive"):
            if not options.get("idempotent"):
                hint = "Use --allow-inactive to explicitly require it."
                raise Refusal(f'"{name}" is already provided by:\n  {known[name]}\n{hint}')
        else:
            names.append(name)
    return origin.with_(packages=tuple(sorted(names)), local_packages=tuple(sorted(local)))


def install(host, options, words, say):
    return _changes_packages(host, options, words, options.get("uninstall", []), say)


def uninstall(host, options, words, say):
    if options.get("all"):
        origin = Draft(host, options).origin
        words = [*origin.packages, *origin.local_packages]
    return _changes_packages(host, options, options.get("install", []), words, say)


def _changes_packages(host, options, installs, uninstalls, say):
    draft = Draft(host, options)
    before = draft.origin
    draft.origin = requested(draft, installs, uninstalls)
    return _relayers(draft, before, say)


def _relayers(draft, before, say):
    if draft.origin == before:
        say("No change.")
        return 0
    if not draft.options.get("dry-run"):
        draft.stages()
        _says_difference(before, draft.origin, say)
        say(QUEUED)
    return 0


def _says_difference(before, after, say):
    for title, old, new in (("Added", before, after), ("Removed", after, before)):
        names = sorted({*new.packages, *new.local_packages} - {*old.packages, *old.local_packages})
        if names:
            say("\n".join([f"{title}:", *(f"  {name}" for name in names)]))


def override_remove(host, options, words, say):
    draft = Draft(host, options)
    known, before = base_packages(host, draft.base), draft.origin
    for name in words:
        if name in draft.origin.removals:
            raise Refusal(f"Override already exists for package '{name}'")
        if name not in known:
            raise Refusal(f'Package "{name}" not found')
        draft.origin = draft.origin.with_(removals=tuple(sorted((*draft.origin.removals, name))))
    draft.takes_packages()
    return _relayers(draft, before, say)


def override_replace(host, options, words, say):
    draft = Draft(host, options)
    known, before = base_packages(host, draft.base), draft.origin
    for nevra in map(nevra_of_file, words):
        if nevra in draft.origin.local_replacements:
            raise Refusal(f"Override already exists for package '{name_of(nevra)}'")
        if name_of(nevra) not in known:
            raise Refusal(f'Package "{name_of(nevra)}" not found')
        others = [one for one in draft.origin.local_replacements if name_of(one) != name_of(nevra)]
        draft.origin = draft.origin.with_(local_replacements=tuple(sorted((*others, nevra))))
    draft.takes_packages()
    return _relayers(draft, before, say)


def override_reset(host, options, words, say):
    draft = Draft(host, options)
    before = draft.origin
    overridden = {*before.removals, *map(name_of, before.local_replacements)}
    names = sorted(overridden) if options.get("all") else words
    if options.get("all") and not names:
        raise Refusal("No overrides to reset")
    for name in names:
        if name not in overridden:
            raise Refusal(f"No overrides for package '{name}'")
    keep = lambda values: tuple(one for one in values if name_of(one) not in names)
    draft.origin = before.with_(removals=keep(before.removals), local_replacements=keep(before.local_replacements))
    draft.takes_packages()
    return _relayers(draft, before, say)


def reset(host, options, words, say):
    draft = Draft(host, options)
    before = draft.origin
    everything = not any(options.get(one) for one in ("overlays", "overrides", "initramfs"))
    if everything or options.get("overlays"):
        draft.origin = draft.origin.with_(packages=(), local_packages=())
    if everything or options.get("overrides"):
        draft.origin = draft.origin.with_(removals=(), local_replacements=())
    draft.takes_packages()
    return _relayers(draft, before, say)


# --- kernel arguments ---


def kargs(host, options, words, say):
    draft = Draft(host, options)
    chosen = kernel_arguments_of(host, options)
    after = edited(chosen, {option: options.get(option, []) for option in OURS})
    if after == chosen and not options.get("replace"):
        say("No changes.")
        return 0
    draft.kernel_arguments = after
    draft.stages()
    say('Kernel arguments updated.\nRun "systemctl reboot" to start a reboot')
    return 0


def kernel_arguments_of(host, options):
    """Those of what boots next, or of the deployment that --deploy-index means."""
    if options.get("import-proc-cmdline"):
        return (host.root / "proc" / "cmdline").read_text().split()[1:]
    found = deployments(host, first(options, "stateroot") or booted(host).osname)
    number = int(first(options, "deploy-index") or 0)
    if not 0 <= number < len(found):
        raise Refusal(f"Out of range deployment index {number}, expected < {len(found)}")
    return found[number].kernel_arguments


# --- boot order ---


def rollback(host, options, words, say):
    found = deployments(host, booted(host).osname)
    if found[0].staged:
        raise Refusal("Staged deployment (remove with cleanup -p)")
    place = next(number for number, each in enumerate(found) if each.booted)
    if place > 0:
        chosen, other = found[place], found[0]
    elif len(found) > 1:
        chosen, other = found[1], found[0]
    else:
        raise Refusal("No rollback deployment found")
    say(f"Moving '{chosen.name}' to be first deployment")
    swaps(host, chosen, other)
    say('Run "systemctl reboot" to start a reboot')
    return 0


def cleanup(host, options, words, say):
    if not options.keys() - {"stateroot"}:
        raise Refusal("At least one cleanup option must be specified")
    found = deployments(host, first(options, "stateroot") or booted(host).osname)
    place = next((number for number, each in enumerate(found) if each.booted), 0)
    chosen = found[:place] if options.get("pending") else []
    chosen += found[place + 1 :] if options.get("rollback") else []
    removed = undeploys(host, [each for each in chosen if not each.origin.pinned])
    if removed:
        say(f"Transaction complete; bootconfig swap: yes; deployment count change: {-removed}")
    if options.get("base"):
        collects_bases(host)
    return 0


def finalize_deployment(host, options, words, say):
    found = deployments(host, first(options, "stateroot"))
    if not found or not found[0].staged:
        raise Refusal("No pending staged deployment found")
    staged = found[0]
    if not options.get("allow-missing-checksum"):
        if len(words) != 1:
            raise Refusal("usage error: Must provide CHECKSUM or --allow-missing-checksum")
        has = staged.base.digest if words[0].startswith("sha256:") else staged.base.checksum
        if words[0] != has:
            raise Refusal(f"Expected staged base checksum {words[0]}, but found {has}")
    if not staged.is_locked and not options.get("allow-unlocked"):
        raise Refusal("Staged deployment already unlocked")
    if inhibition(host):
        raise Refusal(inhibition(host))
    host.lock.unlink(missing_ok=True)
    is_asked_to_reboot(host, "finalize-deployment")
    return 0
