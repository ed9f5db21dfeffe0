"""One line for each theorem and rule, in a reviewer's words."""

from typing import Final

TITLES: Final[dict[str, str]] = {
    "phi-exit": "no PHI can leave but by a gate",
    "phi-redaction": "models see PHI only de-identified",
    "egress-inspection": "inference reaches the internet only through the inspector, and only approved providers",
    "zone-segmentation": "zones are joined only by approved flows",
    "dns-closed": "resolvers answer only an allow-list",
    "plans-agree": "the programs register one plan",
    "something-classified": "it is said what networks and stores hold",
    "update-finished": "no update was interrupted",
    "waiver-expired": "no waiver is past its day",
}


def title_of(name: str) -> str:
    """Title of a theorem or rule; empty for what is neither."""
    if name in TITLES:
        return TITLES[name]
    from posture.rules.catalogue import rules

    found = rules().get(name)
    return found.metadata.title if found is not None else ""
