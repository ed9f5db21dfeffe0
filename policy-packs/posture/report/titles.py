"""One line for each theorem, in a reviewer's words."""

from typing import Final

TITLES: Final[dict[str, str]] = {
    "phi-exit": "no PHI can leave but by a gate",
    "phi-redaction": "models see PHI only de-identified",
    "egress-inspection": "inference reaches the internet only through the inspector, and only approved providers",
    "zone-segmentation": "zones are joined only by approved flows",
    "dns-closed": "resolvers answer only an allow-list",
    "waiver-expired": "waivers past their day",
}
