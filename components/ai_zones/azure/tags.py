"""The tags by which people, policies and the proof recognise what a zone holds.

Azure resources bear their own names, so there is no `Name` tag as on AWS.
Sources: docs/decisions/0001, "Classification that components write and posture reads"; Azure Resource Manager documentation, "Use tags to
organize your Azure resources and management hierarchy" (limitations: 50 tags, but 15 on private DNS zones and their links; names of 512
characters, 128 on storage accounts, without `< > % & \\ ? /`; values of 256; names must not begin with microsoft, azure or windows).
"""

from ai_zones.plan.names import DataClass
from ai_zones.plan.tags import DATA_CLASS, FLOW, RESERVED, SERVICE, ZONE, tags_for

__all__ = ["DATA_CLASS", "FLOW", "MAX_EXTRA", "RESERVED", "SERVICE", "ZONE", "DataClass", "tag_fault", "tags_for"]

MAX_EXTRA = 15 - len(RESERVED)
"""So that every resource can carry all of them: private DNS takes 15 tags."""
MAX_NAME = 128
MAX_VALUE = 256
_FORBIDDEN = set("<>%&\\?/")
_TAKEN_BY_AZURE = ("microsoft", "azure", "windows")


def tag_fault(name: str, value: str) -> str | None:
    """What Azure would refuse in a tag, if anything."""
    if not 1 <= len(name) <= MAX_NAME or set(name) & _FORBIDDEN or name.lower().startswith(_TAKEN_BY_AZURE):
        return (
            f"{name!r} can't be a tag's name: 1 to {MAX_NAME} characters, none of {' '.join(sorted(_FORBIDDEN))}, "
            f"not beginning with {', '.join(_TAKEN_BY_AZURE)}"
        )
    if len(value) > MAX_VALUE:
        return f"the value of {name!r} has {len(value)} characters; Azure allows {MAX_VALUE}"
    return None
