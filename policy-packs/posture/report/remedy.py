"""What is said of how to mend one finding: of a remedy for several clouds, only what its own cloud needs."""

import re
from typing import Final

_MARK: Final = re.compile(r"\s+(?=On (?:AWS|Azure|GCP|Google Cloud|Kubernetes)\b)")
_CLOUDS: Final = {
    "aws": ("On AWS",),
    "aws-native": ("On AWS",),
    "azure": ("On Azure",),
    "azure-native": ("On Azure",),
    "gcp": ("On GCP", "On Google Cloud"),
    "google-native": ("On GCP", "On Google Cloud"),
    "kubernetes": ("On Kubernetes",),
}


def fix_for(fix: str, token: str) -> str:
    """The remedy without the sentences that begin with another cloud's name.

    `token`: type of the resource to mend, `aws:s3/bucket:Bucket`; of a type of no cloud the whole stands.
    """
    own = _CLOUDS.get(token.partition(":")[0])
    if own is None:
        return fix
    parts = [
        part
        for part in _MARK.split(" ".join(fix.split()))
        if not part.startswith("On ") or part.startswith(own) or not _MARK.match(f" {part}")
    ]
    return " ".join(parts) or fix
