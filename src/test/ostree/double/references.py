"""What a deployment can follow: a branch, a commit, or a container image; and the revisions that pin one."""

import re
import urllib.error
import urllib.request
from dataclasses import dataclass

from . import files
from .host import Refusal
from .ostree import commit, history, ostree, resolve

CHECKSUM = re.compile(r"[0-9a-f]{64}")
DIGEST = re.compile(r"sha256:[0-9a-f]{64}")
IMAGE = re.compile(
    r"(?:ostree-unverified-registry:|ostree-unverified-image:(?:docker://|registry:)"
    r"|ostree-image-signed:(?:docker://|registry:)|ostree-remote-registry:[^:]+:"
    r"|ostree-remote-image:[^:]+:(?:docker://|registry:))(?P<name>.+)"
)


def image_name(reference):
    """HOST/NAME[:TAG][@DIGEST] of a container reference; None for what is not one."""
    match = IMAGE.fullmatch(reference)
    return match["name"] if match else None


def is_container(reference):
    return reference.startswith(("ostree-image", "ostree-unverified", "ostree-remote-"))


def is_checksum(text):
    return CHECKSUM.fullmatch(text) is not None


@dataclass(frozen=True)
class Branch:
    remote: str | None
    ref: str

    @staticmethod
    def parse(refspec):
        remote, colon, ref = refspec.rpartition(":")
        return Branch(remote if colon and remote else None, ref)

    def __str__(self):
        return f"{self.remote}:{self.ref}" if self.remote else self.ref


def rebased(asked, current):
    """The reference that `rebase ASKED` means where CURRENT is followed."""
    asked = asked.removeprefix("ostree://")
    if is_container(asked) or is_checksum(asked):
        return asked
    followed = None if is_container(current) or is_checksum(current) else Branch.parse(current)
    if asked.startswith(":"):
        return asked[1:]
    if asked.endswith(":"):
        if followed is None:
            raise Refusal("Could not determine the branch to keep")
        return f"{asked}{followed.ref}"
    if ":" not in asked and followed is not None and followed.remote:
        return f"{followed.remote}:{asked}"
    return asked


class Source:
    """Where the commits of one reference come from: a remote, the local repository, or a registry."""

    def __init__(self, host, reference):
        self.host = host
        self.reference = reference

    def tip(self):
        """Fetches what the reference means now."""
        if is_container(self.reference):
            return self._fetched(self._image_commit(image_name(self.reference)))
        if is_checksum(self.reference):
            return self._fetched(self.reference)
        branch = Branch.parse(self.reference)
        checksum = self.looks_at_tip().checksum
        if branch.remote:
            self._needs_space()
            ostree(f"--repo={self.host.repo}", "pull", branch.remote, branch.ref)
        return commit(self.host.repo, checksum)

    def looks_at_tip(self):
        """What the reference means now, without fetching more than that."""
        if is_container(self.reference):
            return commit(self.host.server, self._image_commit(image_name(self.reference)))
        if is_checksum(self.reference):
            return commit(self.host.repo, self.reference)
        branch = Branch.parse(self.reference)
        if branch.remote and f'[remote "{branch.remote}"]' not in (self.host.repo / "config").read_text():
            raise Refusal(f'Remote "{branch.remote}" not found')
        repo = self.host.server if branch.remote else self.host.repo
        checksum = resolve(repo, branch.ref)
        if checksum is None:
            raise Refusal(f"While pulling {branch.ref}: No such branch '{branch.ref}' in repository summary")
        return commit(repo, checksum)

    def revision(self, text, skips_branch_check=False):
        """Fetches the commit that a REVISION means."""
        if is_container(self.reference):
            if not DIGEST.fullmatch(text):
                raise Refusal(f"Invalid digest: {text}")
            name = image_name(self.reference).partition("@")[0]
            return self._fetched(self._image_commit(f"{without_tag(name)}@{text}"))
        key, equals, value = text.partition("=")
        if equals and "revision".startswith(key.lower()) and key:
            return self._checksum(value, skips_branch_check)
        if equals and "version".startswith(key.lower()) and key:
            return self._version(value)
        return self._checksum(text, skips_branch_check) if is_checksum(text) else self._version(text)

    def _checksum(self, checksum, skips_branch_check):
        if not skips_branch_check and checksum not in (each.checksum for each in self._history()):
            raise Refusal(f"Checksum {checksum} not found in {self.reference}")
        return self._fetched(checksum) if skips_branch_check else self._moved_to(checksum)

    def _version(self, version):
        if is_checksum(self.reference):
            raise Refusal("Cannot look up version while pinned to commit")
        for each in self._history():
            if each.version == version:
                return self._moved_to(each.checksum)
        raise Refusal(f"Version {version} not found in {self.reference}")

    def _history(self):
        if is_checksum(self.reference):
            return history(self.host.repo, self.reference)
        branch = Branch.parse(self.reference)
        return history(self.host.server if branch.remote else self.host.repo, branch.ref)

    # --- fetching ---

    def _moved_to(self, checksum):
        """Fetches a commit of the branch, of which the local ref then takes it for the newest."""
        branch = None if is_checksum(self.reference) else Branch.parse(self.reference)
        if branch is None or branch.remote is None:
            return self._fetched(checksum)
        self._needs_space()
        ostree(f"--repo={self.host.repo}", "pull", branch.remote, f"{branch.ref}@{checksum}")
        return commit(self.host.repo, checksum)

    def _fetched(self, checksum):
        found = commit(self.host.repo, checksum)
        if found is None or (self.host.repo / "state" / f"{checksum}.commitpartial").exists():
            self._needs_space()
            if commit(self.host.server, checksum) is None:
                raise Refusal(f"While pulling {checksum}: No such metadata object {checksum}.commit")
            ostree(f"--repo={self.host.repo}", "pull-local", self.host.server, checksum)
            found = commit(self.host.repo, checksum)
        return found

    def _needs_space(self):
        if self.host.behaviour()["diskFull"]:
            raise Refusal("min-free-space-percent '3%' would be exceeded, at least 13.1 kB requested")

    # --- registries ---

    def _image_commit(self, name):
        tags = files.read_json(self.host.containers, {})
        digest = name.partition("@")[2] or registry_digest(name)
        key = f"{without_tag(name.partition('@')[0])}@{digest}" if digest else with_tag(name)
        if key not in tags:
            raise Refusal(f"Fetching manifest: reading manifest for docker://{name}: manifest unknown")
        return tags[key]


def without_tag(name):
    """HOST/NAME of HOST[:PORT]/NAME[:TAG]."""
    path, slash, last = name.rpartition("/")
    return path + slash + last.partition(":")[0]


def with_tag(name):
    return name if name != without_tag(name) else f"{name}:latest"


def registry_digest(name):
    """What a real registry on this machine says the tag means; None where none answers."""
    server, _, path = name.partition("/")
    if not server.startswith(("127.", "localhost:")):
        return None
    repository, _, tag = with_tag(path).rpartition(":")
    request = urllib.request.Request(f"http://{server}/v2/{repository}/manifests/{tag}", method="HEAD")
    kinds = "application/vnd.oci.image.manifest.v1+json, application/vnd.docker.distribution.manifest.v2+json"
    request.add_header("Accept", kinds)
    try:
        with urllib.request.urlopen(request, timeout=5) as answer:
            return answer.headers["Docker-Content-Digest"]
    except (urllib.error.URLError, OSError):
        return None
