"""`rpm-ostree status`, as a document and as text, with the keys of the era that the host is in."""

from . import files, transactions
from .layers import base_packages, fields, name_of
from .ostree import commit, resolve
from .references import is_checksum, is_container


def document(host, found, only_booted):
    from .rpm_ostree import driver

    shown = [_deployment(host, each) for each in found if each.booted or not only_booted]
    whole = {"deployments": shown, "transaction": transactions.shown(host)}
    if host.is_era("2021"):
        whole["cached-update"] = _cached_update(host, found)
        active = driver(host)
        unit = {"driver-name": active["name"], "driver-sd-unit": active["unit"]} if active else None
        whole["update-driver"] = unit
    return whole


def _deployment(host, deployment):
    deployed, base, origin = deployment.commit, deployment.base, deployment.origin
    known = base_packages(host, base)
    shown = {
        "id": deployment.id,
        "osname": deployment.osname,
        "checksum": deployment.checksum,
        "serial": deployment.serial,
        "booted": deployment.booted,
        "unlocked": "none",
        "timestamp": deployed.timestamp,
        "requested-packages": list(origin.packages),
        "requested-base-removals": list(origin.removals),
        "requested-base-local-replacements": list(origin.local_replacements),
        "packages": list(deployed.packages),
        "base-removals": [fields(known[name]) for name in origin.removals if name in known],
        "base-local-replacements": [
            [fields(nevra), fields(known[name_of(nevra)])]
            for nevra in origin.local_replacements
            if name_of(nevra) in known
        ],
        "regenerate-initramfs": False,
        "base-commit-meta": _shown_metadata(base),
    }
    shown |= _state(host, deployment)
    shown |= _of_era(host, origin)
    if deployed.version:
        shown["version"] = deployed.version
    if deployed.is_layered:
        shown |= {"base-checksum": base.checksum, "base-timestamp": base.timestamp}
        shown |= {"base-version": base.version} if base.version else {}
        shown["layered-commit-meta"] = _shown_metadata(deployed)
    return shown | _followed(host, deployment)


def _state(host, deployment):
    state = {}
    if host.is_era("2021"):
        state["pinned"] = deployment.origin.pinned
    if deployment.staged or host.is_era("2021"):
        state["staged"] = deployment.staged
    if deployment.is_locked:
        state["finalization-locked"] = True
    return state


def _of_era(host, origin):
    keys = {}
    if host.is_era("2021"):
        keys["requested-local-packages"] = list(origin.local_packages)
    if host.is_era("2021", "2021"):
        keys |= {"requested-modules": [], "requested-modules-enabled": [], "modules": []}
    if host.is_era("2026"):
        keys |= {"requested-local-fileoverride-packages": [], "base-remote-replacements": {}}
    return keys


def _shown_metadata(shown):
    # ostree's text form has numbers in the other byte order.
    return shown.metadata | ({"rpmostree.clientlayer_version": 6} if shown.is_layered else {})


def _followed(host, deployment):
    origin, base = deployment.origin, deployment.base
    if is_container(origin.reference):
        shown = {"container-image-reference": origin.reference}
        if base.digest:
            shown["container-image-reference-digest"] = base.digest
        return shown
    shown = {"origin": origin.reference, "gpg-enabled": False}
    if origin.custom:
        shown["custom-origin"] = list(origin.custom)
    fetched = None if is_checksum(origin.reference) else resolve(host.repo, origin.reference)
    if fetched not in (None, base.checksum):
        pending = commit(host.repo, fetched)
        shown["pending-base-checksum"] = fetched
        shown["pending-base-timestamp"] = pending.timestamp
        if pending.version:
            shown["pending-base-version"] = pending.version
    return shown


def _cached_update(host, found):
    update = files.read_json(host.directory / "cached-update.json", None)
    default = found[0]
    if update is None or (update["osname"], update["origin"]) != (default.osname, default.origin.reference):
        return None
    if update["checksum"] == default.base.checksum:
        return None
    shown = {key: update[key] for key in ("osname", "checksum", "timestamp", "origin", "deployment")}
    shown |= {"gpg-enabled": False, "ref-has-new-commit": True, "update-sha256": update["checksum"]}
    if update["version"]:
        shown["version"] = update["version"]
    if update["digest"]:
        sizes = ("total", "total-size", "n-removed", "removed-size", "n-added", "added-size")
        shown["manifest-diff"] = dict.fromkeys(sizes, 1)
    return shown


def text(host, found, only_booted):
    busy = transactions.shown(host)
    lines = ["State: busy" if busy else "State: idle", "Deployments:"]
    for each in found:
        if only_booted and not each.booted:
            continue
        lines.append(f"{'●' if each.booted else ' '} {each.origin.reference}")
        if each.base.digest:
            lines.append(f"{'Digest':>26}: {each.base.digest}")
        lines.append(f"{'Version':>26}: {each.commit.version or '-'} ({each.commit.timestamp})")
        lines.append(f"{'BaseCommit' if each.commit.is_layered else 'Commit':>26}: {each.base.checksum}")
        if each.origin.packages:
            lines.append(f"{'LayeredPackages':>26}: {' '.join(each.origin.packages)}")
        if each.staged:
            lines.append(f"{'Staged':>26}: yes{' (finalization locked)' if each.is_locked else ''}")
    return "\n".join(lines) + "\n"
