"""Edits of a kernel command line, in the order and with the messages of `rpm-ostree kargs`."""

from .host import Refusal

OURS = ("append", "append-if-missing", "delete", "delete-if-present", "replace")


def edited(original, edits):
    """
    The arguments after all edits.

    edits: option → values, as given
    """
    if edits.get("delete") and edits.get("replace"):
        raise Refusal("Cannot specify both --delete and --replace")
    arguments = list(original)
    for argument in edits.get("delete", ()):
        arguments.remove(_one(arguments, argument))
    for change in edits.get("replace", ()):
        _replace(arguments, change)
    arguments += edits.get("append", ())
    for argument in edits.get("append-if-missing", ()):
        if argument not in arguments:
            arguments.append(argument)
    # Looks at what was there before, so it never takes away what this very command has added.
    for argument in edits.get("delete-if-present", ()):
        if argument in original and argument in arguments:
            arguments.remove(argument)
    return arguments


def _key(argument):
    return argument.partition("=")[0]


def _of_key(arguments, key):
    found = [argument for argument in arguments if _key(argument) == key]
    if not found:
        raise Refusal(f"No key '{key}' found")
    return found


def _one(arguments, wanted):
    """The argument that KEY or KEY=VALUE means."""
    found = _of_key(arguments, _key(wanted))
    if wanted in found:
        return wanted
    if "=" in wanted:
        raise Refusal(f"No karg '{wanted}' found")
    if len(found) > 1:
        raise Refusal(f"Multiple values for key '{wanted}' found")
    return found[0]


def _replace(arguments, change):
    key, _, values = change.partition("=")
    old, equals, new = values.partition("=")
    found = _of_key(arguments, key)
    if equals:
        replaced, replacement = f"{key}={old}", f"{key}={new}"
        if replaced not in found:
            raise Refusal(f"No karg '{replaced}' found")
    else:
        if len(found) > 1:
            raise Refusal(f"Multiple values for key '{key}' found")
        replaced, replacement = found[0], change
    arguments[arguments.index(replaced)] = replacement
