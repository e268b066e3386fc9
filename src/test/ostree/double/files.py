"""Small files: JSON documents that are replaced as a whole, and logs of one JSON document a line."""

import json
import os


def write(path, text):
    """Whoever reads at the same time sees the old or the new text."""
    path.parent.mkdir(parents=True, exist_ok=True)
    beside = path.with_name(f".{path.name}.{os.getpid()}")
    beside.write_text(text)
    beside.rename(path)


def write_json(path, value):
    write(path, json.dumps(value, indent=1) + "\n")


def read_json(path, otherwise):
    try:
        return json.loads(path.read_text())
    except FileNotFoundError:
        return otherwise


def append_json(path, value):
    """One write to a file opened for appending, so that lines of several processes never mix."""
    with open(path, "ab", buffering=0) as log:
        log.write(json.dumps(value).encode() + b"\n")


def lines_json(path):
    return [json.loads(line) for line in path.read_text().splitlines()] if path.exists() else []


def start_of(pid):
    """When a process was started; with its number that names it for good. None when it is gone or only a zombie."""
    try:
        with open(f"/proc/{pid}/stat") as stat:
            fields = stat.read().rpartition(")")[2].split()
    except (FileNotFoundError, ProcessLookupError):
        return None
    return None if fields[0] == "Z" else fields[19]
