"""The origin file of a deployment, as rpm-ostree writes it: what it follows, and what was asked for on top."""

import configparser
from dataclasses import dataclass, replace

from .references import is_container


@dataclass(frozen=True)
class Origin:
    reference: str
    override_commit: str | None = None
    packages: tuple = ()
    local_packages: tuple = ()
    removals: tuple = ()
    local_replacements: tuple = ()
    custom: tuple = ()
    pinned: bool = False

    @property
    def is_layered(self):
        return bool(self.packages or self.local_packages or self.removals or self.local_replacements)

    def with_(self, **changes):
        return replace(self, **changes)

    def asks_for_other_than(self, other):
        unpinned = {"override_commit": None, "pinned": False}
        return self.with_(**unpinned) != other.with_(**unpinned)

    @staticmethod
    def read(path):
        keys = configparser.RawConfigParser(delimiters=("=",), strict=False)
        keys.optionxform = str
        keys.read(path)
        origin = dict(keys["origin"]) if keys.has_section("origin") else {}
        several = lambda section, key: tuple(filter(None, keys.get(section, key, fallback="").split(";")))
        named = ("container-image-reference", "refspec", "baserefspec")
        return Origin(
            next((origin[key] for key in named if key in origin), ""),
            origin.get("override-commit"),
            several("packages", "requested"),
            several("packages", "requested-local"),
            several("overrides", "remove"),
            several("overrides", "replace-local"),
            (origin["custom-url"], origin["custom-description"]) if "custom-url" in origin else (),
            keys.get("libostree-transient", "pinned", fallback="false") == "true",
        )

    def text(self):
        layered = "baserefspec" if self.is_layered else "refspec"
        key = "container-image-reference" if is_container(self.reference) else layered
        lines = ["[origin]", f"{key}={self.reference}"]
        if self.override_commit:
            lines.append(f"override-commit={self.override_commit}")
        if self.custom:
            lines += [f"custom-url={self.custom[0]}", f"custom-description={self.custom[1]}"]
        lines += _section("packages", {"requested": self.packages, "requested-local": self.local_packages})
        lines += _section("overrides", {"remove": self.removals, "replace-local": self.local_replacements})
        return "\n".join(lines) + "\n"


def _section(name, lists):
    given = [f"{key}={';'.join(values)};" for key, values in lists.items() if values]
    return [f"[{name}]", *given] if given else []
