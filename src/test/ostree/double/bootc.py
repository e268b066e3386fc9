"""The command line of bootc, on the same sysroot."""

import json
from datetime import datetime, timezone
from pathlib import Path

from . import files, transactions
from .arguments import Options, UsageError
from .deployments import default, deployments, stage, swaps, undeploys
from .host import Refusal
from .machine import is_asked_to_reboot
from .origin import Origin
from .references import Source, image_name, is_container

COMMANDS = {
    "status": Options(["--json", "--booted", "--verbose"], ["--format", "--format-version"]),
    "switch": Options(
        ["--enforce-container-sigpolicy", "--retain", "--apply", "--quiet"], ["--transport", "--soft-reboot"]
    ),
    "upgrade": Options(
        ["--check", "--apply", "--download-only", "--from-downloaded", "--quiet"], ["--tag", "--soft-reboot"]
    ),
    "edit": Options(["--quiet"], ["--filename"], {"-f": "--filename"}),
    "rollback": Options(["--apply"], ["--soft-reboot"]),
}
LOCAL_CHANGES = (
    "Deployment contains local rpm-ostree modifications; cannot upgrade via bootc. You can run `rpm-ostree reset` to"
    " undo the modifications."
)


def client(host, words, environment, out, err):
    if words[:1] == ["--version"]:
        out.write("bootc 1.16.9\n")
        return 0
    if not words or words[0] not in COMMANDS:
        raise UsageError(f"unrecognized subcommand '{' '.join(words[:1])}'")
    command = words[0]
    options, names = COMMANDS[command].parse(words[1:])
    if command == "status":
        failure = host.told_to_fail("bootc status")
        if failure is not None:
            raise Refusal(failure["stderr"], failure.get("exit", 1))
        return _status(host, options, out)
    if not host.is_booted:
        raise Refusal("System not booted via bootc")
    if command == "edit":
        # The client reads the file, which need not be there any more when the work is done.
        options["document"] = Path(options["filename"][0]).read_text()
    call = {
        "tool": "bootc",
        "command": f"bootc {command}",
        "method": "UpdateDeployment",
        "title": " ".join(["bootc", *words]),
        "arguments": [command, options, names],
        "client": "bootc",
    }
    return transactions.runs(host, call, out, err)


def work(host, call, say):
    command, options, names = call["arguments"]
    changed = {"switch": _switch, "upgrade": _upgrade, "edit": _edit, "rollback": _rollback}[command](
        host, options, names, say
    )
    if changed and options.get("apply"):
        is_asked_to_reboot(host, call["title"])
    return 0


# --- changes: each says whether another deployment boots next ---


def _switch(host, options, names, say):
    if len(names) != 1:
        raise UsageError("the following required arguments were not provided: <TARGET>")
    transport = options.get("transport", ["registry"])[0]
    signed = options.get("enforce-container-sigpolicy", False)
    return _follows(host, {"image": names[0], "transport": transport} | _signature(signed), say)


def _follows(host, image, say):
    if _spec(host)["image"] == image:
        say("Image specification is unchanged.")
        return False
    signed = image.get("signature") == "containerPolicy"
    prefix = "ostree-image-signed:docker://" if signed else "ostree-unverified-registry:"
    if image["transport"] != "registry":
        raise Refusal(f"Unsupported transport here: {image['transport']}")
    _stages(host, Origin(prefix + image["image"]), Source(host, prefix + image["image"]).tip(), False, say)
    return True


def _stages(host, origin, commit, locked, say):
    now = default(host)
    stage(host, now.osname, commit.checksum, origin, now.kernel_arguments, locked)
    say(f"Queued for next boot: {image_name(origin.reference)}\n  Version: {commit.version}\n  Digest: {commit.digest}")


def _upgrade(host, options, names, say):
    now = default(host)
    if now.origin.is_layered:
        raise Refusal(LOCAL_CHANGES)
    if not is_container(now.origin.reference):
        raise Refusal("Missing image in specification")
    if options.get("from-downloaded"):
        if not now.staged:
            raise Refusal("No staged deployment found")
        host.lock.unlink(missing_ok=True)
        return True
    source = Source(host, now.origin.reference)
    if options.get("check"):
        return _checks(host, source, say)
    tip = source.tip()
    if tip.checksum == now.checksum:
        say("Staged update present, not changed" if now.staged else "No update available.")
        return False
    _stages(host, now.origin, tip, options.get("download-only", False), say)
    return True


def _checks(host, source, say):
    tip, name = source.looks_at_tip(), image_name(source.reference)
    if tip.digest == default(host).base.digest:
        say(f"No changes in: docker://{name}")
    else:
        say(f"Update available for: docker://{name}\n  Version: {tip.version}\n  Digest: {tip.digest}")
        update = {"reference": source.reference, "digest": tip.digest, "version": tip.version}
        files.write_json(_cached(host), update | {"timestamp": tip.timestamp})
    return False


def _edit(host, options, names, say):
    wanted, spec = json.loads(options["document"])["spec"], _spec(host)
    moves = wanted.get("image") != spec["image"]
    flips = wanted.get("bootOrder", "default") != spec["bootOrder"]
    if moves and flips:
        raise Refusal("Invalid state transition: rollback and image change")
    if flips:
        return _rollback(host, options, names, say)
    if moves:
        return _follows(host, wanted["image"], say)
    say("Edit cancelled, no changes made.")
    return False


def _rollback(host, options, names, say):
    found = deployments(host)
    if found[0].staged:
        undeploys(host, found[:1])
        found = found[1:]
    place = next(number for number, each in enumerate(found) if each.booted)
    if place == 0 and len(found) < 2:
        raise Refusal("No rollback available")
    if place > 0:
        say("notice: Reverting queued rollback state")
    swaps(host, found[0], found[place or 1])
    say("Next boot: " + ("current deployment" if place > 0 else "rollback deployment"))
    return True


# --- status ---


def _status(host, options, out):
    version = options.get("format-version", ["1"])[0]
    if version not in ("0", "1"):
        raise Refusal(f"Unsupported format version: {version}")
    if not options.get("json") and options.get("format") != ["json"]:
        raise UsageError("these doubles know only --json and --format=json")
    out.write(json.dumps(_document(host, options.get("booted", False))) + "\n")
    return 0


def _document(host, only_booted):
    found = deployments(host) if host.is_booted else []
    booted = next((each for each in found if each.booted), None)
    staged = next((each for each in found if each.staged), None)
    queued = booted is not None and not found[0].booted and not found[0].staged
    others = [each for each in found if each not in (booted, staged)]
    entry = lambda each: _entry(host, each) if each else None
    shown = {"staged": entry(staged), "booted": entry(booted), "rollback": entry(others[0] if others else None)}
    if only_booted:
        shown |= {"staged": None, "rollback": None}
    if others[1:] and _is_v1(host) and not only_booted:
        shown["otherDeployments"] = [entry(each) for each in others[1:]]
    shown |= {"rollbackQueued": queued, "type": "bootcHost" if booted and _image(booted) else None}
    document = {"apiVersion": f"org.containers.bootc/{host.behaviour()['bootc']}", "kind": "BootcHost"}
    return document | {"metadata": {"name": "host"}, "spec": _spec(host), "status": shown}


def _is_v1(host):
    return host.behaviour()["bootc"] == "v1"


def _spec(host):
    if not host.is_booted:
        return {"image": None, "bootOrder": "default"}
    found = deployments(host)
    shown = next((each for each in found if each.staged), None) or next(each for each in found if each.booted)
    order = "default" if found[0].booted or found[0].staged else "rollback"
    return {"image": _image(shown), "bootOrder": order}


def _image(deployment):
    """What a deployment follows; nothing where rpm-ostree has changed it, or where it is no image."""
    origin = deployment.origin
    if origin.is_layered or not is_container(origin.reference):
        return None
    signed = origin.reference.startswith("ostree-image-signed:")
    return {"image": image_name(origin.reference), "transport": "registry"} | _signature(signed)


def _signature(signed):
    return {"signature": "containerPolicy"} if signed else {}


def _entry(host, deployment):
    image, base = _image(deployment), deployment.base
    entry = {
        "image": image and _image_status(host, image, base.version, base.timestamp, base.digest),
        "cachedUpdate": _cached_update(host, deployment, image),
        "incompatible": deployment.origin.is_layered,
        "pinned": deployment.origin.pinned,
        "ostree": {"checksum": deployment.checksum, "deploySerial": deployment.serial},
    }
    if _is_v1(host):
        entry["ostree"]["stateroot"] = deployment.osname
        entry["store"] = "ostreeContainer" if image else None
        entry |= {"softRebootCapable": False, "downloadOnly": deployment.is_locked}
    return entry


def _image_status(host, image, version, timestamp, digest):
    time = datetime.fromtimestamp(timestamp, timezone.utc).strftime("%Y-%m-%dT%H:%M:%SZ")
    status = {"image": image, "version": version, "timestamp": time, "imageDigest": digest}
    return status | ({"architecture": "amd64"} if _is_v1(host) else {})


def _cached(host):
    return host.directory / "bootc-cached-update.json"


def _cached_update(host, deployment, image):
    update = files.read_json(_cached(host), None)
    if image is None or update is None or update["reference"] != deployment.origin.reference:
        return None
    return _image_status(host, image, update["version"], update["timestamp"], update["digest"])
