"""What would settle an open question: a reader is told why something is unproven, and what to do about it.

Readers say their reasons in a few set phrases; each phrase has one way out. A phrase that is not known here gets the way that always holds.
"""

from typing import Final

_OPAQUE: Final = (
    "aws:cloudformation/", "aws-native:cloudformation:", "aws:cloudcontrol/", "aws:servicecatalog/", "azure-native:resources:Deployment",
    "azure:core/", "gcp:deploymentmanager/", "kubernetes:helm", "command:", "pulumi-nodejs:", "pulumi-python:",
)  # fmt: skip
_UNKNOWN_TYPE: Final = "no reader knows the type "

_WAYS: Final[tuple[tuple[str, str], ...]] = (
    (
        "nothing is classified",
        "Tag networks and stores (ai-zone, data-class), or map their names to zones under `zones` in posture.yaml.",
    ),
    (
        _UNKNOWN_TYPE,
        "Keep it out of the zones (no id, name or address of theirs in it), or build the same of types that are read. Nothing in posture.yaml excuses it.",
    ),
    (
        "until the update",
        "Judge again when the update is done (`pulumi stack export`), or write the value in the program as plain text instead of another resource's output.",
    ),
    (
        "no resource of the stack",
        "Judge the stack that builds it beside this one (`posture check this.json that.json`), or vouch for it under `asserted` in posture.yaml.",
    ),
    ("not listed as ours", "List it under `organization` in posture.yaml if it is ours; else take it away."),
    ("not known to be ours", "List it under `organization` in posture.yaml if it is ours; else take it away."),
    ("is not known", "Write the value in the program as plain text, or judge the exported state, where it is known."),
    ("is unknown", "Write the value in the program as plain text, or judge the exported state, where it is known."),
    ("can't be told", "Write the value in the program as plain text, or judge the exported state, where it is known."),
)
_ELSE: Final = (
    "Change what the reason names until it can be read, or take it away. `posture explain` of the theorem says what it looks for."
)
_ANOTHER_PROGRAM: Final = "It builds in the words of another program: build the same as resources of Pulumi, or keep it out of the zones. Nothing in posture.yaml helps."


def settled_by(reason: str) -> str:
    """What would let it be proven, in one or two sentences."""
    if _UNKNOWN_TYPE in reason and reason.partition(_UNKNOWN_TYPE)[2].startswith(_OPAQUE):
        return _ANOTHER_PROGRAM
    return next((way for phrase, way in _WAYS if phrase in reason), _ELSE)


def settles(message: str) -> bool:
    """Whether one of the set phrases stands in a finding's message: of others the fix of its rule says what to do."""
    return any(phrase in message for phrase, _ in _WAYS)
